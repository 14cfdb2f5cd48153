"""Where a problem has lately come closer together: each source's problems, kommun by kommun.

What is compared is where, not how many: a circle of places and its last weeks stand beside the same
places the rest of the year and the kommun's other places the same weeks. So weeks whose reports have
not all come in are no calmer than others, as long as they are as late everywhere: the permutations
leave every week's total as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from etl.judgement.kept import Arrays, Kept
from etl.judgement.units import WEEK, Unit
from etl.statistics.change import LEAST
from etl.statistics.expected import LOOSEST
from geodata.scan import Cluster, space_time_permutation

YEAR = 52  # weeks that are looked through: every place has had all seasons
LATE = 4  # weeks at most that a cluster has gone on, as many as are judged together
# Metres from the centre: a town, or a district of a city, that one patrol sees to. The DeSO of the
# countryside lie farther apart, and are looked at one by one.
RADIUS = 3_000
FEWEST = 10  # cases in a year: fewer cannot come near any limit
SEED = 2005  # the same cases give the same answer in every edition
# Most searches find nothing, and a few permutations say so. The last can come under the level for a
# clear one that some hundred series share. A search that stops early is over LOOSEST, or has been
# asked often enough for what it answers: each told level is passed by chance at most as often.
REPLICATIONS = (99, 999, 19_999)
ENOUGH = 5  # permutations, these data among them, as strong: more would not make it clear
AREAS = """
    select area_code, level, kommun_code, if(level = 'deso', parent_code, area_code) as regso_code, x, y
    from out.area
    where level in ('deso', 'regso')
    order by area_code
"""
KEY = ["problem_type", "area_code", "weeks_ago"]


def areas(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The places to search: area_code, level, kommun_code, the RegSO they lie in, x and y."""
    return db.execute(AREAS).df()


def cases(unit: Unit) -> pd.DataFrame:
    """What a kommun's searches are made in: problem_type ("" for all), level, area_code, weeks_ago, count.

    The last year of whole weeks, at the finest level that the source tells, without what has no week;
    only problems with enough of it. Empty where not every week has been read: what is missing in some
    weeks may have been elsewhere.
    """
    end = unit.latest + YEAR
    is_whole = (
        unit.history >= end and not ((unit.unread >= unit.latest) & (unit.unread < end)).any()
    )
    rows = unit.entries[~unit.entries["is_long_interval"]]
    rows = rows[rows["weeks_ago"].between(unit.latest, end - 1)]
    level = "deso" if (rows["level"] == "deso").any() else "regso"
    rows = rows[rows["level"] == level] if is_whole and unit.kommun_code else rows.iloc[:0]
    found = rows.groupby(["level", *KEY], as_index=False)["count"].sum()
    enough = found.groupby("problem_type")["count"].transform("sum") >= FEWEST
    return found[enough].sort_values(KEY, ignore_index=True)


def clusters(
    unit: Unit, searched: pd.DataFrame, *, areas: pd.DataFrame, kept: Kept
) -> Iterator[dict[str, Any]]:
    """Rows of core.cluster: at least LEAST cases, by chance as strong in at most LOOSEST of searches.

    `searched` are the unit's `cases`, `areas` as above.
    """
    among = areas[
        (areas["kommun_code"] == unit.kommun_code) & areas["level"].isin(searched["level"])
    ]
    codes, regso = (among[name].to_numpy(object) for name in ("area_code", "regso_code"))
    spots, last = among[["x", "y"]].to_numpy(float), -unit.latest
    for kind, found in searched.groupby("problem_type"):
        count = found["count"].to_numpy(int)
        place = np.repeat(pd.Index(codes).get_indexer(found["area_code"]), count)
        week = -np.repeat(found["weeks_ago"].to_numpy(int), count)
        search = partial(_search, spots, place, week, last=last)
        answer = kept.arrays("clusters", spots, place, week, last, work=search)
        for inside, first, observed, expected, pvalue in zip(*answer.values(), strict=True):
            its = place[inside[place] & (week >= first)]
            yield {
                "source": unit.source,
                "problem_type": kind,
                "kommun_code": unit.kommun_code,
                "week": unit.running + last * WEEK,
                "first_week": unit.running + int(first) * WEEK,
                "area_code": pd.Series(regso[its]).mode()[0],
                "areas": list(codes[inside]),
                "observed": observed,
                "expected": expected,
                "pvalue": pvalue,
            }


def _search(spots: np.ndarray, place: np.ndarray, week: np.ndarray, *, last: int) -> Arrays:
    """Clusters (found,): the places (places,) of each, its first week, and what the scan says of it."""
    told = [
        c
        for c in _found(spots, place, week, last=last)
        if c.observed >= LEAST and c.pvalue <= LOOSEST
    ]
    inside = np.zeros((len(told), len(spots)), bool)
    for row, cluster in zip(inside, told, strict=True):
        row[cluster.places] = True
    names = ("first_period", "observed", "expected", "pvalue")
    return {"inside": inside} | {name: np.array([getattr(c, name) for c in told]) for name in names}


def _found(
    spots: np.ndarray, place: np.ndarray, week: np.ndarray, *, last: int
) -> tuple[Cluster, ...]:
    for replications in REPLICATIONS:
        found = space_time_permutation(
            spots, place, week, max_radius=RADIUS, max_periods=LATE, replications=replications,
            last_period=last, seed=SEED,
        ).clusters  # fmt: skip
        if not found or found[0].pvalue * (1 + replications) > ENOUGH:
            break
    return found
