"""To call a meeting: the day, what it is about, and what the list proposes to assess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dash import html

from dashboard import setting_up, swedish
from dashboard.components import cards
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.meeting import news, words
from dashboard.database import Edition, Editions
from dashboard.journal import meetings
from dashboard.journal.tables import Meeting
from dashboard.queries import about
from dashboard.queries.overview import overview
from dashboard.state import State
from dashboard.store import Store

DAYS_AHEAD = 140  # a forum that meets once a tertial calls in time
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag")
WEEKS_BETWEEN = {"vecka": 1, "varannan vecka": 2, "månad": 4, "tertial": 17}
PERIOD_OF = {"4 veckor": "4v", "1 vecka": "1v", "tertial": "tertial"}  # as the settings have them
PERIODS = {"4v": "de senaste fyra veckorna", "1v": "den senaste veckan", "tertial": "tertialet"}


def usually() -> dict[str, str]:
    """How the forum meets, as it is set; {} where nobody can have set it."""
    found = setting_up.settings()
    return found.meeting() if found else {}


def upcoming(usual: Mapping[str, str], *, last: date | None, today: date) -> date | None:
    """The forum's day in the week that its rhythm leads to from the `last` meeting, or the first one
    ahead; None where no rhythm is set."""
    weeks = WEEKS_BETWEEN.get(usual.get("rytm", ""))
    if weeks is None:
        return None
    weekday = timedelta(days=WEEKDAYS.index(usual["dag"]))
    first = swedish.monday(today) + weekday
    first += timedelta(weeks=first < today)
    due = swedish.monday(last) + timedelta(weeks=weeks) + weekday if last else first
    return max(first, due)


def card(
    form: Form, edition: Edition, *, today: date, area: str = "", last: date | None = None
) -> html.Section:
    """The samordnare calls, as often as the forum meets; `last` is when it last did."""
    kommuner = about.kommuner(edition)
    names = dict(zip(kommuner["area_code"], kommuner["name"], strict=True))
    places = {"alla": about.edition(edition)["forum"]} | names
    ahead = (today + timedelta(days=n) for n in range(DAYS_AHEAD))
    days = {day.isoformat(): words.day_of(day) for day in ahead if day.weekday() < 5}
    usual = usually()
    day = upcoming(usual, last=last, today=today)
    return cards.card(
        "Kalla till möte",
        html.Div(
            [
                form.choice("Dag", "day", "call", days, value=day),
                form.text("Tid", "at", "call", value=usual.get("tid", ""), placeholder="09.00"),
                form.choice("Område", "area", "call", places, value=area or next(iter(places))),
                form.choice(
                    "Handlar om",
                    "period",
                    "call",
                    PERIODS,
                    value=PERIOD_OF.get(usual.get("handlar_om", ""), "4v"),
                ),
                form.text("Plats", "place", "call", value=usual.get("plats", "")),
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
