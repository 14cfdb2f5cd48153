"""When it happens, hour by hour of the week, when all that is known is between when and when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

HOUR, DAY = 60, 1440  # minutes
WEEK = 7 * DAY


class HourOfWeek(NamedTuple):
    """`weights` (168,): events in each hour, Monday 00 first; `unknown`: events of no known hour.

    Together they are the number of events: none is lost, and none counts twice.
    """

    weights: npt.NDArray[np.float64]
    unknown: float


def hour_of_week(starts: npt.ArrayLike, ends: npt.ArrayLike) -> HourOfWeek:
    """Each event spread evenly over the minutes in which it can have happened.

    `starts`, `ends` (events,) datetime64 in local time, missing NaT; seconds are cut off, and the
    last minute is not part of the interval. An event without end, with an end before its start,
    or at most a minute long stands at the hour of its start. Seven days or more tell nothing of
    the hour: unknown. So is an event without start: how long before its end it can have been
    nobody has said. A day without clock time is a missing start, not midnight.

    Ratcliffe and McCullagh, Journal of Quantitative Criminology 14 (1998), 145-161; the rules for
    the odd ones are those of R's aoristic 1.1.1, but for the unknown, which it spreads evenly.
    """
    start = np.asarray(starts, dtype="datetime64[m]")
    minutes = (np.asarray(ends, dtype="datetime64[m]") - start).astype(np.int64)  # NaT: negative
    known = ~np.isnat(start) & (minutes < WEEK)
    minutes = minutes[known]
    first = (start[known].astype(np.int64) + 3 * DAY) % WEEK  # 1 January 1970 was a Thursday
    at_once = minutes <= 1
    first = np.where(at_once, first - first % HOUR, first)
    minutes = np.where(at_once, HOUR, minutes)
    # what an event weighs per minute begins at its first minute and is taken back at its end
    change = np.bincount(first, 1 / minutes, minlength=2 * WEEK)
    change -= np.bincount(first + minutes, 1 / minutes, minlength=2 * WEEK)
    density = np.maximum(np.cumsum(change), 0)  # rounding must not leave less than nothing
    weights = density.reshape(2, -1, HOUR).sum((0, 2))
    return HourOfWeek(weights=weights, unknown=float(len(start) - len(minutes)))
