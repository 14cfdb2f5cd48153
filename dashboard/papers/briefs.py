"""The short papers: Friday's page as a paper, and six slides for the BRÅ."""

from __future__ import annotations

from dashboard import swedish
from dashboard.export.weekend import Weekend, weekend
from dashboard.papers import crimes, published, said
from dashboard.papers.asked import Asked, Stopped, level, spread
from dashboard.papers.kinds import paper, summary
from dashboard.papers.pictures import Rows
from dashboard.papers.tree import (
    Block,
    Figure,
    Paper,
    Section,
    Subheading,
    Table,
    Text,
    Voice,
    Voices,
    columns,
    rows,
)
from dashboard.version import words
from dashboard.version.shown import for_group, or_hidden

MOST = 6  # lines in a slide's list
TOTAL = "Totalt antal anmälda brott"


def friday(asked: Asked) -> Paper:
    """Fredagens utskick: where, when, who and what. Never for the public."""
    if asked.is_public:
        raise Stopped("Fredagens utskick finns bara för forumets parter. Välj --audience shared.")
    told = weekend(asked.whole, klass="shared", number=asked.record["number"])
    blocks: list[Block] = [Text(told.nothing, is_large=True)] if not told.rows else []
    if told.rows:
        head = columns("Plats", "Tid", ("Vem", "text", 1.3), ("Vad", "text", 1.7))
        blocks = [Table("helgen", told.title, head, rows([(r.where, r.when or "–", r.who, r.what) for r in told.rows]))]  # fmt: skip
    sections = [Section("Inför helgen", tuple(blocks))]
    if told.subjects:
        sections.append(Section("Läget", tuple(_state(told))))
    if told.actions:
        head = columns(("Vad", "text", 2), ("Ansvarig funktion", "text", 1.6), "Var", "Till")
        found = rows([(r.what, r.who, r.where or "–", r.when or "–") for r in told.actions])
        sections.append(Section("Åtgärder", (Table("atgarder", "Beslutade åtgärder", head, found),)))  # fmt: skip
    return paper(asked, kind="fredag", title=told.title, belongs="Fredagens utskick", sections=sections)  # fmt: skip


def _state(told: Weekend) -> list[Block]:
    blocks: list[Block] = []
    for one in told.subjects:
        blocks += [Subheading(one.name)]
        blocks += [Text(one.evidence, is_quiet=True)] if one.evidence else []
        voices = [Voice(v.organisation or "Tillsammans", level(v.level)) for v in one.levels]
        blocks += [Voices(tuple(voices))] if voices else []
        blocks += [Text(one.joint + ".")] if one.joint else []
    return blocks


def council(asked: Asked) -> Paper:
    """Six slides: findings, the place, others, what was done and cost, to decide, what may be said."""
    count = len(summary(asked)[:3])
    title = "Ett fynd" if count == 1 else f"{swedish.capitalised(swedish.in_words(count))} fynd"
    sections = [
        Section(title if count else "Fynd", tuple(_findings(asked))),
        Section(f"Din ort: {asked.area}", tuple(_place(asked))),
        Section("Liknande kommuner", tuple(_others(asked))),
        Section("Vad vi gjorde och vad det kostade", tuple(_done(asked))),
        Section("Vad ni behöver besluta", (said.listed(said.agenda(asked)[:MOST], nothing="Inget är öppet: parterna är eniga om alla problem, och inga åtgärder är försenade."),)),
        Section("Vad som får sägas", tuple(_sayable(asked))),
    ]  # fmt: skip
    return paper(asked, kind="bra", title="Lägesbild för BRÅ", belongs="Underlag till BRÅ", sections=sections, is_slides=True)  # fmt: skip


def _findings(asked: Asked) -> list[Block]:
    blocks = [said.listed(summary(asked)[:3], nothing="Versionen har inga fynd att visa här.")]
    figures = [b for b in (*crimes.problems(asked).blocks, *published.numbers(asked).blocks) if isinstance(b, Figure)]  # fmt: skip
    return [*blocks, *figures[:1]]


def _place(asked: Asked) -> list[Block]:
    part = crimes.places(asked)
    figures = [b for b in part.blocks if isinstance(b, Figure)]
    found: list[Block] = [*figures[:1]] or published.by_place(asked)
    which = "publicerade antal" if asked.is_public else "antal"
    return found or [Text(f"Versionen har inga {which} per område.", is_large=True)]


def _others(asked: Asked) -> list[Block]:
    found = [row for row in asked.table("compared") if row["crime"] == TOTAL]
    if not found:
        return [Text("Versionen har inga uppgifter om andra kommuner.", is_large=True)]
    _, told = spread(found, by="area_name", over="crime", value="per_100000")
    told.sort(key=lambda row: -int(str(row[1] or 0)))
    own = [row for row in told if row[0] == asked.said["forum"]["area_name"]]
    words_ = [f"{row[0]}: {swedish.number(int(str(row[1])))}" for row in told if row[1] is not None]
    year = max((row["year"] for row in asked.table("years")), default="")
    said_ = f"Anmälda brott per 100 000 invånare {year}: {'; '.join(words_)}."
    picture = Rows(
        tuple(str(r[0]) for r in told),
        tuple(int(str(r[1] or 0)) for r in told),
        roles=tuple("" if r in own else "other" for r in told),
    )
    figure = Figure("liknande-kommuner", picture, f"Anmälda brott per 100 000 invånare, {year}. Mörk stapel: {asked.area}.", said_)  # fmt: skip
    note = (
        "Skillnader kan bero på hur många som anmäler, hur många som besöker orten och på slumpen."
    )
    return [Text(note, is_quiet=True), figure]


def _done(asked: Asked) -> list[Block]:
    done = [
        f"{words.STATUS_MARKS[f['status']]} {f['what']} ({f['organisation']}): {words.STATUSES[f['status']]}"
        for f in asked.said["followed_up"]
    ]
    done += [
        f"{a['what']} ({a['organisation']})" + (f", till {words.on(a['until'])}" if a["until"] else "")
        for a in asked.said["actions"]
        if a["kind"] == "action"
    ]  # fmt: skip
    cost = sum(row["cost"] or 0 for row in asked.done)
    spent = f"{swedish.number(cost)} kronor, det som är antecknat i löftet." if cost else "ingen kostnad är antecknad."  # fmt: skip
    if asked.is_public:
        spent = "visas bara för forumets parter."
    return [
        said.listed(
            done[:MOST],
            nothing=or_hidden("action", asked.left, nothing="Inga åtgärder beslutades."),
        ),
        Text(spent, lead="Kostnad:"),
    ]


def _sayable(asked: Asked) -> list[Block]:
    public, _ = for_group(asked.whole, klass="public")
    found = [
        f"{words.subject(s)}: {swedish.within(words.joint(s['joint']))}."
        for s in public["subjects"]
    ]
    found += [row["what"] for row in (*public["actions"], *public["followed_up"])]
    return [
        said.listed(found[:MOST], nothing="Inget i versionen har en formulering som får publiceras."),
        Text("Säg antal och ”inom normal variation”, inte procent på små tal och inte vad något beror på. Siffror per vecka är bara för forumets parter, och per område får bara de publicerade årssiffrorna sägas.", lead="Att tänka på:"),
    ]  # fmt: skip
