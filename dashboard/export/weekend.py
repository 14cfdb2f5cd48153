"""What is said on a Friday, as plain texts: the page, the phone's card and the mail say the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from dashboard import swedish
from dashboard.export.plain import one_line
from dashboard.version import words
from dashboard.version.shown import for_group, left_out, or_hidden

NOTHING = "Inget särskilt inför helgen."
EXAMPLE = "EXEMPELDATA: allt här är påhittat."


@dataclass(frozen=True)
class Row:
    """Where, when, who and what; texts may be empty, but not all of them."""

    where: str
    when: str
    who: str
    what: str


@dataclass(frozen=True)
class Level:
    organisation: str
    level: int
    said: str  # "allvarligt"


@dataclass(frozen=True)
class Subject:
    name: str
    joint: str  # "Vi är eniga"
    levels: tuple[Level, ...]  # the joint one alone where they agree
    evidence: str


@dataclass(frozen=True)
class Weekend:
    title: str
    days: str
    forum: str
    week: int
    klass: str
    example: str
    rows: tuple[Row, ...]
    nothing: str  # said where there is no row
    subjects: tuple[Subject, ...]
    actions: tuple[Row, ...]  # `when` is until when
    notes: tuple[str, ...]  # what happens or is done on those days
    foot: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def weekend(document: dict[str, Any], *, klass: str, number: int | None = None) -> Weekend:
    """Of the document, what those of `klass` may read; `number` is the fixed version's."""
    said, left = for_group(document, klass=klass)
    held = date.fromisoformat(said["meeting"]["held_on"])
    friday = swedish.monday(held) + timedelta(days=4)
    version = f"Fastställd version {number}" if number is not None else "Utkast, inte fastställt"
    foot = (
        f"{version} · möte {said['meeting']['number']}, {swedish.day(held)} · "
        f"underlag {said['edition']['number']}"
    )
    omitted = left_out(left) if klass == "public" else ""
    return Weekend(
        title=f"Inför helgen {swedish.week(swedish.monday(held))}",
        days=swedish.days(friday, friday + timedelta(days=2)),
        forum=one_line(said["forum"]["name"]),
        week=held.isocalendar().week,
        klass=words.CLASSES[klass],
        example=EXAMPLE if said["is_example"] else "",
        rows=tuple(_row(a, a["when"]) for a in said["actions"] if a["kind"] == "weekend"),
        nothing=or_hidden("weekend", left, nothing=NOTHING),
        subjects=tuple(_subject(s) for s in said["subjects"]),
        actions=tuple(
            _row(a, words.on(a["until"])) for a in said["actions"] if a["kind"] == "action"
        ),
        notes=tuple(
            one_line(words.note(note))
            for note in said.get("notes", [])  # older documents have none
            if note["last"] >= friday.isoformat()
        ),
        foot=f"{foot}. {omitted}" if omitted else f"{foot}.",
    )


def _row(said: dict[str, Any], when: str) -> Row:
    who = words.who(said["organisation"], said["function"])
    return Row(*map(one_line, (said["where"], when, who, said["what"])))


def _subject(said: dict[str, Any]) -> Subject:
    joint = said["joint"]
    if joint and joint["outcome"] == "agreed" and joint["level"] is not None:
        levels = [Level("", joint["level"], words.LEVELS[joint["level"]])]
    else:
        levels = [
            Level(one_line(a["organisation"]), a["level"], words.LEVELS[a["level"]])
            for a in said["assessments"]
        ]
    return Subject(
        name=one_line(words.subject(said)),
        joint=words.OUTCOMES[joint["outcome"]] if joint else "",
        levels=tuple(levels),
        evidence=one_line(words.evidence(said["evidence"])) if said["evidence"] else "",
    )
