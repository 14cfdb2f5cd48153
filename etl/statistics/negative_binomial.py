"""What counts can be where a mean and a variance are known: the negative binomial by its moments.

With mean m and variance v > m it is NB(size m²/(v − m), probability m/v); where v is no larger than
m it is Poisson. All functions broadcast, and answer NaN where the mean is NaN.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special  # scipy.stats takes half a second and 70 MB to import

Floats = npt.NDArray[np.float64]
POISSON = 1e-7  # (v − m)/m under this: the two cannot be told apart, and only Poisson is exact


def at_most(count: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The probability of `count` or fewer."""
    y, m, v = np.broadcast_arrays(*(np.asarray(x, float) for x in (count, mean, variance)))
    size, chance, is_poisson = _parameters(m, v)
    whole = np.maximum(np.floor(y), 0)
    found = np.where(is_poisson, special.pdtr(whole, m), special.betainc(size, whole + 1, chance))
    return np.where(y < 0, np.where(np.isnan(m), np.nan, 0.0), found)


def at_least(count: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The probability of `count` or more: not one minus the rest, which loses the small ones."""
    y, m, v = np.broadcast_arrays(*(np.asarray(x, float) for x in (count, mean, variance)))
    size, chance, is_poisson = _parameters(m, v)
    whole = np.maximum(np.ceil(y), 1)
    found = np.where(is_poisson, special.pdtrc(whole - 1, m), special.betaincc(size, whole, chance))
    return np.where(y <= 0, np.where(np.isnan(m), np.nan, 1.0), found)


def largest_usual(level: float, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The least count whose probability of being exceeded is at most `level`."""
    return _search(level, mean, variance, is_upper=True)


def least_usual(level: float, mean: npt.ArrayLike, variance: npt.ArrayLike) -> Floats:
    """The least count for which the probability of it or fewer is over `level`."""
    return _search(level, mean, variance, is_upper=False)


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


def _parameters(m: Floats, v: Floats) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    over = v - m
    is_poisson = over <= POISSON * m
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.where(is_poisson, 1.0, m * m / over)
        chance = np.where(is_poisson, 0.5, m / v)
    return size, chance, is_poisson
