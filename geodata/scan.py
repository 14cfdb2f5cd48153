"""New clusters: more cases lately in a circle than its places and the days explain by themselves.

The prospective space-time permutation scan statistic of Kulldorff, Heffernan, Hartman, Assunção
and Mostashari, PLoS Medicine 2(3):e59 (2005). It needs cases only: a circle and its last periods
expect (cases there, ever) x (cases then, anywhere) / (all cases).
"""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.circles import LEAST, Circles, Floats, Ints, circles_around

COLUMNS = 1024  # windows x replications side by side, and
CELLS = 131_072  # these x circles: what is added up stays in a core's cache


class Cluster(NamedTuple):
    """A circle of places in its last periods.

    `places` are indices by distance from the circle's centre, those without cases too. `pvalue`:
    the share of the permutations, these data among them, whose strongest cluster is as strong.
    """

    places: Ints
    first_period: int
    last_period: int
    observed: int
    expected: float
    llr: float
    pvalue: float

    @property
    def recurrence_interval(self) -> float:
        """By chance a cluster as strong as this turns up once in so many periods."""
        return 1 / self.pvalue


class Scan(NamedTuple):
    """Strongest first; no place is in two of them."""

    clusters: tuple[Cluster, ...]


def space_time_permutation(
    places: npt.ArrayLike,
    case_place: npt.ArrayLike,
    case_period: npt.ArrayLike,
    *,
    max_radius: float,
    max_periods: int,
    replications: int = 999,
    last_period: int | None = None,
    seed: int,
    top: int = 5,
) -> Scan:
    """The `top` strongest clusters that go on in the last period.

    `places` (n, 2) metres; `case_place` (cases,) indices into it, `case_period` (cases,) whole
    numbers, such as days. A cluster is a circle around any of the places, at most `max_radius`
    metres, in its last 1 to `max_periods` periods; it has at least two cases, more than expected,
    and at most half of all cases lie in the circle, whenever. Of equally strong ones the first has
    the fewest places, then the lowest indices (only places with cases count), then is shortest.
    `last_period` is for when the latest has no cases. The same `seed` gives the same answer.
    Raises ValueError for arguments that do not fit together.
    """
    spots, case_place, case_period = _checked(places, case_place, case_period)
    if not (max_radius >= 0 and max_periods >= 1 and replications >= 1 and top >= 1):
        raise ValueError("max_radius under 0, or max_periods, replications or top under 1")
    if len(case_place) < LEAST:
        return Scan(())
    last = int(case_period.max()) if last_period is None else last_period
    age = last - case_period
    if age.min() < 0:
        raise ValueError("cases after last_period")
    with_cases, place = np.unique(case_place, return_inverse=True)
    windows = min(max_periods, int(age.max()) + 1)
    cases = _Cases(place, age[age < windows], windows)
    circles = circles_around(spots, with_cases, np.bincount(place), max_radius=max_radius)
    observed = cases.counts(place[age < windows][np.newaxis])
    found = _reaching(cases.needed(circles.cases, 0.0), observed, circles=circles, cases=cases)
    chosen = _strongest(found, circles, top=top)
    if not chosen:
        return Scan(())
    maxima = _maxima(circles, cases, replications=replications, seed=seed)
    return Scan(
        tuple(
            Cluster(
                places=circles.places(found.row[one], found.column[one]),
                first_period=last - int(found.window[one]),
                last_period=last,
                observed=int(found.observed[one]),
                expected=float(found.expected[one]),
                llr=float(found.llr[one]),
                pvalue=(1 + int((maxima >= found.llr[one]).sum())) / (1 + replications),
            )
            for one in chosen
        )
    )


def _checked(
    places: npt.ArrayLike, case_place: npt.ArrayLike, case_period: npt.ArrayLike
) -> tuple[Floats, Ints, Ints]:
    spots = np.asarray(places, dtype=float)
    if spots.size and (spots.shape != (len(spots), 2) or not np.isfinite(spots).all()):
        raise ValueError("places must be (n, 2) finite metres")
    place, period = (np.asarray(values) for values in (case_place, case_period))
    if place.ndim != 1 or place.shape != period.shape:
        raise ValueError("case_place and case_period must be one number per case each")
    if len(place) and not (place.dtype.kind in "iu" and period.dtype.kind in "iu"):
        raise ValueError("case_place and case_period must be integers")
    if len(place) and (place.min() < 0 or place.max() >= len(spots)):
        raise ValueError("case_place must be indices into places")
    return spots, place.astype(np.int64), period.astype(np.int64)


class _Cases(NamedTuple):
    """`place` of all cases, numbered among places with cases; `age` in periods of the late ones.

    Window k is the last k + 1 periods, and a late case is one in some window.
    """

    place: Ints
    age: Ints
    windows: int

    @property
    def dtype(self) -> type[np.signedinteger]:
        """Of counts: adding them up is most of the work, and goes as fast as they are small."""
        return np.int16 if len(self.age) < 32_767 else np.int32

    def counts(self, late: Ints) -> Ints:
        """(places, windows, replications), from the place of each late case (replications, late).

        A place more than there are comes last, without cases: circles that end early go on to it.
        """
        shape = (int(self.place.max()) + 2, self.windows, len(late))
        cell = (late * self.windows + self.age) * len(late) + np.arange(len(late))[:, np.newaxis]
        counts = np.bincount(cell.ravel(), minlength=int(np.prod(shape))).reshape(shape)
        return counts.cumsum(axis=1, dtype=self.dtype)

    def expected(self, inside: Ints, window: Ints) -> Floats:
        """For circles with so many cases `inside`, over the whole time."""
        in_window = np.bincount(self.age, minlength=self.windows).cumsum()
        return np.true_divide(inside * in_window[window], len(self.place))

    def llr(self, observed: Ints, expected: Floats) -> Floats:
        """The logarithm of the article's generalised likelihood ratio, for an excess."""
        counted, total = observed.astype(np.float64), len(self.place)
        with np.errstate(divide="ignore"):  # a window without cases expects none
            inside = counted * np.log(counted / expected)
        return inside + (total - counted) * np.log((total - counted) / (total - expected))

    def needed(self, inside: Ints, bound: float) -> Ints:
        """The fewest cases that give an `llr` of `bound`: (*inside, windows), or more than can be.

        No permutation changes it, as it changes the cases neither of a circle nor of a window.
        """
        many, back = np.unique(inside, return_inverse=True)
        expected = self.expected(many[:, np.newaxis], np.arange(self.windows))
        low = np.maximum(expected.astype(np.int64) + 1, LEAST)
        high = np.maximum(many[:, np.newaxis] + 1, low)
        while (low < high).any():
            middle = (low + high) // 2
            reached = (low == high) | (self.llr(middle, expected) >= bound)
            low, high = np.where(reached, low, middle + 1), np.where(reached, middle, high)
        low[many == 0] = len(self.age) + 1
        return low.astype(self.dtype)[back]


class _Found(NamedTuple):
    """Circles (row, column) and windows with enough cases in a replication."""

    row: Ints
    column: Ints
    window: Ints
    replication: Ints
    observed: Ints
    expected: Floats
    llr: Floats


def _reaching(needed: Ints, counts: Ints, *, circles: Circles, cases: _Cases) -> _Found:
    """Where `counts` (places, windows, replications) are what is `needed`, or more."""
    step = max(1, CELLS // (counts.shape[1] * counts.shape[2]))
    found = [np.zeros((5, 0), dtype=np.int64)]
    for start in range(0, len(circles.centre), step):
        rows = slice(start, start + step)
        running = np.zeros((len(circles.member[rows]), *counts.shape[1:]), counts.dtype)
        added, enough = np.empty_like(running), np.empty(running.shape, dtype=bool)
        for column in range(np.flatnonzero(circles.cases[rows].any(axis=0)).max(initial=-1) + 1):
            members = circles.member[rows, column]
            counts.take(members, axis=0, out=added, mode="clip")  # "raise" would copy
            np.add(running, added, out=running)
            np.greater_equal(running, needed[rows, column, :, np.newaxis], out=enough)
            if enough.any():
                cell = np.flatnonzero(enough)
                row, *at = np.unravel_index(cell, enough.shape)
                where = row + start, np.full_like(row, column), *at, running.ravel()[cell]
                found.append(np.stack(where))
    row, column, window, replication, observed = np.concatenate(found, axis=1)
    expected = cases.expected(circles.cases[row, column], window)
    llr = cases.llr(observed, expected)
    return _Found(row, column, window, replication, observed, expected, llr)


def _strongest(found: _Found, circles: Circles, *, top: int) -> list[int]:
    """Which of `found` to tell of, in order: the strongest, then those that share no place."""
    chosen: list[int] = []
    left = np.ones(len(found.llr), dtype=bool)
    while left.any() and len(chosen) < top:
        tied = np.flatnonzero(left & (found.llr == found.llr[left].max()))
        tied = tied[found.column[tied] == found.column[tied].min()]
        ranks = [(*circles.rank(found.row[i], found.column[i]), found.window[i]) for i in tied]
        one = int(tied[ranks.index(min(ranks))])
        chosen.append(one)
        free = circles.free(circles.places(found.row[one], found.column[one]))
        left &= free[found.row, found.column]
    return chosen


def _maxima(circles: Circles, cases: _Cases, *, replications: int, seed: int) -> Floats:
    """The highest `llr` of each permutation of the periods among the cases, 0 where none.

    Only counts that reach a bound are given a logarithm. It is what most maxima exceed, found by
    trial; permutations that stay under it are searched again with lower ones.
    """
    size = max(1, COLUMNS // cases.windows)
    start = 0.4 * float(np.log(np.count_nonzero(circles.cases) * cases.windows))
    needed = cache(partial(cases.needed, circles.cases))
    rng, total = np.random.default_rng(seed), len(cases.place)
    best = np.zeros(replications)
    for first in range(0, replications, size):
        left, bound = np.arange(first, min(first + size, replications)), start
        # Only where the late cases are matters, and which of the late periods each of them gets.
        drawn = [rng.choice(total, len(cases.age), replace=False) for _ in left]
        counts = cases.counts(cases.place[np.stack(drawn)])
        while len(left):
            some = counts.take(left - first, axis=2)
            found = _reaching(needed(bound), some, circles=circles, cases=cases)
            np.maximum.at(best, left[found.replication], found.llr)
            left = left[best[left] < bound]
            bound = 0.8 * bound if bound > 0.5 else 0.0
    return best
