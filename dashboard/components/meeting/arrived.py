"""Vad har kommit in? What there is to go by, who has reported, and who is in the room."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked, Deed
from dashboard.components.meeting import words
from dashboard.components.meeting.room import Room
from dashboard.journal import acting, meetings
from dashboard.journal.meetings import ROOMS
from dashboard.queries import about, reporting


def screen(room: Room) -> list[Any]:
    return [
        html.H1("Vad har kommit in?"),
        html.Div(
            [
                cards.card("Källor", *_sources(room)),
                html.Div([_present(room), _told(room)], className="stack"),
            ],
            className="halves",
        ),
    ]


def _sources(room: Room) -> list[Any]:
    arrivals = about.arrivals(room.edition, today=room.today)
    arrivals = [a for a in arrivals if a["covers_to"] and a["rhythm_days"]]
    rows = [
        (
            a["title"],
            swedish.day(a["covers_to"].date(), year=False),
            html.Span(
                ["△ sen" if a["is_late"] else "✓ i tid"],
                className="verdict look" if a["is_late"] else "verdict normal",
            ),
        )
        for a in arrivals
    ]
    said: list[Any] = [tables.plain(("Källa", "Till och med", ""), rows, caption="Källor")]
    heard = None if room.is_open else reporting.heard(room.edition, week=room.meeting.last_week)
    if heard is not None:
        came, due = heard
        said.append(
            html.P(
                f"{swedish.capitalised(swedish.in_words(came)) if came else 'Ingen'} av "
                f"{swedish.in_words(due)} verksamheter har rapporterat "
                f"{swedish.week(room.meeting.last_week)}. Tystnad är inte lugn.",
                className="large-said",
            )
        )
    return said


def _present(room: Room) -> html.Section:
    """Organisations and roles, filled in beforehand; what is in the room decides what is shown."""
    present = {o.id: a for o, a in meetings.attendance(room.store, room.meeting.id)}
    rows = []
    for organisation in room.organisations:
        attendance = present.get(organisation.id)
        if attendance is None and not organisation.is_party and organisation.is_observer:
            continue
        is_here = bool(attendance and attendance.is_present)
        role = attendance.role if attendance else organisation.usual_role
        act: Any = "✓ med" if is_here else "inte med"
        if room.visitor.may("chair") and not room.is_fixed:
            do = "leave" if is_here else "enter"
            act = room.form.button(
                "✓ Med" if is_here else "Inte med",
                do,
                organisation.id,
                kind="toggle" + (" on" if is_here else ""),
            )
        rows.append((organisation.name, role, act))
    table = tables.plain(("Organisation", "Roll", ""), rows, caption="I rummet")
    chosen: list[Any] = [html.P(["I rummet: ", html.Strong(ROOMS[room.meeting.room])])]
    if room.visitor.may("chair") and not room.is_fixed:
        chosen = [
            html.Div(
                [
                    room.form.button(
                        said,
                        "room",
                        code,
                        kind="toggle" + (" on" if code == room.meeting.room else ""),
                    )
                    for code, said in ROOMS.items()
                ],
                className="answers",
                role="group",
                **{"aria-label": "Vilka är i rummet?"},
            )
        ]
    return cards.card("I rummet", table, *chosen)


def _told(room: Room) -> Any:
    """What the police tell by mouth in a week without a file: beside the numbers, never in them."""
    rows = acting.told(room.store, room.meeting.id)
    if not rows or room.is_open:
        return ""
    return cards.card("Muntligt, räknas inte", told_table(room, rows), note="muntligt")


def told_table(room: Room, rows: list) -> html.Table:
    return tables.plain(
        ("Problem", "Område", "När", "Läge", "Från"),
        [
            (
                room.types.get(o.problem_type, o.problem_type),
                room.areas.get(o.area_code, room.area_name),
                o.day_part or "–",
                words.level(o.level),
                name,
            )
            for o, name in rows
        ],
        caption="Muntlig lägesuppdatering",
    )


def _attend(*, is_present: bool) -> Deed:
    def do(asked: Asked) -> None:
        found = next((o for o in meetings.organisations(asked.store) if o.id == asked.id), None)
        if found is None:
            raise meetings.Refused("Organisationen finns inte längre.")
        known = {o.id: a.role for o, a in meetings.attendance(asked.store, asked.meeting.id)}
        role = known.get(found.id, found.usual_role)
        meetings.attend(asked.store, asked.meeting.id, found.id, role=role, is_present=is_present)

    return Deed("chair", do)


def _room(asked: Asked) -> None:
    if asked.of not in ROOMS:
        raise meetings.Refused("Välj vilka som är i rummet.")
    meetings.start(asked.store, asked.meeting.id, room=asked.of)


DEEDS = {
    "enter": _attend(is_present=True),
    "leave": _attend(is_present=False),
    "room": Deed("chair", _room),
}
