"""Weeks of invented reported crime in kommuner of 30,000 where nothing has changed, and what is put in.

A kommun has 55 reports a week of sixteen problem types in ten RegSO, 70 % of them in three, and twenty
DeSO. Each type has its own season and spread by week, and half of them a slow trend.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl.statistics.expected import Reports

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Reports a week by problem type, and shares of the RegSO: a kommun's own lie around these.
TYPES = np.array([9, 7, 6, 5, 5, 4, 4, 3, 3, 2.5, 2, 1.6, 1.2, 0.8, 0.5, 0.4])
REGSO = np.array([0.35, 0.22, 0.13, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02])
DESO_OF = np.repeat(np.arange(10), [5, 4, 3, 2, 1, 1, 1, 1, 1, 1])
COMMON = 5  # of the types are called common
YEAR = 365.25 / 7
TRENDS = (-0.05, 0.0, 0.0, 0.05)  # a year
DISPERSION = (1.2, 1.6)  # of a type's count in the kommun and a week
LARGE = 3  # of the RegSO hold most; they are one town


@dataclass(frozen=True)
class Kommuner:
    """`mean` and `count` (weeks, kommuner, types, DeSO); `places` (DeSO, 2) metres."""

    mean: Floats
    count: Counts
    places: Floats

    @property
    def size(self) -> int:
        return self.count.shape[1]


def nothing_new(
    rng: np.random.Generator, *, kommuner: int, weeks: int, local: bool = False
) -> Kommuner:
    """What varies by week varies in all of the kommun at once, or by DeSO where `local`."""
    time = np.arange(weeks)[:, None, None]
    each = kommuner, len(TYPES)
    rate = TYPES * np.exp(rng.normal(0, 0.3, each))
    rate *= rng.uniform(50, 60, (kommuner, 1)) / rate.sum(axis=1, keepdims=True)
    swing, top = rng.uniform(0.1, 0.5, each), rng.uniform(0, YEAR, each)
    season = np.exp(swing * np.cos(2 * np.pi * (time - top) / YEAR))
    trend = (1 + rng.choice(TRENDS, each)) ** ((time - weeks / 2) / YEAR)
    share = rng.dirichlet(60 * REGSO, each)[..., DESO_OF]
    share *= rng.gamma(8, 1 / 8, (*each, len(DESO_OF))) / np.bincount(DESO_OF)[DESO_OF]
    share /= share.sum(axis=-1, keepdims=True)
    shape = rate / (rng.uniform(*DISPERSION, each) - 1)
    if local:
        wide = shape[..., None] * share
        luck = rng.gamma(wide, 1 / wide, (weeks, *wide.shape))
    else:
        luck = rng.gamma(shape, 1 / shape, (weeks, *each))[..., None]
    mean = (rate * season / season.mean(axis=0) * trend)[..., None] * share * luck
    return Kommuner(mean, rng.poisson(mean), _places(rng))


def more_everywhere_in_one(
    rng: np.random.Generator, there: Kommuner, *, types: str
) -> tuple[Kommuner, Counts, Counts]:
    """60 % more for the last four weeks in one RegSO, of "all" types or of "one" common.

    With the kommuner: which type (0 for all, else from 1) and which RegSO (from 0), (kommuner,).
    """
    regso = rng.choice(len(REGSO), there.size, p=REGSO)
    which = rng.integers(1, COMMON + 1, there.size) if types == "one" else np.zeros(there.size, int)
    raised = np.zeros(there.count.shape[1:])
    for kommun in range(there.size):
        kinds = slice(None) if types == "all" else [which[kommun] - 1]
        raised[kommun, kinds] = 0.6 * (regso[kommun] == DESO_OF)
    count = there.count.copy()
    count[-4:] += rng.poisson(there.mean[-4:] * raised)
    return Kommuner(there.mean, count, there.places), which, regso


def cluster(rng: np.random.Generator, there: Kommuner) -> tuple[Kommuner, Counts, Counts]:
    """30 of one common type in a DeSO of the town and the four nearest, in weeks 4 and 3 from last.

    With the kommuner: which type (from 1), and which DeSO (kommuner, 5).
    """
    which = rng.integers(1, COMMON + 1, there.size)
    centre = rng.choice(np.flatnonzero(DESO_OF < LARGE), there.size)
    away = np.linalg.norm(there.places[:, None] - there.places, axis=2)
    near = np.argsort(away[centre], axis=1)[:, :5]
    count = there.count.copy()
    for kommun in range(there.size):
        drawn = rng.multinomial(30, np.full(10, 0.1)).reshape(2, 5)
        count[-4:-2, kommun, which[kommun] - 1, near[kommun]] += drawn
    return Kommuner(there.mean, count, there.places), which, near


def series(count: Counts) -> Counts:
    """(weeks, kommuner, 1 + types, 1 + RegSO): first all types, and first the whole kommun."""
    regso = np.add.reduceat(count, np.flatnonzero(np.diff(DESO_OF, prepend=-1)), axis=3)
    typed = np.concatenate([regso.sum(axis=2, keepdims=True), regso], axis=2)
    return np.concatenate([typed.sum(axis=3, keepdims=True), typed], axis=3)


def reports(counts: Counts) -> Reports:
    """Of `series`: all are in at once, and nothing is unread."""
    flat = counts.reshape(len(counts), -1)
    week, number = np.nonzero(flat)
    ago = len(counts) - 1 - week
    some = flat[week, number]
    return Reports(
        number, ago, np.zeros_like(ago), some, flat.shape[1], len(counts), np.empty(0, np.int64)
    )


def _places(rng: np.random.Generator) -> Floats:
    """The town's DeSO some hundred metres apart, the other RegSO kilometres away."""
    centre = rng.normal(0, np.where(np.arange(len(REGSO)) < LARGE, 600, 9000)[:, None], (10, 2))
    return centre[DESO_OF] + rng.normal(0, 500, (len(DESO_OF), 2))
