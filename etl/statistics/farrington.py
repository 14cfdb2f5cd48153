"""How many were to be expected this week, and is what came more than that?

Farrington's method in its improved form, for many series at once: a quasi-Poisson regression on
the same weeks of earlier years, with seasonal blocks and a trend, where past outbreaks are given
less weight. Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett, Statistics in Medicine
32 (2013), 1206-1222; the original form in Farrington, Andrews, Beale and Catchpole, JRSS A 159
(1996), 547-563; both as in R's surveillance 1.20.3, whose farringtonFlexible gives the same results
(Salmon, Schumacher and Höhle, J. Statistical Software 70:10, 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special  # scipy.stats takes half a second and 70 MB to import

from etl.statistics import negative_binomial
from etl.statistics.season_trend import Design, fit

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Method = Literal["delta", "nb_plugin", "muan"]

LEAST_CASES, LEAST_WEEKS = 5, 4  # fewer cases than this in so many weeks: no alarm
INFINITE = 1e300
BATCH = 512  # series at a time: what a fit works on then stays in the processor's cache


class Reason(IntEnum):
    """Why a cell of a `Judgement` has no expected count; FITTED where it has one."""

    FITTED = 0
    SHORT = 1  # the history does not reach years_back years back
    FEW = 2  # too few observed weeks for the seasons asked for, or none at this time of year
    INFINITE = 3  # the mean's upper limit is infinite: `muan` in a season that never had a case


@dataclass(frozen=True)
class Judgement:
    """What was expected in each evaluated week of each series: all (evaluated weeks, series).

    `expected` and the band `lower` to `upper` are in counts: `upper` is the quantile 1 - alpha
    and `lower` the quantile alpha of the same distribution. `score` is 0 at `expected` and 1 at
    `upper`; where `upper` is not above `expected`, as in the sparsest series, 1 is at the first
    whole number over `expected`. `pvalue` is the chance of as many or more. They are NaN where
    `reason` (codes of `Reason`) is not FITTED, and score and pvalue where the week itself was
    not observed.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    score: Floats
    pvalue: Floats
    alarm: npt.NDArray[np.bool_]
    reason: npt.NDArray[np.int8]


def flexible(
    counts: npt.ArrayLike,
    *,
    weeks_per_year: int = 52,
    years_back: int = 5,
    half_window: int = 3,
    periods: int = 10,
    excluded_recent: int = 26,
    weight_threshold: float = 2.58,
    trend_alpha: float = 1.0,
    alpha: float = 0.005,
    method: Method = "nb_plugin",
    evaluate: npt.ArrayLike,
) -> Judgement:
    """Judge the rows `evaluate` (0-based) of `counts` (weeks, series); NaN is a week not observed.

    The weeks of comparison are `years_back` years, `half_window` weeks on either side of the same
    week and, with `periods` > 1, the weeks between in `periods` - 1 equal blocks a year; the
    `excluded_recent` weeks before the judged one are left out. A trend is kept where it is
    significant at `trend_alpha`, has three years to stand on and takes the expected count no
    higher than any week of comparison. Weeks whose standardised Anscombe residual is over
    `weight_threshold` weigh less. The original form: periods=1, excluded_recent=3,
    weight_threshold=1, trend_alpha=.05.

    `method` gives the band: "delta" a normal band for count^(2/3) that includes the uncertainty
    of the mean; "nb_plugin" the negative binomial at the mean; "muan" the same at the upper
    1 - alpha limit of the mean.

    A week needs years_back * weeks_per_year + half_window earlier rows, and a series must have
    been observed by the end of the oldest window: else Reason.SHORT. Under 5 cases in the last 4
    weeks there is no alarm, but the band stands (R blanks it).

    Raises ValueError for a negative count, a row outside `counts`, an unknown method, or more
    `periods` than a year has room for.
    """
    y = np.ascontiguousarray(np.asarray(counts, dtype=float).T)
    rows = np.atleast_1d(np.asarray(evaluate, dtype=np.int64))
    if (y < 0).any():
        raise ValueError("a count cannot be negative")
    if ((rows < 0) | (rows >= y.shape[1])).any():
        raise ValueError("a row to evaluate is not among the counts")
    if method not in {"delta", "nb_plugin", "muan"}:
        raise ValueError(f"unknown method: {method}")
    design = Design.of(weeks_per_year, years_back, half_window, periods, excluded_recent)
    oldest = rows - years_back * weeks_per_year
    fitted = np.full((4, len(rows), len(y)), np.nan)
    for at in np.flatnonzero(oldest >= half_window):
        for start in range(0, len(y), BATCH):
            some = slice(start, start + BATCH)
            fitted[:, at, some] = fit(
                np.take(y[some], design.offsets + rows[at], axis=1),
                design=design,
                weight_threshold=weight_threshold,
                trend_alpha=trend_alpha if years_back >= 3 else 0.0,
            )
    seen = np.isfinite(y)
    begins = np.where(seen.any(axis=1), seen.argmax(axis=1), y.shape[1])
    short = (oldest < half_window)[:, None] | (begins > oldest[:, None] + half_window)
    cases = np.cumsum(np.nan_to_num(y), axis=1)
    recent = cases[:, rows] - np.where(rows >= LEAST_WEEKS, cases[:, rows - LEAST_WEEKS], 0)
    return _judge(y[:, rows].T, fitted[:3], short, recent.T, alpha=alpha, method=method)


def _judge(
    y: Floats, fitted: Floats, short: Mask, recent: Floats, *, alpha: float, method: Method
) -> Judgement:
    """All (evaluated weeks, series); `fitted` the first three of `fit`, `recent` the last cases."""
    expected, error, dispersion = fitted
    mean = expected
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        if method == "muan":
            mean = np.exp(np.log(expected) + special.ndtri(1 - alpha) * error)
        infinite = ~(np.maximum(mean, expected) * dispersion < INFINITE)
    reasons = [Reason.SHORT, Reason.FEW, Reason.INFINITE]
    reason = np.select([short, np.isnan(expected), infinite], reasons, Reason.FITTED)
    fitted = np.where(reason == Reason.FITTED, [mean, error, dispersion], np.nan)
    expected = np.where(reason == Reason.FITTED, expected, np.nan)
    if method == "delta":
        lower, upper, pvalue = _normal_band(y, *fitted, alpha=alpha)
    else:
        mean, _, dispersion = fitted
        variance = dispersion * mean
        lower = negative_binomial.least_usual(alpha, mean, variance)
        upper = negative_binomial.largest_usual(alpha, mean, variance)
        pvalue = negative_binomial.at_least(y, mean, variance)
    one = np.where(upper > expected, upper, np.floor(expected) + 1)
    score = (y - expected) / (one - expected)
    alarm = (y > upper) & (y > expected) & (recent >= LEAST_CASES)
    return Judgement(expected, lower, upper, score, pvalue, alarm, reason.astype(np.int8))


def _normal_band(
    y: Floats, mean: Floats, error: Floats, dispersion: Floats, *, alpha: float
) -> tuple[Floats, Floats, Floats]:
    """Lower, upper and p-value where count^(2/3) is taken as normal (Farrington 1996)."""
    middle = np.cbrt(mean) ** 2
    error = np.where(mean > 0, error, 0.0)
    spread = 2 / 3 * np.sqrt(np.cbrt(mean) * (dispersion + error**2 * mean))
    half = special.ndtri(1 - alpha) * spread
    away = np.cbrt(y) ** 2 - middle
    z = np.divide(away, spread, out=np.where(away > 0, np.inf, away), where=spread > 0)
    return np.maximum(middle - half, 0.0) ** 1.5, (middle + half) ** 1.5, special.ndtr(-z)
