"""What counts can be where a mean and a variance are known: the negative binomial by its moments.

With mean m and variance v > m it is NB(size m²/(v − m), probability m/v); where v is no larger than
m it is Poisson. All functions broadcast, and answer NaN where an argument is NaN.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special  # scipy.stats takes half a second and 70 MB to import

Floats = npt.NDArray[np.float64]
POISSON = 1e-7  # (v − m)/m under this: the two cannot be told apart, and only Poisson is exact
NORMAL = 1e12  # only a fit that ran away has so large a mean: the normal distribution will do


def at_most(count: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The probability of `count` or fewer."""
    return _chance(count, mean, variance, is_upper=False)


def at_least(count: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The probability of `count` or more: not one minus the rest, which loses the small ones."""
    return _chance(count, mean, variance, is_upper=True)


def largest_usual(level: float, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The least count whose probability of being exceeded is at most `level`."""
    return _search(level, mean, variance, is_upper=True)


def least_usual(level: float, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The least count for which the probability of it or fewer is over `level`."""
    return _search(level, mean, variance, is_upper=False)


def _chance(
    count: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike, *, is_upper: bool
) -> Floats:
    """Both tails are betainc: betaincc of the same is ten times slower."""
    y, m, v = np.broadcast_arrays(*(np.asarray(x, float) for x in (count, mean, variance)))
    whole = np.ceil(y) if is_upper else np.floor(y)
    # under the least count there is: surely at least it, never at most it
    found = np.where(whole > 0 if is_upper else whole >= 0, 0.0, float(is_upper))
    found = np.where(np.isnan(y + m + v), np.nan, found)
    some = (found == 0.0) & (whole >= is_upper)
    large, over = some & (m > NORMAL), v - m
    poisson, wide = some & ~large & (over <= POISSON * m), some & ~large & (over > POISSON * m)
    away = (whole - m)[large] / np.sqrt(v[large])
    found[large] = special.ndtr(-away if is_upper else away)
    k, mu, over = whole[wide], m[wide], over[wide]
    size, chance = mu * mu / over, mu / v[wide]
    if is_upper:
        found[poisson] = special.pdtrc(whole[poisson] - 1, m[poisson])
        found[wide] = special.betainc(k, size, over / v[wide])
    else:
        found[poisson] = special.pdtr(whole[poisson], m[poisson])
        found[wide] = special.betainc(size, k + 1, chance)
    return found


def _search(
    level: float, mean: npt.ArrayLike, variance: npt.ArrayLike, *, is_upper: bool
) -> Floats:
    """Near a skewed normal's quantile most answers lie; the others are closed in on by halves."""
    m, v = np.broadcast_arrays(np.asarray(mean, float), np.asarray(variance, float))
    shape, m, v = m.shape, m.ravel(), np.maximum(v, m).ravel()

    def is_enough(y: Floats, at: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        if is_upper:
            return at_least(y + 1, m[at], v[at]) <= level
        return at_most(y, m[at], v[at]) > level

    answer = np.full(m.shape, np.nan)
    known = np.flatnonzero(np.isfinite(m) & np.isfinite(v))
    m0, v0 = m[known], np.maximum(v[known], 1e-300)
    z = -special.ndtri(level) * (1 if is_upper else -1)
    skew = (2 * v0 / np.maximum(m0, 1e-300) - 1) / np.sqrt(v0)
    guess = np.floor(np.maximum(m0 + np.sqrt(v0) * (z + skew * (z * z - 1) / 6), 0))
    low = np.full(known.shape, -1.0)  # not enough
    high = np.ceil(m0 + np.sqrt(v0 / min(level, 1 - level)))  # enough, by Cantelli's inequality
    high = np.where(m0 > NORMAL, guess, high)
    low = np.where(m0 > NORMAL, guess, low)
    step = 1.0
    while (open_ := high - low > 1).any():
        at = np.flatnonzero(open_)
        middle = np.clip(guess[at], low[at] + 1, high[at] - 1)
        enough = is_enough(middle, known[at])
        high[at], low[at] = np.where(enough, middle, high[at]), np.where(enough, low[at], middle)
        # beside the guess first, then further, then by halves
        near = np.where(enough, middle - step, middle + step)
        guess[at] = near if step < 8 else np.floor((low[at] + high[at]) / 2)
        step *= 2
    answer[known] = high
    return answer.reshape(shape)
