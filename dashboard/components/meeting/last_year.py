"""Förra året den här veckan: what was the problem then, what was decided, what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards as boxes
from dashboard.components.meeting import reader
from dashboard.components.meeting.room import Room
from dashboard.components.meeting.words import level
from dashboard.journal import archive
from dashboard.version.words import STATUSES

NEAR = timedelta(days=17)


def cards(room: Room) -> list[Any]:
    """Nothing where nothing was fixed about then."""
    then = room.meeting.held_on - timedelta(weeks=52)
    found = None
    for version in reader.versions(room.store):
        said = archive.document(room.store, version)
        held_on = date.fromisoformat(said["meeting"]["held_on"])
        if abs(held_on - then) <= NEAR and (found is None or abs(held_on - then) < found[0]):
            found = (abs(held_on - then), held_on, said)
    if found is None:
        return []
    _, held_on, said = found
    problems = [
        html.Li([f"{s['problem_name']}, {s['area_name']} ", _levels(s)])
        for s in said["subjects"]
        if s["joint"]
    ]
    later = _later(room, held_on)
    decided = [
        html.Li(
            [
                a["what"],
                f" ({a['function'] or a['organisation']})",
                html.Span(later.get(a["id"], ""), className="quiet"),
            ]
        )
        for a in said["actions"]
        if a["kind"] == "action" and room.sees(a["class"])
    ]
    return [
        boxes.card(
            "Förra året den här veckan",
            html.Ul(problems),
            *([html.H3("Beslut då"), html.Ul(decided)] if decided else []),
            note=f"{swedish.week(swedish.monday(held_on), year=True)}",
        )
    ]


def _levels(subject: dict[str, Any]) -> Any:
    joint = subject["joint"]
    if joint["level"] is not None:
        return level(joint["level"])
    each = [
        html.Span([level(a["level"]), f" ({a['organisation']}) "]) for a in subject["assessments"]
    ]
    return html.Span(each)


def _later(room: Room, held_on: date) -> dict[int, str]:
    """What was said of each action afterwards, by its id."""
    found: dict[int, str] = {}
    for version in reader.versions(room.store)[::-1]:
        said = archive.document(room.store, version)
        if date.fromisoformat(said["meeting"]["held_on"]) > held_on:
            found |= {a["id"]: f" – {STATUSES[a['status']]}" for a in said["followed_up"]}
    return found
