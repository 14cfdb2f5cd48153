"""What is said of a meeting, in the same words on every screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components.tables import verdict
from dashboard.components.wording import range_words
from dashboard.journal.assessing import CERTAINTIES, LEVEL_MARKS, LEVELS, TRENDS
from dashboard.journal.tables import Meeting

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
LEVEL_CLASSES = {0: "level-0", 1: "level-1", 2: "level-2", 3: "level-3"}
WEEKS_IN_WORDS = {1: "en vecka", 4: "fyra veckor"}


def name_of(meeting: Meeting, area: str) -> str:
    """EST-möte v. 47 · Värnamo"""
    return f"EST-möte {swedish.week(swedish.monday(meeting.held_on))} · {area}"


def day_of(value: date) -> str:
    """torsdag 26 november-ish: torsdag 26 nov"""
    return f"{WEEKDAYS[value.weekday()]} {swedish.day(value, year=False)}"


def level(value: int, *, large: bool = False) -> html.Span:
    """Shape, word and colour together."""
    return html.Span(
        [html.Span(LEVEL_MARKS[value], className="mark", **{"aria-hidden": "true"}), LEVELS[value]],
        className=f"level {LEVEL_CLASSES[value]}" + (" large-level" if large else ""),
    )


def leaning(trend: str | None, certainty: str | None) -> str:
    """Ökande ↗ · säker"""
    said = [TRENDS[trend]] if trend else []
    said += [CERTAINTIES[certainty]] if certainty else []
    return swedish.capitalised(" · ".join(said))


def evidence(found: dict[str, Any] | None) -> str:
    """21 anmälda brott på fyra veckor, väntat 7–15. Mest nätter mot tis, ons, tors."""
    if found is None:
        return "Ingen källa berättar om det här. Det går inte att säga något ur siffrorna."
    weeks = WEEKS_IN_WORDS.get(found["weeks"], f"{found['weeks']} veckor")
    last = swedish.week(date.fromisoformat(found["week"]))
    said = f"{swedish.number(found['count'])} {found['counted']} på {weeks} till och med {last}"
    if found["lower"] is None:
        return f"{said}. För få för att säga vad som är väntat."
    said += f", väntat {range_words(found['lower'], found['upper'])}."
    hours = found.get("hours")
    return f"{said} {swedish.capitalised(hours)}." if hours else said


def evidence_word(found: dict[str, Any] | None) -> Any:
    return verdict(found["word"]) if found and found["word"] else ""


def others(found: dict[str, Any] | None) -> str:
    """felanmälningar: 3 (väntat 0–4) · väktarrapporter: 5"""
    return " · ".join(
        f"{swedish.within(other['title'])}: {swedish.number(other['count'])}"
        + (
            ""
            if other["lower"] is None
            else f" (väntat {range_words(other['lower'], other['upper'])})"
        )
        for other in (found or {}).get("others", [])
    )
