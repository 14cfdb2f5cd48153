"""Estimates from a stratified sample with weights: a mean or a share, and how sure it is.

The estimator is the weighted mean (Hájek), a ratio of two estimated totals. Its variance is the
linearised one (Taylor series) for a stratified simple random sample: Särndal, Swensson and
Wretman, Model Assisted Survey Sampling (1992), section 5.6 for the ratio and 3.7 for the
strata. The interval of a share is built on the logit scale with Student's t, as in Korn and
Graubard, Survey Methodology 24 (1998), 193-201: it never leaves 0 to 1 and is not symmetric.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special  # scipy.stats takes half a second and 70 MB to import

Floats = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    """`value` and `error` (standard error) in the unit of the answers; `n` answers behind them.

    `freedom`: degrees of freedom, answers in the sample minus strata. `effective`: how many
    equally weighted answers would tell as much (Kish, Survey Sampling, 1965, section 11.7).
    """

    value: float
    error: float
    n: int
    freedom: int
    effective: float


def mean(
    answers: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    strata: npt.ArrayLike,
    population: npt.ArrayLike | None = None,
    within: npt.ArrayLike | None = None,
) -> Estimate:
    """The weighted mean of `answers` (n,), or of 0 and 1 the weighted share.

    `weights` (n,) are positive; `strata` (n,) labels; `population` (n,) how many live in the row's
    stratum, for the finite population correction. `within` (n,) bool is the domain asked about:
    the other rows of a stratum still count when its variance is estimated (same book, section
    10.3). NaN answers are outside the domain. A stratum with one row is set against zero, which
    the linearised values sum to, and so overstates rather than hides its share of the variance.

    Raises ValueError where the domain has no answer or a weight is not positive.
    """
    y = np.asarray(answers, dtype=float)
    w = np.asarray(weights, dtype=float)
    labels, stratum = np.unique(np.asarray(strata), return_inverse=True)
    inside = np.isfinite(y) if within is None else np.isfinite(y) & np.asarray(within, dtype=bool)
    if not inside.any():
        raise ValueError("no answers")
    if not (w > 0).all():
        raise ValueError("weights must be positive")
    d = np.where(inside, w, 0.0)
    value = float(d @ np.where(inside, y, 0.0) / d.sum())
    linear = d * np.where(inside, y - value, 0.0) / d.sum()
    size = np.bincount(stratum, minlength=len(labels))
    middle = np.bincount(stratum, linear, minlength=len(labels)) / size
    middle[size == 1] = 0.0
    squares = np.bincount(stratum, (linear - middle[stratum]) ** 2, minlength=len(labels))
    spread = squares * size / np.maximum(size - 1, 1)
    if population is not None:
        of = np.zeros(len(labels))
        of[stratum] = np.asarray(population, dtype=float)
        spread *= np.clip(1 - size / of, 0.0, 1.0)
    return Estimate(
        value=value,
        error=float(np.sqrt(spread.sum())),
        n=int(inside.sum()),
        freedom=max(int(len(y) - len(labels)), 1),
        effective=float(d.sum() ** 2 / (d @ d)),
    )


def share_interval(estimate: Estimate, *, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper bound, 0 to 1, of an estimated share.

    Where everybody answered alike the logit has no value and the linearised variance is 0: there
    Wilson's interval for `effective` answers is given (Wilson, JASA 22, 1927, 209-212).
    """
    p = estimate.value
    if estimate.error == 0 or p in {0.0, 1.0}:
        return _wilson(p, estimate.effective, level=level)
    t = special.stdtrit(estimate.freedom, (1 + level) / 2)
    half = t * estimate.error / (p * (1 - p))
    lower, upper = np.log(p / (1 - p)) + np.array([-half, half])
    return float(1 / (1 + np.exp(-lower))), float(1 / (1 + np.exp(-upper)))


def _wilson(p: float, n: float, *, level: float) -> tuple[float, float]:
    z = special.ndtri((1 + level) / 2)
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))
