"""Which areas have many events with their neighbours counted in, and what has become of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from geodata.hotspots import LEAST, PERIODS, gi_star, histories, stands_out

LEAST_AREAS = 10  # fewer have no such thing as a neighbourhood beside the rest
LEAST_PERIODS = 5  # of the eight: fewer could make anything look new

Bools = npt.NDArray[np.bool_]


class Busy(NamedTuple):
    """`word` and `times` (..., cells) as of `hotspots.Labels`; `periods` (...): how many of the
    eight could be judged, 0 where too few to say anything."""

    word: npt.NDArray[np.object_]
    times: npt.NDArray[np.intp]
    periods: npt.NDArray[np.intp]


def seen(counts: npt.ArrayLike, neighbours: sparse.csr_array) -> tuple[Bools, Bools]:
    """Which cells stand out in which of the periods, and which periods could be judged at all.

    `counts` (periods, cells): events, whole or in parts. Answers (periods, cells) and (periods,).
    A period of under twenty events is not judged: Gi* takes its sums for normal.
    """
    y = np.asarray(counts, dtype=float)
    judged = (y.sum(1) >= LEAST) & (y.shape[1] >= LEAST_AREAS)
    out = np.zeros(y.shape, dtype=bool)
    if judged.any():
        out[judged] = stands_out(gi_star(y[judged], neighbours))
    return out, judged


def told(out: Bools, judged: Bools) -> Busy:
    """What is told of eight periods, the latest last: of `out` (8, ..., cells) and `judged` (8, ...)."""
    if len(out) != PERIODS:
        raise ValueError("eight periods are told of, no more and no fewer")
    said = histories(out)
    periods = np.where(judged[-1] & (judged.sum(0) >= LEAST_PERIODS), judged.sum(0), 0)
    word, times = said.word.copy(), said.times.copy()
    word[periods == 0], times[periods == 0] = None, 0
    return Busy(word=word, times=times, periods=periods)
