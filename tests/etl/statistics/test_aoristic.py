"""Hours of the week against R's figures, against one minute at a time, and in SQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.statistics.aoristic import hour_of_week
from etl.workplace import Workplace
from tests.conftest import Published

REFERENCE = Path("../shared/reference/aoristic")
MONDAY = datetime(2024, 1, 1)
Event = tuple[datetime | None, datetime | None]

MOMENTS = st.integers(0, 9 * 86_400).map(lambda s: MONDAY + timedelta(seconds=s))
LENGTHS = st.one_of(
    st.sampled_from([-1, 0, 1, 2, 59, 60, 61, 7 * 1440 - 1, 7 * 1440, 7 * 1440 + 1]),
    st.integers(-200, 12_000),
)
EVENTS = st.lists(
    st.one_of(
        st.tuples(MOMENTS, LENGTHS).map(lambda at: (at[0], at[0] + timedelta(minutes=at[1]))),
        st.tuples(st.one_of(MOMENTS, st.none()), st.one_of(MOMENTS, st.none())),
    ),
    max_size=8,
)


def columns(events: list[Event]) -> tuple[np.ndarray, np.ndarray]:
    moments = np.array(events, dtype="datetime64[s]").reshape(-1, 2)
    return moments[:, 0], moments[:, 1]


def test_the_published_burglaries_of_washington() -> None:
    """R aoristic 1.1.1, which begins the week on Sunday and spreads the unknown evenly."""
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} saknas")
    table = pd.read_csv(
        REFERENCE / "dc_input_and_rowsum.csv", parse_dates=["start", "end"], date_format="ISO8601"
    )
    expected = pd.read_csv(REFERENCE / "expected_dc_hour_of_week_R.csv")["weight"]
    found = hour_of_week(table["start"], table["end"])
    assert found.unknown == 28
    assert found.weights.sum() == pytest.approx(997)
    sunday_first = np.roll(found.weights, 24) + found.unknown / 168
    np.testing.assert_allclose(sunday_first, expected, rtol=0, atol=1e-9)


def slow(events: list[Event]) -> tuple[np.ndarray, float]:
    """One event at a time, one minute at a time."""
    weights, unknown = np.zeros(168), 0
    for start, end in events:
        if start is None:
            unknown += 1
            continue
        start = start.replace(second=0)
        end = start if end is None else end.replace(second=0)
        if end - start >= timedelta(days=7):
            unknown += 1
        elif end - start <= timedelta(minutes=1):
            weights[start.weekday() * 24 + start.hour] += 1
        else:
            minutes = np.arange(start, end, timedelta(minutes=1)).astype(datetime)
            hours = [minute.weekday() * 24 + minute.hour for minute in minutes]
            weights += np.bincount(hours, minlength=168) / len(minutes)
    return weights, unknown


@given(EVENTS)
def test_against_one_minute_at_a_time(events: list[Event]) -> None:
    found, (weights, unknown) = hour_of_week(*columns(events)), slow(events)
    np.testing.assert_allclose(found.weights, weights, rtol=0, atol=1e-9)
    assert found.unknown == unknown
    assert found.weights.sum() + found.unknown == pytest.approx(len(events))
    assert (found.weights >= 0).all()


def test_the_published_macro_gives_the_same(workplace: Workplace, published: Published) -> None:
    db = published(workplace, audience="shared")

    @settings(max_examples=40, deadline=None)
    @given(EVENTS)
    def same(events: list[Event]) -> None:
        rows = db.execute(
            """
            with shown as (
                select
                    unnest($started::timestamp[]) as started,
                    unnest($ended::timestamp[]) as ended,
            )
            select * from out.hour_of_week('shown')
            """,
            {"started": [start for start, _ in events], "ended": [end for _, end in events]},
        ).fetchall()
        found = hour_of_week(*columns(events))
        assert [hour for hour, _ in rows] == [*range(168), None]
        np.testing.assert_allclose(
            [weight for _, weight in rows], [*found.weights, found.unknown], rtol=0, atol=1e-9
        )

    same()


def test_from_friday_evening_to_monday_morning() -> None:
    friday, monday = np.datetime64("2024-01-05T17:00"), np.datetime64("2024-01-08T07:00")
    found = hour_of_week([friday], [monday])
    assert found.weights[4 * 24 + 17] == pytest.approx(1 / 62)
    assert found.weights[:7] == pytest.approx([1 / 62] * 7)  # the Monday after is the first hours
    assert found.weights[7 : 4 * 24 + 17].sum() == pytest.approx(0)
