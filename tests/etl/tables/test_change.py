"""Revisions against a slow comparison of two heaps of rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl import edition

FIRST = date(2024, 9, 2)  # a Monday
STOP = FIRST + timedelta(days=6)
TYPES = {"1201": "skadegorelse", "5011": "narkotika"}


class Row(NamedTuple):
    deso: str | None
    code: str
    start: date | None
    end: date | None
    registered: date
    count: int
    number: str | None

    @property
    def occurred(self) -> date:
        return self.end or self.start or self.registered

    @property
    def content(self) -> tuple[Any, ...]:
        return self[:5]

    @property
    def key(self) -> Any:
        return self.number or self.content


DAY = st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n))
ROW = st.builds(
    Row, st.sampled_from([None, "0683A0010"]), st.sampled_from(list(TYPES)), DAY | st.none(),
    DAY | st.none(), DAY, st.integers(1, 3), st.none(),
)  # fmt: skip


LIVE = {
    "source": ["police"], "audience": ["shared"], "kommun_code": ["0683"],
    "live_from": [pd.Timestamp(FIRST)], "live_to": [pd.Timestamp(FIRST) + pd.Timedelta(days=30)],
}  # fmt: skip
SQL = (edition.TABLES / "core/change.sql").read_text(encoding="utf-8")


@cache
def database() -> duckdb.DuckDBPyConnection:
    """Two batches, of which the second has taken the first one's place."""
    db = edition.connect()
    edition.run_layer(db, "raw")
    for name, table in {
        "live_before": {"batch": [1], **LIVE},
        "live": {"batch": [2], **LIVE},
        "batch": {"batch": [1, 2], "period_to": pd.to_datetime([STOP, STOP])},
        "edition": {"number": [2]},
        "category": {
            "source": "police",
            "category": list(TYPES),
            "problem_type": list(TYPES.values()),
        },
    }.items():
        db.register("incoming", pd.DataFrame(table))
        db.execute(f"create table core.{name} as from incoming")
    return db


def changes(before: list[Row], now: list[Row]) -> Counter[tuple[Any, ...]]:
    """What core.change says."""
    db = database()
    db.execute("truncate raw.incident; drop table if exists core.change")
    rows = [(batch, "0683", *row) for batch, heap in ((1, before), (2, now)) for row in heap]
    if rows:
        names = "batch, kommun_code, area_code, category, occurred_from, occurred_to, registered_on, count, incident_id"  # fmt: skip
        marks = ", ".join([f"({', '.join('?' * 9)})"] * len(rows))
        db.execute(
            f"insert into raw.incident ({names}) values {marks}", [v for r in rows for v in r]
        )
    db.execute(SQL)
    return Counter(
        db.execute(
            "select kind, problem_type, week, registered_on, count from core.change"
        ).fetchall()
    )


def slowly(before: list[Row], now: list[Row]) -> Counter[tuple[Any, ...]]:
    said: Counter[tuple[Any, ...]] = Counter()
    for key in {row.key for row in [*before, *now]}:
        was, is_ = ([row for row in heap if row.key == key] for heap in (before, now))
        difference = sum(row.count for row in is_) - sum(row.count for row in was)
        if not difference and {r.content for r in was} == {r.content for r in is_}:
            continue
        row = (is_ or was)[0]
        if not is_:
            kind = "removed"
        elif was and TYPES[was[0].code] != TYPES[row.code]:
            kind = "reclassified"
        elif was or row.registered <= STOP:
            kind = "corrected"
        else:
            kind = "late" if row.occurred <= STOP else "new"
        week = row.occurred - timedelta(days=row.occurred.weekday())
        said[kind, TYPES[row.code], week, row.registered, difference] += 1
    return said


@settings(max_examples=50)
@given(st.lists(ROW, max_size=8), st.lists(ROW, max_size=8))
@example(  # an unknown start is not an unknown end
    before=[Row(None, "1201", FIRST, None, FIRST, 1, None)],
    now=[Row(None, "1201", None, FIRST, FIRST, 1, None)],
)
def test_rows_without_an_id_are_compared_as_heaps(before: list[Row], now: list[Row]) -> None:
    assert changes(before, now) == slowly(before, now)


@settings(max_examples=50)
@given(st.lists(ROW, max_size=6), st.data())
def test_rows_with_an_id_are_followed(before: list[Row], data: st.DataObject) -> None:
    before = [row._replace(number=str(i)) for i, row in enumerate(before)]
    now = []
    for row in before:
        fate = data.draw(st.sampled_from(["same", "gone", "other"]))
        if fate != "gone":
            now.append(row if fate == "same" else data.draw(ROW)._replace(number=row.number))
    now += [
        row._replace(number=f"n{i}") for i, row in enumerate(data.draw(st.lists(ROW, max_size=3)))
    ]
    assert changes(before, now) == slowly(before, now)


@settings(max_examples=50)
@given(st.lists(ROW, max_size=8), st.randoms())
def test_the_order_of_rows_says_nothing(rows: list[Row], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    assert not changes(rows, shuffled)


OLD, LATER = FIRST + timedelta(days=1), STOP + timedelta(days=2)


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        ([], [(OLD, OLD, 1)], {"corrected": 1}),  # was to have been there before
        ([], [(OLD, LATER, 1)], {"late": 1}),
        ([], [(LATER, LATER, 1)], {"new": 1}),
        ([(OLD, OLD, 1)], [], {"removed": -1}),
        ([(OLD, OLD, 1)], [(OLD, OLD, 3)], {"corrected": 2}),
        ([(OLD, OLD, 1), (OLD, OLD, 1)], [(OLD, OLD, 2)], {}),
    ],
)
def test_each_kind(before: list[Any], now: list[Any], kinds: dict[str, int]) -> None:
    def heap(rows: list[Any]) -> list[Row]:
        return [Row(None, "1201", day, day, registered, n, None) for day, registered, n in rows]

    found = changes(heap(before), heap(now))
    assert {kind: count for kind, *_, count in found} == kinds
