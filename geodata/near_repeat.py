"""Near repeats: is there more near a burglary in the days after it, and where is that so now?

Knox counts pairs close in both space and time (Applied Statistics 13, 1964, 25-29); shuffling the
days among the points says how many there would be if the one had nothing to do with the other.
That the risk is raised for a while around a burgled home: Townsley, Homel and Chaseling (British
Journal of Criminology 43, 2003, 615-633), Johnson and Bowers (European Journal of Criminology 1,
2004, 237-255).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

COLUMNS = 512  # permutations side by side
PAIRS = 255  # at a time: the most that a byte can count

Ints = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]


class Knox(NamedTuple):
    """`statistic`: pairs that are close in space and time; `expected`: if days were shuffled.

    `pvalue`: the share of the permutations, these data among them, with at least as many.
    """

    statistic: int
    expected: float
    pvalue: float


class RaisedRisk(NamedTuple):
    """`area`: one polygon, metres; `last_day`: the last of raised risk anywhere in it."""

    area: shapely.Polygon
    last_day: int


def knox(
    points: npt.ArrayLike,
    days: npt.ArrayLike,
    *,
    distance: float,
    days_apart: float,
    replications: int = 999,
    seed: int,
) -> Knox:
    """Are events near each other in space also near each other in time?

    `points` (n, 2) metres, `days` (n,) whole numbers. Both limits are closed: a pair exactly
    `distance` metres and exactly `days_apart` days apart counts. The same `seed` gives the same
    answer, however many cores. Raises ValueError for arguments that do not fit together.
    """
    spots, when = _checked(points, days, distance=distance, days_apart=days_apart)
    if replications < 1:
        raise ValueError("replications must be at least 1")
    n = len(when)
    if n < 2:
        return Knox(0, expected=0.0, pvalue=1.0)
    nearby = cKDTree(spots).indices  # in this order a pair's days lie close in memory too
    spots, when = spots[nearby], when[nearby] - when.min()
    apart = int(min(days_apart, when.max()))
    first, second = cKDTree(spots).query_pairs(distance, output_type="ndarray").T.copy()
    statistic = int(np.count_nonzero(np.abs(when[first] - when[second]) <= apart))
    ordered = np.sort(when)
    later = np.searchsorted(ordered, ordered + apart, side="right") - np.arange(1, n + 1)
    size = min(replications, COLUMNS)

    def close(child: np.random.SeedSequence) -> Ints:
        rng = np.random.Generator(np.random.SFC64(child))  # the quickest to shuffle
        rows = np.empty((size, n), np.int16 if when.max() < 32_768 else np.int64)
        for row in rows:
            row[:] = rng.permutation(when)
        return _close(rows.T.copy(), first, second, apart=apart)

    seeds = np.random.SeedSequence(seed).spawn(-(-replications // size))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = np.concatenate(list(pool.map(close, seeds)))[:replications]
    return Knox(
        statistic,
        expected=len(first) * int(later.sum()) / (n * (n - 1) / 2),
        pvalue=(1 + int((counts >= statistic).sum())) / (1 + replications),
    )


def raised_risk(
    points: npt.ArrayLike,
    days: npt.ArrayLike,
    *,
    distance: float,
    days_apart: float,
    today: int,
) -> tuple[RaisedRisk, ...]:
    """Where the risk is raised `today`, the one that lasts longest first.

    Within `distance` metres of an event of today or of the last `days_apart` days, as one polygon
    for what hangs together; a circle is drawn from inside, at most half a per cent too narrow.
    `points` and `days` as in `knox`; events after `today` are left out. Raises ValueError for
    arguments that do not fit together.
    """
    spots, when = _checked(points, days, distance=distance, days_apart=days_apart)
    recent = (when <= today) & (today - when <= days_apart)
    events = shapely.points(spots[recent])
    areas = shapely.get_parts(shapely.union_all(shapely.buffer(events, distance)))
    event, area = shapely.STRtree(areas).query(events, predicate="within")
    latest = np.full(len(areas), today - int(days_apart))
    np.maximum.at(latest, area, when[recent][event])
    return tuple(
        RaisedRisk(areas[i], int(latest[i]) + int(days_apart))
        for i in np.lexsort((*shapely.bounds(areas).T, -latest))
    )


def _close(days: Ints, first: Ints, second: Ints, *, apart: int) -> Ints:
    """Per column of `days` (n, columns): pairs `first`, `second` at most so many days apart."""
    counts = np.zeros(days.shape[1], dtype=np.int64)
    gap = np.empty((PAIRS, days.shape[1]), days.dtype)
    other = np.empty_like(gap)
    for start in range(0, len(first), PAIRS):
        rows = slice(start, start + PAIRS)
        m = len(first[rows])
        days.take(first[rows], axis=0, out=gap[:m], mode="clip")  # "raise" would copy
        days.take(second[rows], axis=0, out=other[:m], mode="clip")
        np.abs(np.subtract(gap, other, out=gap), out=gap)
        counts += (gap[:m] <= apart).view(np.uint8).sum(axis=0, dtype=np.uint8)
    return counts


def _checked(
    points: npt.ArrayLike, days: npt.ArrayLike, *, distance: float, days_apart: float
) -> tuple[Floats, Ints]:
    spots, when = np.asarray(points, dtype=float), np.asarray(days, dtype=float)
    if spots.size and (spots.shape != (len(spots), 2) or not np.isfinite(spots).all()):
        raise ValueError("points must be (n, 2) finite metres")
    if when.shape != (len(spots),):
        raise ValueError("days must be one per point")
    if not (np.isfinite(when) & (when == np.rint(when))).all():
        raise ValueError("days must be whole numbers")
    if not (distance >= 0 and days_apart >= 0):
        raise ValueError("distance and days_apart must not be negative")
    return spots.reshape(-1, 2), when.astype(np.int64)
