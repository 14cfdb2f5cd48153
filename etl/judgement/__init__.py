"""What is new: every series of a forum, judged against what it was expected to be.

Each is judged in windows of one and of four weeks, ending in each of the last 52 weeks, so that a
page can tell since when something has stood out without asking again.
"""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from etl.judgement.kept import Kept
from etl.judgement.units import ANCHORS, Unit, units
from etl.statistics import expected, negative_binomial
from etl.statistics.change import LEAST
from etl.statistics.expected import Expected, Limits

WINDOWS = (4, 1)
LISTED = ("kommun", "regso")  # their series share the limits; DeSO and the forum only follow them
WEEK = timedelta(weeks=1)
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
        source varchar, kommun_code varchar, weeks integer, series integer, false_rows double,
        look double, clear double, has_season boolean
    );
"""


def judge(db: duckdb.DuckDBPyConnection, *, forum: str, kept: Kept) -> None:
    """Put core.series, core.judged and core.examined: out.incident, judged for its audience.

    `forum` is the area code of the forum. Without one nobody's series share a limit: the tables
    are empty.
    """
    db.execute(TABLES)
    found = list(units(db, forum)) if forum else []
    first = np.cumsum([0, *(len(unit.series) for unit in found)])
    for unit, start in zip(found, first, strict=False):
        _put(db, "series", unit.series.assign(series=start + np.arange(len(unit.series))))
    for window in WINDOWS:
        judged = [
            kept.expected(
                unit.reports(window=window),
                window=window,
                weeks=range(unit.latest, unit.latest + ANCHORS),
            )
            for unit in found
        ]
        limits = _limits(found, [weeks[0] for weeks in judged])
        for unit, weeks, start in zip(found, judged, first, strict=False):
            _put(db, "examined", _examined(unit, weeks[0], limits, window=window))
            last = unit.running - unit.latest * WEEK
            _put(db, "judged", _rows(weeks, limits, first=start, window=window, last=last))


def _put(db: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame) -> None:
    db.register("incoming", rows)
    db.execute(f"insert into core.{name} by name from incoming")
    db.unregister("incoming")


def _limits(found: list[Unit], latest: list[Expected]) -> Limits:
    """Those that the listed series share, of the windows that end in the last whole week."""
    listed = [(of, _is_listed(unit)) for unit, of in zip(found, latest, strict=True)]
    mean = np.concatenate([[], *(of.mean[keep] for of, keep in listed)])
    variance = np.concatenate([[], *(of.variance[keep] for of, keep in listed)])
    return expected.shared_limits(mean, variance)


def _is_listed(unit: Unit) -> np.ndarray:
    return unit.series["level"].isin(LISTED).to_numpy()


def _examined(unit: Unit, found: Expected, limits: Limits, *, window: int) -> pd.DataFrame:
    """One row; none for the forum's own series, which are not listed."""
    keep = _is_listed(unit) & np.isfinite(found.pvalue)
    mean, variance = found.mean[keep], found.variance[keep]
    row = {
        "source": unit.source,
        "kommun_code": unit.kommun_code,
        "weeks": window,
        "series": int(((mean >= 1) | (found.count[keep] >= LEAST)).sum()),
        "false_rows": float(expected.by_chance(mean, variance, level=limits.look).sum()),
        "look": limits.look,
        "clear": limits.clear,
        "has_season": found.has_season,
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
