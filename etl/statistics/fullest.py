"""Which days and hours of the week hold more than chance would put there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

LEAST = 20  # events; of fewer nothing is said
ALPHA = 0.01
PARTS = ((0, 24), (0, 6), (6, 18), (18, 24))  # from and to, hours
RUNS = [(first, days) for days in (1, 2, 3) for first in range(7)] + [(0, 5), (0, 7)]


class Stretch(NamedTuple):
    """`days` in a row from weekday `first_day` (0 is Monday), each from `from_hour` to `to_hour`;
    `share` of all events, of which the hours themselves are `even`; `pvalue` over all stretches."""

    first_day: int
    days: int
    from_hour: int
    to_hour: int
    share: float
    even: float
    pvalue: float


def fullest(weights: npt.ArrayLike) -> Stretch | None:
    """The stretch of the week that holds the most beyond its share of the hours, or None.

    `weights` (168,) events per hour of the week, or (7,) per weekday: then whole days are told.
    None under 20 events, or where chance alone would give a stretch as full as often as one time
    in a hundred. The stretches are one to three days in a row, Monday to Friday, or all days; each
    whole, or of its night, day or evening. The largest likelihood ratio is the fullest (Kulldorff,
    Communications in Statistics 26, 1997, 1481-1496), and its binomial tail is multiplied by the
    number of stretches (Bonferroni). Events in parts are rounded down: chance gets the doubt.
    Events that come together, as in a series, are not chance, and nothing of why they do.
    """
    x = np.asarray(weights, dtype=float)
    grid = x.reshape(7, -1)
    total = x.sum()
    if total < LEAST:
        return None
    found = [
        (first, days, start, end, grid[np.arange(first, first + days) % 7, start:end].sum())
        for first, days in RUNS
        for start, end in (PARTS if grid.shape[1] == 24 else [(0, 1)])
    ]
    first, days, start, end, inside = map(np.array, zip(*found, strict=True))
    even = days * (end - start) / x.size
    is_part = even < 1
    share, rest = inside / total, 1 - inside / total
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = special.xlogy(share, share / even) + special.xlogy(rest, rest / (1 - even))
    best = int(np.argmax(np.where(is_part & (share > even), ratio, -1)))
    n, k = round(total), int(inside[best] + 1e-6)
    p = float(special.bdtrc(k - 1, n, even[best])) if k else 1.0
    pvalue = min(p * is_part.sum(), 1.0)
    if pvalue > ALPHA:
        return None
    to_hour = int(end[best]) if grid.shape[1] == 24 else 24
    return Stretch(
        int(first[best]), int(days[best]), int(start[best]), to_hour,
        float(share[best]), float(even[best]), pvalue,
    )  # fmt: skip
