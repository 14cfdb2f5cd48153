"""The parts of a paper about itself: how it was counted, what it cannot show, where it comes from."""

from __future__ import annotations

from dashboard import swedish
from dashboard.papers.asked import Asked, Part
from dashboard.papers.crimes import CONTROLLED, NO_PLACE
from dashboard.papers.tree import Block, Bullets, Code, Table, Text, columns, rows
from dashboard.version import words


def method(asked: Asked, *, missing: list[str]) -> Part:
    """How it was counted and what to remember; `missing` is what the version has nothing of."""
    how = [
        "Antal är ur en enda källa. Källor läggs aldrig ihop.",
        "Jämförelsen gäller samma veckor året före, så som de var kända lika lång tid efteråt.",
        "Väntat är det som är vanligt den här tiden på året, från det minsta till det största. Utanför det är en avvikelse, och det säger inget om varför.",
        "Några rader sticker ut av slumpen: ju fler problem och platser som granskas, desto fler.",
    ]  # fmt: skip
    if asked.is_public:
        how = [
            "Antal är ur en enda källa. Källor läggs aldrig ihop.",
            "Små antal är dolda, och så många andra att ingen kan räkna ut dem. Båda skrivs ”..”.",
            "Ett kvartal räknas en gång, en månad efter sitt slut, och revideras en gång, när året är slut.",
        ]
    blocks: list[Block] = [Bullets(tuple(how)), *_caveats(asked)]
    if missing:
        said = f"Den här versionen har inga sparade uppgifter om {swedish.listed(missing)}."
        blocks.append(Text(said, lead="Saknas:"))
    return Part("Metod och förbehåll", blocks)


def _caveats(asked: Asked) -> list[Block]:
    types = set(asked.type_names)
    said = [
        "Anmälda brott är inte detsamma som brott: hur många som anmäler skiljer sig mellan problem, platser och tider.",
    ]  # fmt: skip
    if types & set(CONTROLLED):
        said.append("Narkotika, trafik och rattfylleri ökar när polisen kontrollerar mer.")
    if types & set(NO_PLACE):
        said.append("Bedrägerier har ofta ingen brottsplats och syns därför inte på kartan.")
    said.append("Små tal varierar mycket. Enstaka händelser mer eller mindre säger ingenting.")
    if not asked.is_public:
        said.append("Händelser skrivs in i efterhand: de senaste veckornas antal blir oftast större.")  # fmt: skip
        said.append("Rapporter från verksamheter beror på hur många som rapporterar.")
    if (stop := asked.said["edition"]["data_stop"]) and stop > asked.said["meeting"]["held_on"]:
        said.append(f"Underlaget går till och med {words.on(stop)}, efter mötet: antalen är som de var kända då.")  # fmt: skip
    if asked.is_preliminary:
        said.append("Preliminära uppgifter kan komma att ändras av utgivaren.")
    said += [
        f"{row['year']}: {row['said']}"
        for row in asked.table("breaks")
        if int(row["year"]) <= asked.last.year
    ]
    return [Text("", lead="Att tänka på"), Bullets(tuple(said))]


def sources(asked: Asked) -> Part:
    """Each source with when it was taken out, and to what day it goes."""
    found = asked.table("sources")
    title = "Källor"
    if not found:
        return Part(title, (), missing="källor")
    if asked.is_public:
        table = Table("kallor", "Källor", columns(("Källa", "text", 2), ("Utgivare", "text", 1.6)), rows([(r["title"], r["publisher"]) for r in found]), of="sources")  # fmt: skip
        return Part(title, (table,))
    told = [
        (
            row["title"],
            row["publisher"],
            words.on(row["extracted_at"]) or "–",
            words.on(row["period_to"]) or "–",
            "preliminärt" if row["is_preliminary"] else "slutligt",
        )
        for row in found
    ]
    head = columns(("Källa", "text", 1.7), ("Utgivare", "text", 1.4), ("Uttagen", "text", 1.1), ("Till och med", "text", 1.3), "Märkning")  # fmt: skip
    return Part(title, (Table("kallor", "Källor och uttagsdagar", head, rows(told), of="sources"),))


def checksum(asked: Asked) -> list[Block]:
    """What tells that this is the version that was fixed."""
    said = (
        f"{asked.version}, underlag {asked.said['edition']['number']}. Kontrollsumma (SHA-256): "
        f"{asked.checksum}. Den prövas med kommandot lagesbild verify."
    )
    content = f"Fastställd version {asked.record['number']}\nsha256:{asked.checksum}"
    return [Code(content, said)]
