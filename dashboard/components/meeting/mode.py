"""Meeting mode: one question a screen, the next step always in sight, nothing that needs a mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.components.deeds import said_in
from dashboard.components.meeting import arrived, followed, judged, news, settled, weekend, words
from dashboard.components.meeting.room import Room
from dashboard.queries import about

STEPS = {
    "kommit": "Vad har kommit in?",
    "atgarder": "Förra mötets åtgärder",
    "nytt": "Vad är nytt",
    "bedom": "Bedöm",
    "helgen": "Inför helgen",
    "faststall": "Stäm av och fastställ",
}


@dataclass(frozen=True)
class Place:
    """Where in the meeting the screen is: a step, and which of its items (from 1)."""

    step: str = "kommit"
    item: int = 1


def place_in(query: Any) -> Place | None:
    """None when the address asks for no meeting screen."""
    said = said_in(query)
    if said.get("lage") != "mote":
        return None
    step = said.get("steg", "kommit")
    item = said.get("punkt", "1")
    known = item.isdecimal() and len(item) < 4
    return Place(step if step in STEPS else "kommit", max(int(item), 1) if known else 1)


def address(place: Place, number: int) -> str:
    pairs = {"lage": "mote", "mote": number, "steg": place.step}
    if place.item > 1:
        pairs["punkt"] = place.item
    return "/mote?" + urlencode(pairs)


def screen(room: Room, place: Place, *, theme: str) -> html.Div:
    order = _order(room)
    at = order.index(place) if place in order else order.index(Place(place.step))
    place = order[at]
    number = room.meeting.number
    before = address(order[at - 1], number) if at else ""
    after = address(order[at + 1], number) if at + 1 < len(order) else ""
    return html.Div(
        [
            _bar(room, place),
            html.Div(_body(room, place, theme=theme), className="meeting-body", id="meeting-body"),
            html.Footer(
                [
                    dcc.Link("← Tillbaka", href=before, id="meeting-before") if before else html.Span(),
                    html.Span("piltangenter bläddrar · Esc lämnar mötesläget", className="quiet"),
                    dcc.Link(f"Nästa: {_name(room, order[at + 1])} →", href=after, id="meeting-after", className="next")
                    if after
                    else html.Span(),
                ],
                className="meeting-foot",
            ),
        ],
        className="meeting",
    )  # fmt: skip


def _order(room: Room) -> list[Place]:
    found: list[Place] = []
    for step in STEPS:
        many = max(len(room.subjects), 1) if step == "bedom" else 1
        found += [Place(step, n + 1) for n in range(many)]
    return found


def _name(room: Room, place: Place) -> str:
    if place.step == "bedom" and room.subjects:
        return room.title(room.subjects[place.item - 1])
    return STEPS[place.step]


def _bar(room: Room, place: Place) -> html.Header:
    links = [
        dcc.Link(
            f"{n}. {said}",
            href=address(Place(step), room.meeting.number),
            className="door here" if step == place.step else "door",
        )
        for n, (step, said) in enumerate(STEPS.items(), start=1)
    ]
    example = [html.Strong("EXEMPELDATA", className="example")] if about.edition(room.edition)["is_example"] else []  # fmt: skip
    started = room.meeting.started_at
    clock = html.Span(
        id="meeting-clock",
        className="clock",
        **{
            "data-started": started.isoformat() if started else "",
            "data-minutes": str(room.meeting.minutes),
        },
    )
    leave = dcc.Link("Lämna", href=f"/mote?mote={room.meeting.number}", id="meeting-leave")
    return html.Header(
        [
            html.Strong(words.name_of(room.meeting, room.area_name)),
            html.Nav(links, **{"aria-label": "Mötets steg"}),
            html.Div([*example, clock, leave], className="meeting-side"),
        ],
        className="meeting-bar",
    )


def _body(room: Room, place: Place, *, theme: str) -> list[Any]:
    if place.step == "kommit":
        return arrived.screen(room)
    if place.step == "atgarder":
        return followed.screen(room)
    if place.step == "nytt":
        return news.screen(room)
    if place.step == "helgen":
        return weekend.screen(room)
    if place.step == "faststall":
        return settled.screen(room)
    if not room.subjects:
        return [html.H1("Bedöm"), html.P("Inget är valt att bedöma. Lägg till en fråga under Vad är nytt.")]  # fmt: skip
    subject = room.subjects[place.item - 1]
    return judged.screen(room, subject, number=place.item, theme=theme)
