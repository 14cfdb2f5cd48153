"""To call a meeting: the day, what it is about, and what the list proposes to assess."""

from __future__ import annotations

from datetime import date, timedelta

from dash import html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.deeds import Asked, Deed, Done, Form
from dashboard.components.meeting import news, words
from dashboard.database import Edition, Editions
from dashboard.journal import meetings
from dashboard.journal.tables import Meeting
from dashboard.queries import about
from dashboard.queries.overview import overview
from dashboard.state import State
from dashboard.store import Store

DAYS_AHEAD = 120  # a forum that meets once a tertial calls in time
PERIODS = {"4v": "de senaste fyra veckorna", "1v": "den senaste veckan", "tertial": "tertialet"}


def card(form: Form, edition: Edition, *, today: date, area: str = "") -> html.Section:
    """The samordnare calls, as often as the forum meets."""
    kommuner = about.kommuner(edition)
    names = dict(zip(kommuner["area_code"], kommuner["name"], strict=True))
    places = {"alla": about.edition(edition)["forum"]} | names
    ahead = (today + timedelta(days=n) for n in range(DAYS_AHEAD))
    days = {day.isoformat(): words.day_of(day) for day in ahead if day.weekday() < 5}
    return cards.card(
        "Kalla till möte",
        html.Div(
            [
                form.choice("Dag", "day", "call", days),
                form.text("Tid", "at", "call", placeholder="09.00"),
                form.choice("Område", "area", "call", places, value=area or next(iter(places))),
                form.choice("Handlar om", "period", "call", PERIODS, value="4v"),
                form.text("Plats", "place", "call"),
                form.long("Mer på dagordningen", "agenda", "call"),
                form.button("Kalla, med förslag ur listan", "call", kind="primary"),
            ],
            className="fields",
        ),
        html.P(
            "Listan föreslår vad som ska bedömas, aldrig hur allvarligt det är. Frågor som sköts upp "
            "kommer med av sig själva.",
            className="quiet",
        ),
    )


def called(
    store: Store,
    edition: Edition,
    *,
    held_on: date,
    area_code: str = "",
    period: str = "4v",
    **about_it: str,
) -> Meeting:
    """Call a meeting about the latest whole weeks before it, with what the list proposes."""
    state = State(omrade=area_code, period=period)
    first = last = swedish.monday(held_on) - timedelta(weeks=1)
    if view := overview(edition, state):
        last = min(last, view.span.last)
        view = overview(edition, state.but(vecka=last))
    if view:
        first = view.span.first
    draft = Meeting(area_code=area_code, held_on=held_on, first_week=first, last_week=last)
    return meetings.call(
        store,
        held_on=held_on,
        area_code=area_code,
        picks=news.suggestions(edition, draft),
        first_week=first,
        last_week=last,
        **about_it,
    )


def deeds(opened: Editions) -> dict[str, Deed]:
    def call(asked: Asked) -> Done:
        day = swedish.parse_day(asked.text("day"))
        if day is None:
            raise meetings.Refused("Välj en dag.")
        edition = opened.current("shared")
        area = asked.text("area")
        area = "" if area == "alla" else area
        if area and area not in set(about.kommuner(edition)["area_code"]):
            raise meetings.Refused("Området finns inte i underlaget.")
        period = asked.text("period")
        made = called(
            asked.store,
            edition,
            held_on=day,
            area_code=area,
            period=period if period in PERIODS else "4v",
            at=asked.text("at"),
            place=asked.text("place"),
            agenda=asked.text("agenda"),
        )
        return Done(f"Möte {made.number} är kallat.", go=f"/mote?mote={made.number}")

    return {"call": Deed("coordinate", call)}
