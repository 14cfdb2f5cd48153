"""Which weeks a week is compared with, and which season each of them belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Design:
    """The weeks of comparison, the same for every judged week: n of them in p seasons.

    `offsets` (n,) are rows before the judged one, `season` (n,) 0 to p - 1, the last being the
    judged week's own; `time` (n,) runs from -1/2 to 1/2 and is `now` at the judged week.
    `powers` (n, 4p) holds time^0, time^1, time^2 and time^3 in the column of the week's season.
    """

    offsets: Integers
    season: Integers
    time: Floats
    now: float
    powers: Floats

    @classmethod
    def of(cls, year: int, years_back: int, half: int, periods: int, excluded: int) -> Design:
        """`year` weeks a year; see `etl.statistics.farrington.flexible` for the others."""
        between = year - 2 * half - 1
        if not (1 <= periods <= between + 1 and years_back >= 1 and half >= 0 and excluded >= 0):
            raise ValueError("no room for so many periods in a year, or a negative length")
        long, longer = divmod(between, max(periods - 1, 1))
        block = np.repeat(np.arange(periods - 1), long + (np.arange(periods - 1) < longer))
        window = np.full(2 * half + 1, periods - 1)
        after = block if periods > 1 else np.full(between, -1)
        season = np.tile(np.concatenate([window, after]), years_back)
        season = np.append(season, window[: half + 1])  # up to and with the judged week
        offsets = np.arange(len(season)) - len(season) + 1
        kept = (season >= 0) & (offsets < -excluded)
        if not (season[kept] == periods - 1).any():
            raise ValueError("no week of the judged week's own season is left to compare with")
        season, offsets = np.unique(season[kept], return_inverse=True)[1], offsets[kept]
        length = max(float(np.ptp(offsets)), 1.0)
        middle = (offsets[0] + offsets[-1]) / 2
        time = (offsets - middle) / length
        inside = season[:, None] == np.arange(season.max() + 1)
        powers = np.hstack([inside * time[:, None] ** power for power in range(4)])
        return cls(offsets, season, time, -middle / length, powers)
