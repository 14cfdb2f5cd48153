"""Areas with many events as published, against one week at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from etl import busy_areas, edition
from geodata import hotspots
from geodata.areas import DESO, REGSO
from geodata.neighbours import touching

WEEK = timedelta(weeks=1)
LAST = date(2026, 11, 9)  # the week of the data stop is not whole
WEEKS = 90
CODES = [f"d{n:02d}" for n in range(25)]
SQL = (edition.TABLES / "judged/busy_area.sql").read_text(encoding="utf-8")
KINDS = {"stold": 60, "skada": 30, "ran": 1}  # events a four weeks


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    """Five by five DeSO, and five RegSO, which are too few."""
    squares = [shapely.box(n % 5, n // 5, n % 5 + 1, n // 5 + 1) for n in range(25)]
    rows = [shapely.box(0, y, 5, y + 1) for y in range(5)]
    levels = [DESO] * 25 + [REGSO] * 5
    codes = [*CODES, *(f"r{y}" for y in range(5))]
    return gpd.GeoDataFrame({"area_code": codes, "level": levels}, geometry=[*squares, *rows], crs=3006)  # fmt: skip


@pytest.fixture(scope="module")
def incidents() -> pd.DataFrame:
    """90 weeks; towards the end more and more in one corner."""
    rng = np.random.default_rng(4)
    rows = []
    for back in range(-1, WEEKS):  # the running week too
        for kind, events in KINDS.items():
            corner = 0.45 if back < 20 or kind == "skada" else 0.0
            for _ in range(rng.poisson(events / 4)):
                x, y = rng.integers(0, 2, 2) if rng.random() < corner else rng.integers(0, 5, 2)
                rows.append((kind, f"r{y}", CODES[5 * y + x], LAST - back * WEEK, 1))
    columns = ["problem_type", "regso_code", "deso_code", "week", "count"]
    return pd.DataFrame(rows, columns=columns).assign(source="police")


@pytest.fixture(scope="module")
def published(areas: gpd.GeoDataFrame, incidents: pd.DataFrame) -> Iterator[pd.DataFrame]:
    with duckdb.connect() as db:
        db.execute("attach ':memory:' as core; attach ':memory:' as out")
        db.execute("create table core.edition as select 'lpo-x' as area_code")
        db.execute("create table out.incident as from incidents")
        db.execute("alter table out.incident alter week type date")
        db.execute("create table out.coverage as select 'police' as source, $1::date as data_stop", [LAST + 10 * timedelta(days=1)])  # fmt: skip
        busy_areas.judge(db, areas=areas)
        db.execute(SQL)
        yield db.execute("from out.busy_area").df()


@pytest.mark.parametrize("kind", [None, "stold", "skada"])
@pytest.mark.parametrize("back", [0, 3, 20, 51])
def test_each_week_is_told_as_it_would_be_alone(
    areas: gpd.GeoDataFrame,
    incidents: pd.DataFrame,
    published: pd.DataFrame,
    kind: str | None,
    back: int,
) -> None:
    week = LAST - back * WEEK
    rows = incidents if kind is None else incidents[incidents["problem_type"] == kind]
    counts = [
        rows[rows["week"].between(last - 3 * WEEK, last)]["deso_code"].value_counts().reindex(CODES, fill_value=0)
        for last in (week - 4 * n * WEEK for n in range(7, -1, -1))
    ]  # fmt: skip
    neighbours = touching(areas.geometry[areas["level"] == DESO])
    labels = hotspots.labels(hotspots.gi_star(np.array(counts), neighbours))
    mine = published["problem_type"].isna() if kind is None else published["problem_type"] == kind
    found = published[mine & (published["week"] == pd.Timestamp(week))].set_index("area_code").loc[CODES]  # fmt: skip
    assert [None if pd.isna(w) else w for w in found["word"]] == labels.word.tolist()
    assert found["times"].tolist() == labels.times.tolist()
    assert (found["periods"] == 8).all()


def test_what_is_planted_is_found_and_what_is_rare_is_not_judged(published: pd.DataFrame) -> None:
    latest = published[published["week"] == published["week"].max()]
    assert latest["week"].iloc[0].date() == LAST
    lasting = latest[(latest["word"] == hotspots.LASTING) & (latest["problem_type"] == "skada")]
    assert {"d00", "d01", "d05", "d06"} <= set(lasting["area_code"])
    assert set(published["problem_type"].dropna()) == {"stold", "skada"}
    assert set(published["level"]) == {DESO}  # five RegSO are too few
    assert published.groupby(published["problem_type"].fillna(""))["week"].nunique().max() == 52


def test_without_a_forum_nothing_is_judged(areas: gpd.GeoDataFrame) -> None:
    with duckdb.connect() as db:
        db.execute("attach ':memory:' as core; attach ':memory:' as out")
        db.execute("create table core.edition as select '' as area_code")
        busy_areas.judge(db, areas=areas)
        db.execute(SQL)
        assert db.execute("from out.busy_area").fetchall() == []
