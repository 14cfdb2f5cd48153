"""Rates with small counts: how sure they are, which stand out, and a calmer guess.

Exposure is what the events are counted over: residents, person-years, homes. Residents are the
wrong exposure in centres and at stations, where those who are there do not live; there no rate is
better than this one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """Per unit of exposure, of the shape of the counts."""

    lower: Floats
    upper: Floats


class Funnel(NamedTuple):
    """`rate`: of the group as a whole; `lower`, `upper` (areas,): within them is what chance does.

    `overdispersion`: how many times the Poisson variance the group's own differences amount to,
    at least 1. All per unit of exposure.
    """

    rate: float
    lower: Floats
    upper: Floats
    overdispersion: float


def poisson_interval(
    count: npt.ArrayLike, *, exposure: npt.ArrayLike = 1.0, alpha: float = 0.05
) -> Interval:
    """The exact interval of a rate whose count is Poisson; NaN where there is no exposure.

    `count` and `exposure` of any shapes that broadcast. Garwood, Biometrika 28 (1936), 437-442:
    quantiles of Gamma(count) and Gamma(count + 1); it holds the truth at least as often as it says.
    """
    count, exposure = _checked(count, exposure)
    size = np.where(exposure > 0, exposure, np.nan)
    some = np.where(count > 0, count, 1)
    lower = np.where(count > 0, special.gammaincinv(some, alpha / 2), 0)
    return Interval(lower=lower / size, upper=special.gammaincinv(count + 1, 1 - alpha / 2) / size)


def empirical_bayes(count: npt.ArrayLike, *, exposure: npt.ArrayLike) -> Floats:
    """Each area's rate (areas,), drawn towards the rate of all the more, the smaller it is.

    Where the rates differ no more than chance makes them, all get the rate of all. An area
    without exposure gets it too. Marshall, Applied Statistics 40 (1991), 283-294, the global
    form, as spdep's EBest(family = "poisson").
    """
    count, exposure = _checked(count, exposure)
    total = exposure.sum()
    if not total > 0:
        raise ValueError("no area has any exposure")
    rate = count.sum() / total
    raw = np.divide(count, exposure, out=np.full(count.shape, rate), where=exposure > 0)
    between = (exposure * (raw - rate) ** 2).sum() / total - rate * (exposure > 0).sum() / total
    trust = np.maximum(between, 0) * exposure
    trust = np.divide(trust, trust + rate, out=np.zeros(count.shape), where=trust > 0)
    return rate + trust * (raw - rate)


def funnel_limits(count: npt.ArrayLike, *, exposure: npt.ArrayLike, alpha: float = 0.05) -> Funnel:
    """Between which rates each of a group of similar areas is expected, by its exposure.

    `count`, `exposure` (areas,), each with exposure, over the same time. The limits are exact
    Poisson quantiles around the group's rate, interpolated between counts. Similar areas differ
    by more than chance; the limits are widened as if the variance were `overdispersion` times
    larger. That is the mean square of the areas' z, with the outer tenth at each end drawn in to
    the tenth's edge so that those who do stand out do not widen them for themselves.
    Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202, section 3 and appendix A.
    """
    count, exposure = _checked(count, exposure)
    if not (exposure > 0).all() or not count.sum() > 0:
        raise ValueError("every area must have exposure, and one at least an event")
    rate = count.sum() / exposure.sum()
    expected = rate * exposure
    z = (count - expected) / np.sqrt(expected)
    z = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    widening = max(float((z**2).mean()), 1.0)
    tail = special.ndtr(special.ndtri(alpha / 2) * np.sqrt(widening))
    return Funnel(
        rate=float(rate),
        lower=_quantile(tail, expected) / exposure,
        upper=_quantile(1 - tail, expected) / exposure,
        overdispersion=widening,
    )


def _quantile(p: float, mean: Floats) -> Floats:
    """Of Poisson counts, interpolated: the least count that p of them do not exceed, less the
    part of its own chance that p does not need."""
    count = np.ceil(special.pdtrik(p, mean))
    count = np.where(special.pdtr(count - 1, mean) >= p, count - 1, count)  # a root just above
    below = np.where(count > 0, special.pdtr(np.maximum(count - 1, 0), mean), 0)
    up_to = special.pdtr(count, mean)
    return np.maximum(count - (up_to - p) / (up_to - below), 0)


def _checked(count: npt.ArrayLike, exposure: npt.ArrayLike) -> tuple[Floats, Floats]:
    count, exposure = np.broadcast_arrays(
        np.asarray(count, dtype=float), np.asarray(exposure, dtype=float)
    )
    if not (count >= 0).all() or not (exposure >= 0).all():
        raise ValueError("counts and exposures cannot be negative or missing")
    return count, exposure
