"""What is new: every series of a forum, judged against what it was expected to be.

Each is judged in windows of one and of four weeks, ending in each of the last 52 weeks, so that a
page can tell since when something has stood out without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from etl.judgement import clusters
from etl.judgement.kept import Kept
from etl.judgement.units import ANCHORS, WEEK, Unit, units
from etl.statistics import expected, negative_binomial
from etl.statistics.change import LEAST
from etl.statistics.expected import Expected, Limits

WINDOWS = (4, 1)
SEARCHED = 4  # weeks of the window whose limits and list the clusters share
LISTED = ("kommun", "regso")  # their series share the limits; DeSO and the forum only follow them
TABLES = """
    create or replace table core.series (
        series integer, source varchar, problem_type varchar, level varchar, area_code varchar,
        kommun_code varchar
    );
    create or replace table core.judged (
        series integer, weeks integer, week date, count integer, expected double, variance double,
        lower integer, upper integer, pvalue double, word varchar, has_season boolean
    );
    create or replace table core.examined (
        source varchar, kommun_code varchar, weeks integer, series integer, searches integer,
        false_rows double, look double, clear double, has_season boolean
    );
    create or replace table core.cluster (
        source varchar, problem_type varchar, kommun_code varchar, week date, first_week date,
        area_code varchar, areas varchar[], observed integer, expected double, pvalue double
    );
"""


def judge(db: duckdb.DuckDBPyConnection, *, forum: str, kept: Kept) -> None:
    """Put core.series, core.judged, core.examined and core.cluster: out.incident, judged for its audience.

    `forum` is the area code of the forum. Without one nobody's series share a limit: the tables
    are empty.
    """
    db.execute(TABLES)
    found = list(units(db, forum)) if forum else []
    first = np.cumsum([0, *(len(unit.series) for unit in found)])
    for unit, start in zip(found, first, strict=False):
        _put(db, "series", unit.series.assign(series=start + np.arange(len(unit.series))))
    searched = [clusters.cases(unit) for unit in found]
    places = clusters.areas(db)
    for unit, of in zip(found, searched, strict=True):
        if rows := list(clusters.clusters(unit, of, areas=places, kept=kept)):
            _put(db, "cluster", pd.DataFrame(rows))
    for window in WINDOWS:
        judged = [
            kept.expected(
                unit.reports(window=window),
                window=window,
                weeks=range(unit.latest, unit.latest + ANCHORS),
            )
            for unit in found
        ]
        listed = [
            _Listed.of(unit, weeks[0], searches=of["problem_type"].nunique() * (window == SEARCHED))
            for unit, weeks, of in zip(found, judged, searched, strict=True)
        ]
        limits = _limits(listed)
        for unit, weeks, start, its in zip(found, judged, first, listed, strict=False):
            _put(db, "examined", _examined(unit, its, limits, window=window))
            last = unit.running - unit.latest * WEEK
            _put(db, "judged", _rows(weeks, limits, first=start, window=window, last=last))


def _put(db: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame) -> None:
    db.register("incoming", rows)
    db.execute(f"insert into core.{name} by name from incoming")
    db.unregister("incoming")


@dataclass(frozen=True)
class _Listed:
    """What can put a row into the list of a window that ends in the last whole week: the mean and
    variance (series,) of each series, and how many searches for clusters."""

    mean: np.ndarray
    variance: np.ndarray
    series: int  # those with something to count
    searches: int
    has_season: bool

    @classmethod
    def of(cls, unit: Unit, found: Expected, *, searches: int) -> _Listed:
        keep = unit.series["level"].isin(LISTED).to_numpy() & np.isfinite(found.pvalue)
        mean, variance = found.mean[keep], found.variance[keep]
        series = int(((mean >= 1) | (found.count[keep] >= LEAST)).sum())
        return cls(mean, variance, series, searches, found.has_season)


def _limits(listed: list[_Listed]) -> Limits:
    """Those that they all share."""
    mean = np.concatenate([[], *(of.mean for of in listed)])
    variance = np.concatenate([[], *(of.variance for of in listed)])
    return expected.shared_limits(mean, variance, searches=sum(of.searches for of in listed))


def _examined(unit: Unit, listed: _Listed, limits: Limits, *, window: int) -> pd.DataFrame:
    """One row; none for the forum's own series, which are not listed."""
    row = {
        "source": unit.source,
        "kommun_code": unit.kommun_code,
        "weeks": window,
        "series": listed.series,
        "searches": listed.searches,
        "false_rows": expected.false_rows(
            listed.mean, listed.variance, level=limits.look, searches=listed.searches
        ),
        "look": limits.look,
        "clear": limits.clear,
        "has_season": listed.has_season,
    }
    return pd.DataFrame([row] if unit.kommun_code else [], columns=list(row))


def _rows(
    weeks: list[Expected], limits: Limits, *, first: int, window: int, last: date
) -> pd.DataFrame:
    """One row per series and week that anything can be said of; `last` is the first of `weeks`."""
    count, mean, variance, pvalue = (
        np.stack([getattr(of, name) for of in weeks])
        for name in ("count", "mean", "variance", "pvalue")
    )
    together = Expected(count, mean, variance, pvalue, weeks[0].has_season)
    back, series = np.nonzero(np.isfinite(pvalue))
    mean, variance = mean[back, series], variance[back, series]
    return pd.DataFrame(
        {
            "series": first + series,
            "weeks": window,
            "week": np.datetime64(last) - 7 * back.astype("timedelta64[D]"),
            "count": count[back, series],
            "expected": mean,
            "variance": variance,
            "lower": negative_binomial.least_usual(limits.look, mean, variance),
            "upper": negative_binomial.largest_usual(limits.look, mean, variance),
            "pvalue": pvalue[back, series],
            "word": expected.words(together, limits)[back, series],
            "has_season": np.array([of.has_season for of in weeks])[back],
        }
    )
