"""Förra mötets åtgärder: done, late or not to be, and why."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.deeds import GONE, Asked, Deed
from dashboard.components.meeting.reader import reads
from dashboard.components.meeting.room import UNSEEN, Room
from dashboard.components.pledges import calendar as pledges
from dashboard.journal import acting
from dashboard.journal.acting import Followed
from dashboard.journal.meetings import Refused
from dashboard.version.words import STATUS_MARKS, STATUSES


def screen(room: Room) -> list[Any]:
    every = acting.followed_up(room.store, room.meeting.id)
    found = [f for f in every if room.sees(f.action.audience)]
    hidden = unseen(room)
    quiet = html.P(f"{swedish.capitalised(hidden)}.", className="quiet") if hidden else ""
    due = "" if room.is_open else pledges.before_the_next(room.store, room.meeting)
    if not found:
        return [
            html.H1("Förra mötets åtgärder"),
            html.P(UNSEEN)
            if every
            else html.P("✓ Inget är öppet sedan tidigare möten.", className="quiet-week"),
            quiet,
            due,
        ]
    said = [f for f in found if f.is_said_here]
    left = len(found) - len(said)
    return [
        html.H1("Förra mötets åtgärder"),
        html.P(
            f"{swedish.capitalised(swedish.in_words(left))} att följa upp."
            if left
            else "Alla är uppföljda.",
            className="lead",
        ),
        *(_row(room, f) for f in found),
        quiet,
        due,
    ]


def unseen(room: Room) -> str:
    rows = acting.followed_up(room.store, room.meeting.id)
    return room.unseen(f.action.audience for f in rows)


def status_words(room: Room, found: Followed) -> str:
    """Why is said in words that were not written for an open room."""
    status = found.status.status if found.status else "open"
    said = f"{STATUS_MARKS[status]} {STATUSES[status]}"
    reason = found.status.reason if found.status and not room.is_open else ""
    return f"{said}: {reason}" if reason else said


def _row(room: Room, found: Followed) -> html.Section:
    action = found.action
    until = f"till {swedish.day(action.until, year=False)}" if action.until else ""
    is_late = bool(action.until and action.until < room.meeting.held_on)
    about = [
        found.organisation,
        action.function,
        action.place,
        action.how_often,
        until,
        action.pledge,
    ]
    body: list[Any] = [
        html.P(" · ".join(filter(None, about)), className="quiet"),
    ]
    if found.status:
        body.append(html.P(status_words(room, found), className="status"))
    if room.visitor.may("chair") and not room.is_fixed:
        buttons = [
            room.form.button(
                f"{STATUS_MARKS[status]} {swedish.capitalised(said)}",
                f"follow-{status}",
                action.id,
                kind="toggle"
                + (
                    " on"
                    if found.is_said_here and found.status and found.status.status == status
                    else ""
                ),
            )
            for status, said in STATUSES.items()
        ]
        reason = room.form.text(
            "Varför, om det inte blir av eller är sent", "reason", "follow", action.id
        )
        body += [
            html.Div(buttons, className="answers"),
            html.Details([html.Summary("Skriv varför"), reason]),
        ]
    note = "tiden har gått ut" if is_late and not found.is_said_here else ""
    return cards.card(room.what(action), *body, note=note, name=f"follow-{action.id}")


def table(room: Room) -> Any:
    """All of it at a glance, for reading through."""
    every = acting.followed_up(room.store, room.meeting.id)
    found = [f for f in every if room.sees(f.action.audience)]
    if not found:
        return html.P(UNSEEN if every else "Inget var öppet sedan tidigare möten.")
    rows = [(room.what(f.action), f.organisation, status_words(room, f)) for f in found]
    return tables.plain(("Åtgärd", "Ansvarig", "Hur det gick"), rows, caption="Tidigare åtgärder")


def _follow(status: str) -> Deed:
    def do(asked: Asked) -> None:
        rows = {f.action.id: f.action for f in acting.followed_up(asked.store, asked.meeting.id)}
        row = rows.get(asked.id)
        if row is None or not reads(asked.store, asked.visitor, row.audience):
            raise Refused(GONE)
        acting.follow_up(
            asked.store, asked.meeting.id, row.id, status=status, reason=asked.text("reason")
        )

    return Deed("chair", do)


DEEDS = {f"follow-{status}": _follow(status) for status in STATUSES}
