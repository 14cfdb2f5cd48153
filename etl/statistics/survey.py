"""Estimates from a sample: a mean, a share or a change, and how sure it is.

The estimator is the weighted mean (Hájek), a ratio of two estimated totals. Its variance is the
linearised one (Taylor series), over the totals of the sampled units in each stratum: Särndal,
Swensson and Wretman, Model Assisted Survey Sampling (1992), sections 5.6, 3.7 and 4.3. All as R's
survey, svymean and svyciprop(method = "logit"). Bounds are 95 per cent.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special  # scipy.stats takes half a second and 70 MB to import

Floats = npt.NDArray[np.float64]
Z = float(special.ndtri(0.975))


class Estimate(NamedTuple):
    """In the unit of the values, a share 0 to 1; `n` answers behind it."""

    estimate: float
    standard_error: float
    lower: float
    upper: float
    n: int


def mean(
    values: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    clusters: npt.ArrayLike | None = None,
    population: npt.ArrayLike | None = None,
    within: npt.ArrayLike | None = None,
) -> Estimate:
    """The weighted mean of `values` (n,), with a normal interval.

    `weights` (n,) are above zero, else all weigh the same. `strata` (n,) and `clusters` (n,) are
    labels; a cluster is a unit sampled as one, within its stratum, else each row is. `population`,
    one number or (n,), is how many such units the row's stratum has, for the finite population
    correction. `within` (n,) bool is the domain asked about: the other rows still count when the
    variance of a stratum is estimated (same book, section 10.3), and so do rows without a value
    (NaN). A stratum with one unit is set against zero, which the linearised values sum to, and so
    overstates rather than hides its share of the variance (R's survey.lonely.psu = "adjust").

    Raises ValueError where the domain has no answer or a weight is not above zero.
    """
    y, d, inside = _answers(values, weights=weights, within=within)
    found, error, _ = _linearised(y, d, inside, strata, clusters, population)
    return Estimate(found, error, found - Z * error, found + Z * error, int((d > 0).sum()))


def share(
    values: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    clusters: npt.ArrayLike | None = None,
    population: npt.ArrayLike | None = None,
    within: npt.ArrayLike | None = None,
) -> Estimate:
    """The weighted share of ones among `values` (n,), each 1, 0 or NaN; the rest as for the mean.

    The interval is built on the logit scale with Student's t, as in Korn and Graubard, Survey
    Methodology 24 (1998), 193-201: it never leaves 0 to 1 and is not symmetric. Its degrees of
    freedom are units less strata, in the domain. Where all answered alike the logit has no value
    and the linearised variance is 0: there it is Wilson's (JASA 22, 1927, 209-212) for as
    many equally weighted answers as would tell as much (Kish, Survey Sampling, 1965, section 11.7).

    Raises ValueError as for the mean, and for other values.
    """
    y, d, inside = _answers(values, weights=weights, within=within)
    if not np.isin(y, (0, 1)).all():
        raise ValueError("a share is of ones among ones and noughts")
    p, error, freedom = _linearised(y, d, inside, strata, clusters, population)
    if 0 < p < 1:
        half = special.stdtrit(max(freedom, 1), 0.975) * error / (p * (1 - p))
        lower, upper = special.expit(special.logit(p) + np.array([-half, half]))
    else:
        lower, upper = _wilson(p, d.sum() ** 2 / (d @ d))
    return Estimate(p, error, float(lower), float(upper), int((d > 0).sum()))


def difference(wave: Estimate, earlier: Estimate) -> Estimate:
    """`wave` less `earlier`, of two samples that share no people; `n` is the answers of both.

    The interval is normal. Where either has no error, since all answered alike, it is put together
    from the two intervals instead (Zou and Donner, Statistics in Medicine 27, 2008, 1693-1702).
    """
    change = wave.estimate - earlier.estimate
    error = float(np.hypot(wave.standard_error, earlier.standard_error))
    below = above = Z * error
    if wave.standard_error == 0 or earlier.standard_error == 0:
        below = float(np.hypot(wave.estimate - wave.lower, earlier.upper - earlier.estimate))
        above = float(np.hypot(wave.upper - wave.estimate, earlier.estimate - earlier.lower))
    return Estimate(change, error, change - below, change + above, wave.n + earlier.n)


def _answers(
    values: npt.ArrayLike, *, weights: npt.ArrayLike | None, within: npt.ArrayLike | None
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Values and weights (n,), both 0 where there is no answer, and who is in the domain."""
    y = np.asarray(values, dtype=float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    inside = np.ones(len(y), dtype=bool) if within is None else np.asarray(within, dtype=bool)
    answered = inside & np.isfinite(y)
    if not answered.any():
        raise ValueError("no answers")
    if not (w > 0).all():
        raise ValueError("weights must be positive")
    return np.where(answered, y, 0.0), np.where(answered, w, 0.0), inside


def _linearised(
    y: Floats,
    d: Floats,
    inside: npt.NDArray[np.bool_],
    strata: npt.ArrayLike | None,
    clusters: npt.ArrayLike | None,
    population: npt.ArrayLike | None,
) -> tuple[float, float, int]:
    """The weighted mean, its standard error and the degrees of freedom."""
    some = y[d.argmax()]  # from here, so that answers all alike have no rounding for variance
    found = float(some + d @ (y - some) / d.sum())
    one = np.zeros(len(y), dtype=int)
    stratum = one if strata is None else np.unique(np.asarray(strata), return_inverse=True)[1]
    cluster = np.arange(len(y)) if clusters is None else np.asarray(clusters)
    numbers = np.unique(cluster, return_inverse=True)[1]
    _, first, unit = np.unique(stratum * len(y) + numbers, return_index=True, return_inverse=True)
    of = stratum[first]  # the unit's stratum
    totals = np.bincount(unit, d * (y - found) / d.sum())
    size = np.bincount(of)
    middle = np.where(size > 1, np.bincount(of, totals) / size, 0.0)
    spread = np.bincount(of, (totals - middle[of]) ** 2) * size / np.maximum(size - 1, 1)
    if population is not None:
        living = np.broadcast_to(np.asarray(population, dtype=float), len(y))[first]
        all_units = np.zeros(len(size))
        all_units[of] = living
        spread *= np.clip(1 - size / all_units, 0.0, 1.0)
    freedom = len(np.unique(unit[inside])) - len(np.unique(stratum[inside]))
    return found, float(np.sqrt(spread.sum())), freedom


def _wilson(p: float, n: float) -> tuple[float, float]:
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))
