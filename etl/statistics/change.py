"""Is a count different from an earlier one, or is it what counts do?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

CLEAR = "tydlig avvikelse"
LOOK = "värt att titta på"
FEWER = "färre än väntat"
NORMAL = "inom normal variation"
LEAST = 5  # both counts under this: no word


def poisson_z(now: npt.ArrayLike, before: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """√2·(√now − √before): how many standard deviations apart two counts are.

    Counts of equally long periods, any shape that broadcasts. The root of a Poisson count has a
    variance near 1/4 whatever its mean, and here both counts vary; 2·(√now − √before) would be
    right against a known expectation only (A. Wheeler, 2016, on Poisson z-scores).

    Raises ValueError for negative counts.
    """
    now, before = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    if (now < 0).any() or (before < 0).any():
        raise ValueError("a count cannot be negative")
    return np.sqrt(2) * (np.sqrt(now) - np.sqrt(before))


def word(now: npt.ArrayLike, before: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """The change in words, as every page says it; None where both counts are under five."""
    now, before = np.broadcast_arrays(np.asarray(now), np.asarray(before))
    z = poisson_z(now, before)
    words = np.select([z >= 3, z >= 2, z <= -2], [CLEAR, LOOK, FEWER], default=NORMAL)
    words = words.astype(object)
    words[(now < LEAST) & (before < LEAST)] = None
    return words
