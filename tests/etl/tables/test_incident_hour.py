"""When on the week, as published, against the statistics and against counting days by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import edition
from etl.statistics.aoristic import hour_of_week
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import incident

SQL = (edition.TABLES / "out/incident_hour.sql").read_text(encoding="utf-8")
DAY = timedelta(days=1)
STOP = date(2026, 11, 19)  # a Thursday: the last whole week begins on the ninth
LAST_WEEK = date(2026, 11, 9)
BLOCK = date(2026, 10, 19)
TYPES = """
    create table core.problem_type as
    from (values ('skada', 'plats', 'week'), ('inbrott', 'deso', 'week'), ('grovt', 'regso', 'week'),
        ('fusk', 'kommun', 'week'), ('vald', 'kommun', 'quarter'))
        as kinds(problem_type, finest_level, finest_period)
"""
COLUMNS = {
    "source": "varchar", "audience": "varchar", "problem_type": "varchar", "kommun_code": "varchar",
    "regso_code": "varchar", "deso_code": "varchar", "week": "date", "occurred_from": "date",
    "occurred_on": "date", "started": "timestamp", "ended": "timestamp", "count": "integer",
}  # fmt: skip
Row = tuple[datetime, datetime | None, int]


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        db.execute("attach ':memory:' as out; attach ':memory:' as core")
        db.execute(TYPES)
        db.execute("set variable visible = ['shared']")
        db.execute(f"create table core.incident ({', '.join(map(' '.join, COLUMNS.items()))})")
        db.execute(
            "create table out.coverage as select 'police' as source, $1 as data_stop", [STOP]
        )
        yield db


def spread(db: duckdb.DuckDBPyConnection, *rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What is published of the rows: block, hour_of_week, weekday, weight."""
    known = {
        "source": "police",
        "audience": "shared",
        "problem_type": "skada",
        "kommun_code": "2080",
    }
    db.execute("delete from core.incident; drop table if exists out.incident_hour")
    for row in rows:
        day = row["occurred_on"]
        full = known | {"week": day - day.weekday() * DAY, "count": 1} | row
        names = ", ".join(full)
        db.execute(f"insert into core.incident ({names}) values ({', '.join('?' * len(full))})", [*full.values()])  # fmt: skip
    db.execute(SQL)
    return db.execute("select block, hour_of_week, weekday, weight from out.incident_hour order by all").fetchall()  # fmt: skip


def timed(started: datetime, ended: datetime | None, count: int = 1) -> dict[str, Any]:
    last = started if ended is None else ended
    return {
        "occurred_from": started.date(), "occurred_on": last.date(), "started": started,
        "ended": ended, "count": count,
    }  # fmt: skip


@st.composite
def intervals(draw: st.DrawFn) -> Row:
    """Of the block's weeks, some without an end, some of no length, some of a week or more."""
    start = datetime(2026, 10, 20) + timedelta(seconds=draw(st.integers(0, 5 * 86_400)))
    length = draw(st.none() | st.sampled_from([0, 1, 2, 60, 10_079, 10_080]) | st.integers(0, 12_000))  # fmt: skip
    return start, None if length is None else start + timedelta(minutes=length), draw(st.integers(1, 9))  # fmt: skip


@given(st.lists(intervals(), min_size=1, max_size=6))
def test_hours_are_those_of_the_statistics(db: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    each = [row for row in rows for _ in range(row[2])]
    starts, ends = (np.array([row[n] for row in each], dtype="datetime64[s]") for n in (0, 1))
    expected = hour_of_week(starts, ends)
    found = spread(db, *(timed(*row) for row in rows))
    weights = np.zeros(168)
    for block, hour, weekday, weight in found:
        assert block == BLOCK
        if hour is None:
            assert (weekday, weight) == (None, expected.unknown)
        else:
            weights[hour] = weight
            assert weekday == hour // 24
    np.testing.assert_allclose(weights, expected.weights, rtol=1e-5, atol=1e-9)
    assert sum(row[3] for row in found) == pytest.approx(len(each), rel=1e-5)


@given(st.dates(date(2026, 10, 19), date(2026, 10, 25)), st.integers(1, 9), st.integers(1, 4))
def test_days_without_a_clock_are_weekdays_and_no_hours(
    db: duckdb.DuckDBPyConnection, first: date, days: int, count: int
) -> None:
    last = first + (days - 1) * DAY
    found = spread(db, {"occurred_from": first, "occurred_on": last, "count": count})
    assert all(row[1] is None for row in found)
    if days > 6:
        assert [row[2:] for row in found] == [(None, count)]
        return
    share = {
        (first + n * DAY).weekday(): pytest.approx(count / days, rel=1e-6) for n in range(days)
    }
    assert {row[2]: row[3] for row in found} == share


@pytest.mark.parametrize(
    "row",
    [
        {"occurred_on": LAST_WEEK},  # nobody knows how long before it can have begun
        {"occurred_on": LAST_WEEK, "ended": datetime(2026, 11, 9, 12)},
    ],
)
def test_what_has_no_first_day_is_unknown(db: duckdb.DuckDBPyConnection, row: dict) -> None:
    assert spread(db, row) == [(BLOCK, None, None, 1)]


def test_a_clock_at_one_end_of_several_days_tells_the_days_only(
    db: duckdb.DuckDBPyConnection,
) -> None:
    row = {"occurred_from": LAST_WEEK, "occurred_on": LAST_WEEK + DAY, "started": datetime(2026, 11, 9, 17)}  # fmt: skip
    assert spread(db, row) == [(BLOCK, None, 0, 0.5), (BLOCK, None, 1, 0.5)]


def test_days_that_end_before_they_begin_are_the_first(db: duckdb.DuckDBPyConnection) -> None:
    row = {"occurred_from": LAST_WEEK + DAY, "occurred_on": LAST_WEEK}
    assert spread(db, row) == [(BLOCK, None, 1, 1)]


def test_thirteen_blocks_of_four_whole_weeks_back_from_the_data_stop(
    db: duckdb.DuckDBPyConnection,
) -> None:
    days = [LAST_WEEK + 7 * DAY, LAST_WEEK + 6 * DAY, BLOCK, BLOCK - DAY, LAST_WEEK - 357 * DAY, LAST_WEEK - 358 * DAY]  # fmt: skip
    found = spread(db, *({"occurred_from": day, "occurred_on": day} for day in days))
    assert sorted(row[0] for row in found for _ in range(int(row[3]))) == [
        LAST_WEEK - 357 * DAY, BLOCK - 28 * DAY, BLOCK, BLOCK,
    ]  # fmt: skip


def test_no_type_is_told_more_finely_than_it_may_be(db: duckdb.DuckDBPyConnection) -> None:
    where = {"regso_code": "r", "deso_code": "d", "occurred_on": LAST_WEEK}
    spread(db, *(where | {"problem_type": kind} for kind in ("skada", "inbrott", "grovt", "fusk", "vald")))  # fmt: skip
    assert db.execute("select problem_type, regso_code, deso_code from out.incident_hour order by all").fetchall() == [
        ("fusk", None, None), ("grovt", "r", None), ("inbrott", "r", "d"), ("skada", "r", "d"),
    ]  # fmt: skip


def test_others_incidents_are_not_spread(db: duckdb.DuckDBPyConnection) -> None:
    assert spread(db, {"occurred_on": LAST_WEEK, "audience": "police"}) == []


def test_the_polices_days_are_weekdays_in_an_edition(place: Place) -> None:
    place.load(incident(start="2024-09-06", end="2024-09-07", count="3"), incident(start="-", end="2024-09-07"))  # fmt: skip
    rows = "select hour_of_week, weekday, weight from out.incident_hour order by all"
    assert place.ask(rows) == [(None, 4, 1.5), (None, 5, 1.5), (None, None, 1)]
