"""What falls due is brought up once, and not when it is done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.pledge.calendar import due
from tests.dashboard.pledge.documents import activity, document

HELD = document(
    activities=[activity(), activity("a2", quantity=1, per="week"), activity("a3", condition="vid behov")],
    follow_ups=[
        {"on": "2019-06-15", "words": "till invånare i juni", "audience": "residents"},
        {"on": "2019-06-20", "words": "arbetsgruppen", "audience": None, "reported_on": "2019-06-20"},
        {"on": None, "words": "till invånare", "audience": "residents"},
    ],
    final_report_on="2020-01-31",
)  # fmt: skip


def fallen(first: str, last: str, done: Any = ()) -> list[tuple[str, str, str]]:
    found = due(HELD, first=date.fromisoformat(first), last=date.fromisoformat(last), done=done)
    return [(one["on"], one["kind"], one["what"]) for one in found]


def test_june() -> None:
    done = [
        {"activity": "a1", "done_on": "2019-03-01", "quantity": 1},
        {"activity": "a2", "done_on": "2019-06-19", "quantity": 1},
    ]
    assert fallen("2019-06-15", "2019-06-30", done) == [
        ("2019-06-15", "follow_up", "till invånare i juni"),
        ("2019-06-16", "period_end", "1 kvar av 1, v.\u00a024 2019: Polisen finns på torget"),
        ("2019-06-30", "period_end", "1 kvar av 2, första halvåret 2019: Polisen finns på torget"),
        ("2019-06-30", "period_end", "1 kvar av 1, v.\u00a026 2019: Polisen finns på torget"),
    ]


def test_the_end() -> None:
    done = [{"activity": "a1", "done_on": "2019-09-01", "quantity": 2}]
    assert fallen("2019-12-30", "2020-03-01", done) == [
        ("2019-12-31", "validity_end", ""),
        ("2020-01-31", "final_report", ""),
    ]


@given(st.integers(0, 400), st.integers(0, 60), st.integers(0, 60))
def test_two_meetings_share_nothing_and_miss_nothing(start: int, one: int, other: int) -> None:
    first = date(2018, 12, 1) + timedelta(days=start)
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=1 + other)
    parts = due(HELD, first=first, last=middle) + due(HELD, first=middle + timedelta(days=1), last=last)  # fmt: skip
    assert parts == due(HELD, first=first, last=last)
