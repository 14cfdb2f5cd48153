"""Quasi-Poisson regression on seasons and a trend, for many series with the same design at once.

With a log link each season's level has a closed form once the slope is known: the season's total
divided by the sum of exp(slope * time) over its weeks. What is left is one equation in one
unknown per series, monotone in it, solved by Halley's method inside a bracket.

A season without cases has the level minus infinity: its weeks fit exactly and add nothing. Where
all cases lie at one end of their seasons no slope is steep enough; it then stops at `STEEPEST`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from etl.statistics.past_weeks import Design

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FLAT = 1e-13  # of the cases: closer the slope's equation cannot be told to be
STEEPEST = 1200.0  # of the logarithm over the whole history: exp of half of it is still finite
NEAR = 1e-4  # after a step this short the sums follow to first order, to 1e-9
MOST_STEPS = 100
TINY = 1e-300


def fit(y: Floats, *, design: Design, weight_threshold: float, trend_alpha: float) -> Floats:
    """Fit `y` (series, n), counts in the weeks of comparison, NaN where not observed.

    Returns (4, series): the mean in the judged week, in counts; the standard error of its
    logarithm, as R has it; the dispersion, at least 1; and the variance of the mean's logarithm
    at dispersion 1. The mean is NaN where no degree of freedom is left or the judged week's season
    was never observed.

    The trend stays where its p-value is not over `trend_alpha` (1: always) and the mean it leads to
    is not over the largest y. Where a standardised Anscombe residual is over `weight_threshold`
    the week weighs residual^-2.
    """
    seen = np.isfinite(y)
    weights = None if seen.all() else seen.astype(float)
    y = y if weights is None else np.where(seen, y, 0.0)
    if not trend_alpha:
        return _twice(y, weights, design, weight_threshold, trend=False).judged
    found = _twice(y, weights, design, weight_threshold, trend=True)
    kept = (found.significance <= trend_alpha) & (found.judged[0] <= y.max(axis=1))
    rest = np.flatnonzero(~kept)
    if len(rest):
        weights = None if weights is None else weights[rest]
        flat = _twice(y[rest], weights, design, weight_threshold, trend=False)
        found.judged[:, rest] = flat.judged
    return found.judged


@dataclass(frozen=True)
class _Fit:
    """`judged` (4, series) as `fit` returns it, `slope` per unit of the design's time, and its
    two-sided p-value.
    """

    judged: Floats
    slope: Floats
    significance: Floats


def _twice(
    y: Floats, weights: Floats | None, design: Design, threshold: float, *, trend: bool
) -> _Fit:
    """Fit, weigh down the weeks that stand out (Farrington 1996), fit again."""
    line = _line(y, weights, design, np.zeros(len(y)), trend=trend)
    found, mu = _fitted(y, weights, design, line, trend=trend)
    rows, weights = _lighter(y, weights, mu, design, line, found.judged[2], threshold)
    if len(rows):
        line = _line(y[rows], weights, design, found.slope[rows], trend=trend)
        again, _ = _fitted(y[rows], weights, design, line, trend=trend)
        found.judged[:, rows], found.significance[rows] = again.judged, again.significance
    return found


@dataclass(frozen=True)
class _Line:
    """`slope` (series,); per season (series, p) `total` (weighted cases), `middle` (mean time of
    the fitted cases) and `level` (log, 0 where total is 0); `information` on the slope (series,).
    """

    slope: Floats
    total: Floats
    middle: Floats
    level: Floats
    information: Floats


def _line(
    y: Floats, weights: Floats | None, design: Design, start: Floats, *, trend: bool
) -> _Line:
    """The line of greatest likelihood, its slope sought from `start`; without trend it stays."""
    p = design.powers.shape[1] // 4
    weighted = y if weights is None else y * weights
    total, moment = np.hsplit(_sums(weighted, design.powers[:, : 2 * p]), 2)
    cases, moment = total.sum(axis=1), moment.sum(axis=1)
    slope, low, high = start.copy(), np.full(len(y), -np.inf), np.full(len(y), np.inf)
    middle, size, information = np.empty_like(total), np.empty_like(total), np.full(len(y), np.inf)
    active = np.arange(len(y))
    for _ in range(MOST_STEPS):
        at, of = slope[active], total[active]
        sums = _tilted(at, None if weights is None else weights[active], design)
        size[active] = sums[:, :p]
        first, second, third = _moments(sums)
        middle[active] = first
        if not trend:
            break
        variance = second - first**2
        spread = np.maximum(_dot(of, variance), TINY)
        skew = _dot(of, third - first * (3 * second - 2 * first**2))
        gap = moment[active] - _dot(of, first)
        low[active[gap > 0]], high[active[gap < 0]] = at[gap > 0], at[gap < 0]
        step = np.clip(gap / spread, -STEEPEST, STEEPEST)
        step /= np.maximum(1 + step * skew / (2 * spread), 0.5)
        ahead = np.clip(at + step, -STEEPEST, STEEPEST)
        over = np.flatnonzero((ahead < low[active]) | (ahead > high[active]))
        ahead[over] = (low[active[over]] + high[active[over]]) / 2
        step = np.where(np.abs(gap) > FLAT * cases[active], ahead - at, 0.0)
        slope[active] = at + step
        going = np.abs(step) > NEAR
        step[going] = 0.0
        information[active] = np.maximum(spread + step * skew, TINY)
        size[active] *= 1 + step[:, None] * first
        middle[active] += step[:, None] * variance
        if not going.any():
            break
        active = active[going]
    level = np.log(np.where(total > 0, total, 1.0) / np.where(total > 0, size, 1.0))
    return _Line(slope, total, middle, level, information)


def _tilted(slope: Floats, weights: Floats | None, design: Design) -> Floats:
    """Sums over each season's weeks of weight * exp(slope * time) * time^0 to 3: (series, 4p)."""
    if weights is None and not slope.any():
        return np.tile(design.powers.sum(axis=0), (len(slope), 1))
    tilted = np.multiply.outer(slope, design.time)
    np.exp(tilted, out=tilted)
    if weights is not None:
        tilted *= weights
    return _sums(tilted, design.powers)


def _moments(sums: Floats) -> list[Floats]:
    """Means of time, its square and its cube in each season, (series, p) each."""
    size, *others = np.hsplit(sums, 4)
    size = 1 / np.maximum(size, TINY)
    return [other * size for other in others]


def _sums(rows: Floats, powers: Floats) -> Floats:
    """rows @ powers, in pieces so small that BLAS starts no threads: they wait for each other
    ten times longer than the sums take as soon as another process wants a core.
    """
    (many, n), p = rows.shape, powers.shape[1]
    whole = many // 16 * 16
    pieces = (rows[:whole].reshape(-1, 16, n) @ powers).reshape(-1, p)
    return np.concatenate([pieces, rows[whole:] @ powers])


def _dot(a: Floats, b: Floats) -> Floats:
    return np.einsum("sp,sp->s", a, b)


def _fitted(
    y: Floats, weights: Floats | None, design: Design, line: _Line, *, trend: bool
) -> tuple[_Fit, Floats]:
    """What follows from a line, and the fitted means (series, n), any number where a season's
    total is 0. The weights count as R has them: scaled to the mean 1.
    """
    p = line.total.shape[1]
    mu = np.multiply.outer(line.slope, design.time)
    mu += line.level[:, design.season]
    np.maximum(np.exp(mu, out=mu), TINY, out=mu)
    ratio = y / mu
    w = np.ones((1, y.shape[1])) if weights is None else weights
    part = ratio if weights is None else w * ratio
    n = (w > 0).sum(axis=1)
    observed = _sums((w > 0).astype(float), design.powers[:, :p]) > 0
    freedom = np.zeros(len(y)) + n - observed.sum(axis=1) - trend
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = n / w.sum(axis=1)
        pearson = scale * (_dot(part, y) - line.total.sum(axis=1)) / freedom
        # R's predict() meets the prior weights where it looks for the working ones, so that each
        # residual counts as ((y - mu) / mu)^2. No paper has it, but the results rest on it.
        working = scale * (_dot(part, ratio) - 2 * part.sum(axis=1)) + n
        working = np.maximum(working, 0) / freedom
        variance = 1 / (scale * line.total[:, -1])
        if trend:
            variance += (design.now - line.middle[:, -1]) ** 2 / (scale * line.information)
        t = line.slope * np.sqrt(scale * line.information / working)
        mean = np.exp(line.level[:, -1] + line.slope * design.now)
    mean[line.total[:, -1] == 0] = 0.0
    mean[~observed[:, -1] | (freedom < 1)] = np.nan
    significance = 2 * special.stdtr(freedom, -np.abs(t))
    error = np.sqrt(working * variance)
    judged = np.array([mean, error, np.maximum(pearson, 1.0), variance])
    return _Fit(judged, line.slope, significance), mu


def _lighter(
    y: Floats,
    weights: Floats | None,
    mu: Floats,
    design: Design,
    line: _Line,
    dispersion: Floats,
    threshold: float,
) -> tuple[Integers, Floats]:
    """The series where a standardised Anscombe residual is over `threshold`, and their weights
    (those series, n) with such weeks weighing residual^-2.
    """
    series, week = np.nonzero(y > mu)
    mu, season = mu[series, week], design.season[week]
    away = (design.time[week] - line.middle[series, season]) ** 2 / line.information[series]
    leverage = mu * (1 / line.total[series, season] + away)
    residual = 1.5 * np.sqrt(mu) * (np.cbrt(y[series, week] / mu) ** 2 - 1)
    residual /= np.sqrt(dispersion[series] * np.maximum(1 - leverage, 1e-10))
    over = residual > threshold
    rows, at = np.unique(series[over], return_inverse=True)
    lighter = np.ones((len(rows), y.shape[1])) if weights is None else weights[rows]
    lighter[at, week[over]] *= residual[over] ** -2.0
    return rows, lighter
