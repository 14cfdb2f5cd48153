"""Places with many events: Gi*, what of it chance would give, and how much a few places hold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse, special

NEW, LASTING, FADING = "ny", "bestående", "avtagande"
PERIODS = 8
LEAST = 20  # fewer events than this: no share is told

Floats = npt.NDArray[np.float64]


class Labels(NamedTuple):
    """`word` (cells,): ny, bestående, avtagande or None; `times` (cells,): in how many periods.

    Of several weeks at once (weeks, cells)."""

    word: npt.NDArray[np.object_]
    times: npt.NDArray[np.intp]


class Concentration(NamedTuple):
    """How much of all events the places with the most have; every number a share, 0 to 1.

    `share`: of the events that were counted. `expected`: what the same number of places would
    have, had the events been spread evenly: chance alone puts some places first. `underlying`,
    `lower`, `upper`: what these very places hold once that luck is taken away, with 95 % interval;
    so much of new events is to be expected there while all is as it was. All NaN under 20 events:
    it cannot be said.
    """

    share: float
    expected: float
    underlying: float
    lower: float
    upper: float


def gi_star(
    values: npt.ArrayLike,
    neighbours: sparse.sparray | sparse.spmatrix,
    *,
    star: bool = True,
    mask: npt.ArrayLike | None = None,
) -> Floats:
    """How many standard deviations the sum around each cell is above its expectation.

    `values` (cells,) or (periods, cells); `neighbours` (cells, cells) weights, nothing on the
    diagonal, where `star` puts 1 (without it a cell is left out of its own sum, mean and
    deviation). `mask` (cells,) bool: cells inside the municipality; the others are in no sum,
    mean or number of cells, and NaN in the answer. So is a cell where nothing could differ: all
    values are the same, or it neighbours every other.

    Getis and Ord, Geographical Analysis 24 (1992), 189-206, as standardised in Ord and Getis,
    27 (1995), 286-306, equations 6 and 14. Raises ValueError for a diagonal or a missing value.
    """
    matrix = sparse.csr_array(neighbours, dtype=float)
    if matrix.diagonal().any():
        raise ValueError("a cell cannot be its own neighbour: star adds it")
    x = np.asarray(values, dtype=float)
    inside = np.ones(x.shape[-1]) if mask is None else np.asarray(mask, dtype=bool).astype(float)
    if mask is not None:
        x = np.where(inside, x, 0)
    if not np.isfinite(x).all():
        raise ValueError("every cell inside must have a value")
    around, weight = (matrix @ x.T).T, matrix @ inside
    weight2 = weight if (matrix.data == 1).all() else matrix.power(2) @ inside
    n, total, total2 = inside.sum(), x.sum(-1, keepdims=True), (x**2).sum(-1, keepdims=True)
    if star:
        around, weight, weight2 = around + x, weight + 1, weight2 + 1
    else:
        n, total, total2 = n - 1, total - x, total2 - x**2
    mean = total / n
    variance = total2 / n - mean**2
    spread = (n * weight2 - weight**2) / (n - 1)
    # what is left of a difference between equals is rounding, not variance
    spread[(inside == 0) | (spread <= 1e-12 * weight2)] = np.nan
    variance[variance <= 1e-12 * total2 / n] = np.nan
    return (around - mean * weight) / np.sqrt(variance * spread)


def false_discovery(pvalues: npt.ArrayLike) -> Floats:
    """p-values of any shape, adjusted as one family; NaN is no test and stays NaN.

    Those at or under alpha are then expected to hold at most that share of false ones. Benjamini
    and Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289-300; it stands under
    the positive dependence of neighbours (Benjamini and Yekutieli, Annals of Statistics 29, 2001).
    """
    p = np.asarray(pvalues, dtype=float)
    tested = np.isfinite(p)
    order = np.argsort(p[tested])[::-1]
    n = len(order)
    adjusted, found = np.full(p.shape, np.nan), np.empty(n)
    found[order] = np.minimum.accumulate(p[tested][order] * n / np.arange(n, 0, -1))
    adjusted[tested] = np.minimum(found, 1)
    return adjusted


def stands_out(z: npt.ArrayLike, *, alpha: float = 0.05) -> npt.NDArray[np.bool_]:
    """Whether each cell has many events in each period, of `z` (periods, cells): z is above 0 and
    its two-sided p-value, adjusted over the period's cells, is at most alpha. NaN does not."""
    z = np.asarray(z, dtype=float)
    p = 2 * special.ndtr(-np.abs(z))
    judged = np.isfinite(z).any(-1)
    adjusted = np.full(z.shape, np.nan)
    adjusted[judged] = [false_discovery(period) for period in p[judged]]
    return (adjusted <= alpha) & (z > 0)


def labels(z: npt.ArrayLike, *, alpha: float = 0.05) -> Labels:
    """What has become of the cells with many events, from `z` (periods, cells), the latest last:
    the `histories` of those that have stood out. The last eight periods are read."""
    return histories(stands_out(np.asarray(z)[-PERIODS:], alpha=alpha))


def histories(out: npt.NDArray[np.bool_]) -> Labels:
    """What has become of the cells that stood out, `out` (periods, ...), the latest last.

    `ny`: stands out in the latest period and in none of those before; `bestående`: in the latest
    and before as well; `avtagande`: not in the latest, but in at least half of those before.
    `times` tells a cell that has been there twice from one that always is.
    """
    now, before = out[-1], out[:-1].sum(0)
    word = np.full(now.shape, None, dtype=object)
    word[now & (before == 0)] = NEW
    word[now & (before > 0)] = LASTING
    word[~now & (before > 0) & (2 * before >= len(out) - 1)] = FADING
    return Labels(word=word, times=out.sum(0))


def concentration(counts: npt.ArrayLike, *, places: int = 5) -> Concentration:
    """How much of all events the `places` with the most have, and how much of it is no luck.

    `counts` (all places,): events per place, those without any too, or the even spread is wrong.

    The places are chosen for having many, so their share is too high and a binomial interval
    around it is wrong. Each event is therefore asked whether its place would be among the chosen
    without it; the share of yes is free of that error whatever the places are like, for Poisson
    counts (the identity E λ·g(Y) = E Y·g(Y − 1): Robbins, Third Berkeley Symposium 1, 1956,
    157-163). Its variance is that of the Poisson sum, with what one event more somewhere does to
    the choice (Privault, Stochastic Analysis in Discrete and Continuous Settings, 2009, section
    6.5), and the interval is Wilson's for as many events as would give that variance. Events that
    come in clusters make it too narrow.

    Raises ValueError for a negative count or when there are no other places.
    """
    y = np.sort(np.asarray(counts, dtype=float))
    if not (y >= 0).all():
        raise ValueError("a count cannot be negative or missing")
    if len(y) <= places:
        raise ValueError("there must be more places than are chosen")
    total = y.sum()
    if total < LEAST:
        return Concentration(*[float("nan")] * 5)
    share, variance = _left_out(y, places)
    simple = share * (1 - share) / total  # the variance, had the places been chosen beforehand
    n = total * simple / max(simple, variance) if simple > 0 else total
    z = special.ndtri(0.975)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return Concentration(
        share=float(y[-places:].sum() / total),
        expected=_evenly(total, len(y), places),
        underlying=share,
        lower=float(max(middle - half, 0)),
        upper=float(min(middle + half, 1)),
    )


def _left_out(y: Floats, places: int) -> tuple[float, float]:
    """The share of events whose place is chosen without them, and its variance; `y` is sorted.

    Places with as many events are alike, so all is reckoned per number of events. Where some of
    those that tie for the last place get in, each has the same chance to.
    """
    events, alike = np.unique(y[y > 0], return_counts=True)
    total = y.sum()

    def chosen(left: Floats, other: Floats | None = None) -> Floats:
        """The chance of a place with `left` events left, where `other` have lost one as well."""
        below, up_to = np.searchsorted(y, left, "left"), np.searchsorted(y, left, "right")
        above, level = len(y) - up_to - 1.0, up_to - below + 1.0  # it was above itself before
        if other is not None:
            above = above - (other > left) + (other - 1 > left)
            level = level - (other == left) + (other - 1 == left)
        return np.clip((places - above) / level, 0, 1)

    one, two = chosen(events - 1), chosen(events - 2)
    both = chosen(events[:, None] - 1, events[None, :])
    change = one[:, None] - both
    pairs = np.outer(alike, alike) - np.diag(alike)
    share = float(alike @ (events * one) / total)
    variance = (
        alike @ (events * one**2)
        - share**2 * total
        + (pairs * np.outer(events, events) * change * change.T).sum()
        + alike @ (events * (events - 1) * (one - two) ** 2)
    )
    return share, float(variance / total**2)


def _evenly(total: float, n: int, places: int) -> float:
    """The expected share of the fullest of n places that each have a Poisson number of events.

    Their sum is, over levels t = 0, 1, …, how many places have more than t, at most `places`.
    """
    mean = total / n
    levels = np.arange(np.ceil(mean + 12 * np.sqrt(mean) + 30))
    above = special.pdtrc(levels, mean)
    reached = special.bdtrc(np.arange(places)[:, None], n, above)  # more than j places do
    return float(reached.sum() / total)
