"""How complete a recent week is, against counting it out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from etl import edition

DAY = timedelta(days=1)
STOP = date(2026, 11, 19)  # a Thursday: the running week is half over
SQL = (edition.TABLES / "out/completeness.sql").read_text(encoding="utf-8")


def incidents(seed: int) -> pd.DataFrame:
    """Three years of weeks, reported after 0 to 500 days; one type is common and one is rare."""
    rng = np.random.default_rng(seed)
    n = 4_000
    occurred = STOP - rng.integers(0, 3 * 365, n) * DAY
    delay = np.floor(rng.exponential(1.0, n) ** 3 * 12).clip(0, 500).astype(int)
    registered = occurred + delay * DAY
    weekday = np.array([day.weekday() for day in occurred])
    frame = pd.DataFrame({
        "source": "police",
        "problem_type": np.where(rng.random(n) < 0.93, "stold", "ran"),
        "week": occurred - weekday * DAY,
        "registered_on": registered,
        "is_long_interval": rng.random(n) < 0.05,
        "count": rng.integers(1, 3, n),
    })  # fmt: skip
    frame.loc[len(frame)] = ["police", "stold", STOP - 3 * DAY, STOP, False, 1]
    return frame[frame["registered_on"] <= STOP]


def slowly(rows: pd.DataFrame, *, kind: str | None, week: date) -> tuple[float, list[float], int]:
    """The pooled share, each learnt week's own share where it has enough, and the basis."""
    age = STOP - (week + 6 * DAY)
    rows = rows[~rows["is_long_interval"]]
    if kind:
        rows = rows[rows["problem_type"] == kind]
    reported = final = 0
    shares = []
    for learnt, group in rows.groupby("week"):
        if not STOP - 3 * 365 * DAY <= learnt <= STOP - 371 * DAY:
            continue
        sunday = learnt + 6 * DAY
        whole = group[group["registered_on"] <= sunday + 365 * DAY]
        known = whole[whole["registered_on"] <= sunday + age]
        reported += known["count"].sum()
        final += whole["count"].sum()
        if whole["count"].sum() >= 10:
            shares.append(known["count"].sum() / whole["count"].sum())
    return reported / final, shares, final


@pytest.mark.parametrize("seed", range(3))
def test_a_week_is_as_complete_as_such_weeks_were(seed: int) -> None:
    rows = incidents(seed)
    with duckdb.connect() as db:
        db.execute("attach ':memory:' as out")
        db.execute("create table out.incident as select * from rows")
        db.execute("alter table out.incident alter week type date")
        db.execute("alter table out.incident alter registered_on type date")
        db.execute("create table out.source as select 'police' as source, true as has_delay")
        db.execute(SQL)
        found = db.execute("select * from out.completeness order by week desc").df()
    assert found["week"].max().date() == date(2026, 11, 16)
    for kind in (None, "stold", "ran"):
        mine = found[found["problem_type"] == kind] if kind else found[found["problem_type"].isna()]
        assert len(mine) == 53
        for row in mine.iloc[[0, 1, 2, 5, 20, 52]].itertuples():
            share, shares, basis = slowly(rows, kind=kind, week=row.week.date())
            assert row.reported_share == pytest.approx(share)
            assert row.basis == basis
            if len(shares) < 20:
                assert np.isnan(row.lower) and np.isnan(row.upper)
            else:
                assert [row.lower, row.upper] == pytest.approx(np.quantile(shares, [0.05, 0.95]))
    assert found.loc[found["problem_type"] == "ran", "lower"].isna().all()  # nobody can tell
