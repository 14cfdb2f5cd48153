"""What falls due: of one löfte in the time to come, and of all that hold before the next meeting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.pledges.holding import Holding
from dashboard.journal import meetings, pledge_log, pledges
from dashboard.journal.tables import Meeting
from dashboard.pledge import words
from dashboard.pledge.calendar import KINDS, due
from dashboard.store import Store

AHEAD = timedelta(days=92)
LEAST, MOST = timedelta(days=7), timedelta(days=61)  # between meetings, as far as can be told


def card(of: Holding) -> html.Section:
    last = of.today + AHEAD
    done = pledge_log.counting(of.store, of.number)
    found = due(of.document, first=of.today, last=last, done=done)
    items = [html.Li(_told(one)) for one in _first_of_each(found)]
    body = html.Ul(items, className="due") if items else html.P("Inget förfaller de närmaste tre månaderna.", className="quiet")  # fmt: skip
    return cards.card(
        "Kalender", body, note="det första av varje, tre månader fram", name="due-card"
    )


def before_the_next(store: Store, meeting: Meeting) -> html.Section | str:
    """For the meeting: what falls due, or has since the one before, of the löften that hold."""
    first, last = span(store, meeting)
    rows = []
    for held in pledges.every(store):
        if held.document["is_void"] or not _is_about(held.document, meeting):
            continue
        done = pledge_log.counting(store, held.number)
        found = due(held.document, first=first, last=last, done=done)
        rows += [(one, held) for one in _first_of_each(found)]
    if not rows:
        return ""
    rows.sort(key=lambda row: row[0]["on"])
    items = [
        html.Li([*_told(one), dcc.Link(held.document["name"], href=f"/loften/{held.number}", className="under")])
        for one, held in rows
    ]  # fmt: skip
    return cards.card(
        "Löften som förfaller före nästa möte",
        html.Ul(items, className="due"),
        note=f"{swedish.day(first, year=False)}–{swedish.day(last, year=False)}",
        name="pledges-due",
    )


def span(store: Store, meeting: Meeting) -> tuple[date, date]:
    """From the day after the meeting before until the next, should it come after as many days."""
    earlier = meetings.numbered(store, meeting.number - 1)
    gap = meeting.held_on - earlier.held_on if earlier else MOST / 2
    gap = min(max(gap, LEAST), MOST)
    return meeting.held_on - gap + timedelta(days=1), meeting.held_on + gap


def _is_about(document: dict[str, Any], meeting: Meeting) -> bool:
    return not meeting.area_code or meeting.area_code in {code[:4] for code in document["areas"]}


def _first_of_each(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of an activity that falls due again and again, the first time."""
    seen: set[str] = set()
    kept = []
    for one in found:
        if one["activity"] is None or one["activity"] not in seen:
            kept.append(one)
            seen.add(one["activity"] or "")
    return kept


def _told(one: dict[str, Any]) -> list[Any]:
    return [
        html.Strong(words.day(one["on"])),
        html.Span(f"{KINDS[one['kind']]}{': ' if one['what'] else ''}{one['what']}"),
    ]
