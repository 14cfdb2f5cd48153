"""What is said of a meeting, in the same words on every screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components.tables import verdict
from dashboard.components.wording import range_words
from dashboard.journal.tables import Meeting
from dashboard.version import words as kept
from dashboard.version.words import LEVEL_MARKS, LEVELS, WEEKDAYS

LEVEL_CLASSES = tuple(f"level-{level}" for level in LEVELS)


def name_of(meeting: Meeting, area: str) -> str:
    """EST-möte v. 47 · Värnamo"""
    return f"EST-möte {swedish.week(swedish.monday(meeting.held_on))} · {area}"


def day_of(value: date) -> str:
    """torsdag 26 nov"""
    return f"{WEEKDAYS[value.weekday()]} {swedish.day(value, year=False)}"


def handed_in(at: datetime) -> str:
    """lämnad onsdag"""
    return f"lämnad {WEEKDAYS[at.weekday()]}"


def level(value: int, *, large: bool = False) -> html.Span:
    """Shape, word and colour together."""
    return html.Span(
        [html.Span(LEVEL_MARKS[value], className="mark", **{"aria-hidden": "true"}), LEVELS[value]],
        className=f"level {LEVEL_CLASSES[value]}" + (" large-level" if large else ""),
    )


def joint(outcome: str, at: int | None, said: str = "") -> list[Any]:
    """Vi är eniga: ■ allvarligt. ”Det går upp sedan oktober.”"""
    line: list[Any] = [html.Strong(kept.OUTCOMES[outcome])]
    line += [html.Span([": ", level(at)])] if at is not None else []
    return [*line, f". ”{said}”" if said else "."]


def evidence(found: dict[str, Any] | None) -> str:
    """21 anmälda brott på fyra veckor till och med v. 47, väntat 7–15. Mest nätter mot tis, ons, tors."""
    said = kept.evidence(found and {**found, "word": ""})
    hours = (found or {}).get("hours")
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
