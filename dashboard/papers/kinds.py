"""Each kind of paper: a pure function of a fixed version, whom it is for, and perhaps a löfte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard import swedish
from dashboard.papers import about, crimes, published, residents, said, weeks
from dashboard.papers.asked import Asked, Part
from dashboard.papers.data import data
from dashboard.papers.tree import Block, Paper, Section, Subheading, Text
from dashboard.version import words

Row = dict[str, Any]


def appendix(asked: Asked) -> Paper:
    """Bilaga: everything that the version keeps, to be attached to a löfte."""
    parts = _numbers(asked)
    parts += [
        said.assessments(asked),
        said.actions(asked),
        said.followed_up(asked),
        said.noted(asked),
    ]
    return paper(
        asked,
        kind="bilaga",
        title="Bilaga: lägesbild",
        belongs=_belongs(asked),
        sections=[*numbered([*there(parts), *end(asked, parts)])],
        summary=summary(asked),
    )


def by_law(asked: Asked) -> Paper:
    """Lägesbild enligt 4 § lagen (2023:196): its three headings, and what is decided after them."""
    survey = [
        (crimes.problems, published.numbers, crimes.places, weeks.development, weeks.times),
        (residents.surveys, residents.dialogues, crimes.others),
    ]
    extent, information = ([part(asked) for part in parts] for parts in survey)
    consequences = Text(
        "Hur människor påverkas står under Trygghet. Kostnader finns inte i versionen."
        if information[0].blocks
        else "Versionen har inga uppgifter om hur människor påverkas, och inte om kostnader.",
        lead="Konsekvenser:",
    )
    sections = numbered(
        [
            Part("Kartläggning: omfattning och konsekvenser", [*_flat(extent), *_flat(information[:1]), consequences]),
            Part("Annan information av betydelse", [*_flat([*information[1:], said.noted(asked), said.followed_up(asked)])]),
            Part("Analys", [*_findings(asked), *said.assessments(asked).blocks]),
            Part("Åtgärder att ta ställning till", [*said.actions(asked).blocks]),
            *end(asked, [*extent, *information]),
        ]
    )  # fmt: skip
    return paper(
        asked,
        kind="lagesbild4",
        title="Lägesbild över brottsligheten",
        belongs="Lägesbild enligt 4 § lagen (2023:196)",
        sections=list(sections),
        summary=summary(asked),
    )


def action_plan(asked: Asked) -> Paper:
    """Åtgärdsplan: problem by problem, what was judged and who does what until when."""
    parts = [
        Part("Problem som planen gäller", [*said.assessments(asked).blocks]),
        said.actions(asked),
        said.followed_up(asked),
        Part("Att ta ställning till", [said.listed(said.agenda(asked), nothing="Inget är öppet.")]),
        Part("Uppföljning", [Text(_follow_up(asked))]),
    ]
    return paper(
        asked,
        kind="atgardsplan",
        title="Åtgärdsplan",
        belongs="Åtgärdsplan",
        sections=[*numbered([*parts, *end(asked, [], is_short=True)])],
    )


def paper(
    asked: Asked,
    *,
    kind: str,
    title: str,
    belongs: str,
    sections: list[Section],
    summary: Iterable[str] = (),
    is_slides: bool = False,
    when: str = "",
) -> Paper:
    """With what every page has to carry: period, area, edition, class and preliminary marks. `when`
    is said instead of the weeks, and of all else that is for those who know what a version is."""
    meeting, edition = asked.said["meeting"], asked.said["edition"]
    preliminary = "preliminära uppgifter" if asked.is_preliminary else ""
    facts = [
        ("Område", asked.area),
        ("Period", asked.weeks),
        ("Möte", f"{meeting['number']}, {words.day(meeting['held_on'])}"),
        ("Underlag", f"{edition['number']}, uppgifter till och med {words.on(edition['data_stop']) or '–'}"),
        ("Urval", _filter(asked)),
        ("Märkning", preliminary or "inga preliminära uppgifter är angivna"),
        ("Visas för", words.CLASSES[asked.audience].removeprefix("Visas för: ")),
    ]  # fmt: skip
    if residents_ := asked.table("residents"):
        told = residents_[0]
        facts.insert(1, ("Invånare", f"{swedish.number(told['count'])} ({told['year']})"))
    sources = swedish.listed(list(dict.fromkeys(r["publisher"] for r in asked.table("sources")))[:1])  # fmt: skip
    source = f"Källa: {sources} m.fl. " if sources else ""
    return Paper(
        kind=kind,
        title=title,
        subtitle=f"{asked.area}, {when}" if when else " · ".join(filter(None, [asked.area, asked.weeks, preliminary])),
        belongs=belongs if when else f"{belongs} · {asked.area} · {asked.weeks}",
        klass=words.CLASSES[asked.audience],
        is_example=asked.said["is_example"],
        facts=() if when else tuple(facts),
        sections=tuple(sections),
        foot=f"{source}{asked.version} · underlag {edition['number']}{', ' + preliminary if preliminary else ''} · kontrollsumma {asked.checksum[:8]}…{asked.checksum[-4:]}",
        at=asked.record["fixed_at"],
        version=asked.version,
        checksum=asked.checksum,
        kommuner=crimes.kommuner(asked),
        summary=tuple(summary),
        data=data(asked),
        is_slides=is_slides,
    )  # fmt: skip


def summary(asked: Asked) -> list[str]:
    """Three to seven findings in words."""
    over = crimes.over(asked)[:3]
    found = over or (
        ["Ingen problemtyp ligger över det väntade."] if asked.table("by_type") else []
    )
    for subject in asked.said["subjects"]:
        levels = [f"{a['organisation']} {words.LEVELS[a['level']]}" for a in subject["assessments"]]
        joint = swedish.within(words.joint(subject["joint"]))
        told = joint if not levels or "agreed" in str(subject["joint"]) else f"{swedish.listed(levels)}; {joint}"  # fmt: skip
        found.append(f"{words.subject(subject)}: {told}.")
    count = sum(a["kind"] == "action" for a in asked.said["actions"])
    if count:
        found.append(f"{swedish.capitalised(words.counted(count, 'åtgärd', 'åtgärder'))} beslutades.")  # fmt: skip
    return found[:7]


def numbered(parts: Iterable[Part]) -> Iterable[Section]:
    """1 Anmälda brott, 2 …"""
    for number, part in enumerate(parts, 1):
        yield Section(f"{number} {part.title}", tuple(part.blocks))


def _numbers(asked: Asked) -> list[Part]:
    found = [
        crimes.problems, published.numbers, crimes.places, weeks.development, weeks.times,
        residents.surveys, residents.dialogues, crimes.others,
    ]  # fmt: skip
    return [part(asked) for part in found]


def there(parts: Iterable[Part]) -> list[Part]:
    """Those that the version has anything of."""
    return [part for part in parts if part.blocks]


def _flat(parts: Iterable[Part]) -> list[Block]:
    found: list[Block] = []
    for part in there(parts):
        found += [Subheading(part.title), *part.blocks]
    return found


def _findings(asked: Asked) -> list[Block]:
    told = crimes.over(asked)
    return [said.listed(told, nothing="Ingen problemtyp ligger över det väntade.")] if asked.table("by_type") else []  # fmt: skip


def end(asked: Asked, parts: list[Part], *, is_short: bool = False) -> list[Part]:
    """How it was made, where from, by whom it was fixed."""
    missing = [p.missing for p in parts if not p.blocks and p.missing]
    fixed = said.approved(asked)
    blocks = [*fixed.blocks, *said.omitted(asked), *about.checksum(asked)]
    method = [] if is_short else [about.method(asked, missing=missing), about.sources(asked)]
    return [*there(method), Part(fixed.title, blocks)]


def _belongs(asked: Asked) -> str:
    if asked.pledge is None:
        return "Bilaga"
    return f"Bilaga till {swedish.within(str(asked.pledge['document']['name']))}"


def _filter(asked: Asked) -> str:
    return "alla problemtyper" if "typ=" not in asked.said["state"] else "valda problemtyper"


def _follow_up(asked: Asked) -> str:
    until = sorted(a["until"] for a in asked.said["actions"] if a["until"])
    said_on = f" Den första ska vara klar {words.on(until[0])}." if until else ""
    return f"Åtgärderna följs upp på varje möte, och läget fastställs i nästa version.{said_on}"
