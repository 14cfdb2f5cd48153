"""The metre says what was promised, what is done, and never more than can be known."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.pledge.metre import STATES, headline, metre
from dashboard.pledge.periods import PER
from tests.dashboard.pledge.documents import activity, document

DAY = timedelta(days=1)


def row(on: str, quantity: int = 1, **said: Any) -> dict[str, Any]:
    return {"activity": "a1", "done_on": on, "quantity": quantity} | said


def told(rows: list[dict[str, Any]], *, today: str, **said: Any) -> dict[str, Any]:
    valid = {k: said.pop(k) for k in ("valid_from", "valid_to") if k in said}
    held = document(activities=[activity(**said)], **valid)
    [one] = metre(held, rows, today=date.fromisoformat(today))
    return one


ONE_A_WEEK = {"quantity": 1, "per": "week"}
WHOLE = {"quantity": 2, "per": None}


@pytest.mark.parametrize(
    ("said", "rows", "today", "state", "sentence"),
    [
        ({}, [row("2019-02-01", 2), row("2019-08-01")], "2019-11-20", "on_pace",
         "lovat minst 2 per halvår – gjort 1, 41 dagar kvar"),
        ({}, [row("2019-02-01", 2), row("2019-08-01", 2)], "2019-12-30", "finished",
         "lovat minst 2 per halvår – gjort 2, 1 dag kvar"),
        ({}, [row("2019-02-01", 2)], "2019-02-02", "ahead",
         "lovat minst 2 per halvår – gjort 2, 148 dagar kvar"),
        ({}, [row("2019-08-01", 5)], "2019-11-20", "behind",
         "lovat minst 2 per halvår – gjort 5, 41 dagar kvar. För lite under första halvåret 2019"),
        ({}, [row("2019-06-30", 2)], "2019-06-30", "on_pace",
         "lovat minst 2 per halvår – gjort 2, sista dagen är i dag"),
        (ONE_A_WEEK, [row("2019-01-08"), row("2019-01-29")], "2019-01-31", "behind",
         "lovat minst 1 per vecka – gjort 1, 3 dagar kvar. För lite under v.\u00a03–4 2019"),
        (ONE_A_WEEK, [row("2019-01-08"), row("2019-01-23")], "2019-02-05", "behind",
         "lovat minst 1 per vecka – gjort 0, 5 dagar kvar. För lite under v.\u00a03 2019 och v.\u00a05 2019"),
        (ONE_A_WEEK, [], "2019-01-20", "behind",
         "lovat minst 1 per vecka – gjort 0, sista dagen är i dag. För lite under v.\u00a02 2019"),
        (ONE_A_WEEK, [], "2019-01-29", "not_logged",
         "lovat minst 1 per vecka – gjort 0, 5 dagar kvar. Inget är loggat sedan löftet började gälla 1 jan 2019"),
        (ONE_A_WEEK, [row("2019-01-08")], "2019-02-11", "not_logged",
         "lovat minst 1 per vecka – gjort 0, 6 dagar kvar. Inget är loggat sedan 8 jan 2019"),
        (ONE_A_WEEK, [], "2019-01-02", "on_pace",
         "lovat minst 1 per vecka – gjort 0, 4 dagar kvar (avkortad period, räknas som 0)"),
        (WHOLE, [row("2019-03-01")], "2020-01-08", "behind", "lovat minst 2 – gjort 1, löftets tid är slut"),
        (WHOLE, [row("2019-03-01", 2)], "2020-01-08", "finished", "lovat minst 2 – gjort 2, löftets tid är slut"),
        (WHOLE | {"is_at_least": False}, [row("2020-01-03", 2), row("2019-12-31", 2)], "2020-01-08", "finished",
         "lovat 2 – gjort 2, löftets tid är slut. En rad utanför löftets tid är inte med"),
        ({"quantity": None, "per": None, "effort_weeks": 1}, [], "2019-01-03", "on_pace",
         "lovat minst en veckas insats – gjort 0, 362 dagar kvar"),
        ({"quantity": None, "per": None, "effort_weeks": 2}, [row("2019-05-03", 2)], "2019-12-31", "finished",
         "lovat minst två veckors insats – gjort 2, sista dagen är i dag"),
        ({"condition": "vid behov"}, [row("2019-02-01")], "2019-05-01", "cannot_tell", "gäller vid behov – gjort 1"),
        ({"quantity": None, "per": None}, [row("2019-02-01")], "2019-05-01", "cannot_tell",
         "ingen mängd är lovad – gjort 1"),
        ({}, [], "2018-12-01", "cannot_tell",
         "lovat minst 2 per halvår – gjort 0, löftet börjar gälla 1 jan 2019"),
        ({"valid_from": None}, [], "2019-12-01", "cannot_tell",
         "lovat minst 2 per halvår – gjort 0, löftets första dag är inte sagd"),
        (WHOLE | {"valid_to": None}, [], "2019-12-01", "cannot_tell",
         "lovat minst 2 – gjort 0, löftets sista dag är inte sagd"),
        (WHOLE | {"valid_to": None}, [row("2019-02-02", 2)], "2019-12-01", "finished", "lovat minst 2 – gjort 2"),
        (ONE_A_WEEK | {"valid_to": "9999-12-31"}, [row("2019-01-08")], "2019-01-14", "on_pace",
         "lovat minst 1 per vecka – gjort 0, 6 dagar kvar"),
        ({"quantity": 2, "per": "year", "valid_from": "2019-03-01"}, [row("2019-04-01")], "2019-09-01", "on_pace",
         "lovat minst 2 per år – gjort 1, 121 dagar kvar"),
    ],
)  # fmt: skip
def test_state_and_sentence(
    said: dict[str, Any], rows: list[dict[str, Any]], today: str, state: str, sentence: str
) -> None:
    one = told(rows, today=today, **said)
    assert (one["state"], one["sentence"]) == (state, sentence)


def test_what_is_void_to_come_or_another_activitys_is_not_counted() -> None:
    rows = [
        row("2019-02-01", is_cancelled=True),
        row("2019-02-02", is_cancelled=False),
        row("2019-03-02"),
        row("2019-02-01", activity="a2"),
    ]
    one = told(rows, today="2019-03-01")
    assert (one["done"], one["last_done_on"], one["outside"]) == (1, "2019-02-02", 0)


def test_each_period_is_told() -> None:
    one = told([row("2019-02-01", 3)], today="2019-07-02")
    assert one["earlier"] == [
        {"first": "2019-01-01", "last": "2019-06-30", "name": "första halvåret 2019",
         "needed": 2, "done": 3, "is_cut": False},
    ]  # fmt: skip
    assert one["current"] == {
        "first": "2019-07-01", "last": "2019-12-31", "name": "andra halvåret 2019",
        "needed": 2, "done": 0, "is_cut": False,
    }  # fmt: skip
    assert (one["days_left"], one["missed"]) == (182, [])


def test_weeks_are_iso_weeks_and_cut_ones_ask_for_their_share_rounded_down() -> None:
    one = told([], today="2020-01-01", quantity=7, per="week")
    weeks = {w["name"]: (w["first"], w["needed"]) for w in one["earlier"]}
    assert len(weeks) == 53
    assert weeks["v.\u00a01 2019"] == ("2019-01-01", 6)
    assert weeks["v.\u00a01 2020"] == ("2019-12-30", 2)


def test_headline() -> None:
    states = ["on_pace", "cannot_tell", "behind", "on_pace"]
    assert headline([{"state": s} for s in states]) == "Två i takt, en efter, en kan inte bedömas"
    states = ["finished", "finished", "not_logged", "ahead"]
    assert headline([{"state": s} for s in states]) == "Två klara, en före, en saknar loggning"
    assert headline([]) == "Inga aktiviteter"


# A second implementation, a day at a time.


def name_of(day: date, per: str) -> object:
    return {
        "week": day.isocalendar()[:2],
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month - 1) // 3),
        "half_year": (day.year, day.month > 6),
        "year": day.year,
        "pledge": 0,
    }[per]


def slow_state(
    first: date, last: date, quantity: int, per: str, rows: list[tuple[date, int]], today: date
) -> str:
    if today < first:
        return "cannot_tell"
    valid = [first + n * DAY for n in range((last - first).days + 1)]
    around = [first + n * DAY for n in range(-400, (last - first).days + 400)]
    names = list(dict.fromkeys(name_of(day, per) for day in valid))
    needed, done = {}, {}
    for name in names:
        inside = sum(name_of(day, per) == name for day in valid)
        whole = inside if per == "pledge" or len(names) == 1 else sum(name_of(d, per) == name for d in around)  # fmt: skip
        needed[name] = math.floor(quantity * inside / whole + 1e-9)
        done[name] = sum(n for on, n in rows if on in valid and on <= today and name_of(on, per) == name)  # fmt: skip
    over = [n for n in names if max(d for d in valid if name_of(d, per) == n) < today]
    now = name_of(today, per) if today in valid else None
    missed = [n for n in over if done[n] < needed[n]]
    pace = "on_pace"
    if now is not None:
        days = [d for d in valid if name_of(d, per) == now]
        before = sum(d < today for d in days)
        if done[now] < math.floor(needed[now] * before / len(days) + 1e-9):
            pace = "behind"
        if done[now] > math.ceil(needed[now] * (before + 1) / len(days) - 1e-9):
            pace = "ahead"
    if missed or pace == "behind":
        logged = [on for on, _ in rows if on in valid and on <= today]
        if not logged:
            return "not_logged" if (today - first).days >= 28 else "behind"
        empty = 0
        for name in reversed(over):
            if name == name_of(max(logged), per):
                break
            empty += needed[name] > 0
        return "not_logged" if now != name_of(max(logged), per) and empty >= 4 else "behind"
    if now in (None, names[-1]) and all(done[n] >= needed[n] for n in names):
        return "finished"
    return pace


@st.composite
def years(draw: st.DrawFn) -> dict[str, Any]:
    first = date(2018, 6, 1) + draw(st.integers(0, 500)) * DAY
    length = draw(st.integers(0, 500))
    days = st.integers(-20, length + 20)
    rows = [(first + draw(days) * DAY, draw(st.integers(1, 3))) for _ in range(draw(st.integers(0, 40)))]  # fmt: skip
    return {
        "first": first,
        "last": first + length * DAY,
        "quantity": draw(st.integers(1, 9)),
        "per": draw(st.sampled_from(list(PER))),
        "rows": rows,
        "today": first + draw(st.integers(-5, length + 60)) * DAY,
    }


@given(years())
def test_a_year_goes_as_counted_a_day_at_a_time(year: dict[str, Any]) -> None:
    rows = [row(on.isoformat(), n) for on, n in year["rows"]]
    one = told(
        rows, today=year["today"].isoformat(), quantity=year["quantity"], per=year["per"],
        valid_from=year["first"].isoformat(), valid_to=year["last"].isoformat(),
    )  # fmt: skip
    assert one["state"] == slow_state(**year)
    assert one["state"] in STATES
    periods = one["earlier"] + [one["current"]] * (one["current"] is not None)
    if year["today"] >= year["first"]:
        assert sum(p["done"] for p in periods) == one["done"]
