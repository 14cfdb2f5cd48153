"""Who has reported, against what the rows say one by one."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.components.wording import series_said
from dashboard.database import Edition
from dashboard.queries import reporting
from dashboard.queries.overview import overview
from dashboard.state import WEEK, State
from dashboard.swedish import monday
from tests.dashboard.conftest import Made

FIRST = date(2026, 8, 31)
NAMES = ("Badet", "Åhuset", "Ängen")
CELLS = st.sampled_from(["expected", "received", "missing", "stranger", "silent"])


def row(name: str, week: date, kind: str) -> dict[str, object]:
    return {
        "organisation": name,
        "week": week,
        "is_expected": kind in {"expected", "received", "missing"},
        "is_received": kind in {"received", "stranger"},
        "is_missing": kind == "missing",
        "reports": 0,
        "incidents": 0,
        "zero_reports": 0,
    }


@settings(max_examples=20)
@given(kinds=st.lists(st.tuples(*[CELLS] * len(NAMES)), min_size=1, max_size=12), after=st.integers(0, 100))  # fmt: skip
def test_the_weeks_that_were_over_and_who_was_due(
    made: Made, kinds: list[tuple[str, ...]], after: int
) -> None:
    taken = date.fromordinal(FIRST.toordinal() + after)
    rows = [
        row(name, FIRST + n * WEEK, kind)
        for n, week in enumerate(kinds)
        for name, kind in zip(NAMES, week, strict=True)
    ]
    batches = [
        {"source": reporting.OBSERVERS[0], "extracted_at": datetime.combine(taken, time(7))},
        {"source": "another", "extracted_at": datetime(2030, 1, 1)},
    ]
    edition = made(reporting=rows, batch=batches)
    over = [n for n in range(len(kinds)) if FIRST + (n + 1) * WEEK <= taken][-8:]
    shown = reporting.latest(edition, weeks=8)
    assert list(zip(shown["organisation"], shown["week"].dt.date, strict=True)) == [
        (name, FIRST + n * WEEK) for name in ("Badet", "Åhuset", "Ängen") for n in over
    ]
    for n, week in enumerate(kinds):
        received = week.count("received")
        due = received + week.count("missing")
        assert reporting.heard(edition, week=FIRST + n * WEEK) == ((received, due) if due else None)
        heard = {
            name for name, kind in zip(NAMES, week, strict=True) if kind in {"expected", "received"}
        }
        assert reporting.heard_from(edition, week=FIRST + n * WEEK) == heard


def test_the_one_that_has_gone_silent_is_missing(edition: Edition) -> None:
    shown = reporting.latest(edition, weeks=8)
    last = shown[shown["week"] == shown["week"].max()]
    assert list(last.loc[last["is_missing"], "organisation"]) == ["Bostadsbolaget i Gislaved"]
    assert shown["week"].nunique() == 8
    heard = reporting.heard(edition, week=last["week"].iloc[0].date())
    assert heard is not None
    assert heard[1] - heard[0] == 1
    assert reporting.heard(edition, week=monday(date(1999, 1, 4))) is None


@pytest.mark.parametrize("place", ["", "0683"])
def test_a_curve_of_observers_says_how_many_had_reported(edition: Edition, place: str) -> None:
    view = overview(edition, State(kalla=reporting.OBSERVERS[0], omrade=place))
    assert view is not None and view.heard is not None
    received, due = view.heard
    where = " i hela forumet" if place else ""
    week = f"v.\u00a0{view.span.last.isocalendar().week}"
    assert series_said(view).endswith(f" {received} av {due} verksamheter{where} har rapporterat för {week}.")  # fmt: skip
    police = overview(edition, State())
    assert police is not None and police.heard is None
    assert "verksamheter" not in series_said(police)
