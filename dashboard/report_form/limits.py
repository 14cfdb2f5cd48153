"""How often somebody may: kept in memory only, and never more of it than was said."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

HOUR = 3600.0


class Allowance:
    """A token bucket per key: `hourly` at once, and as many again in an hour. Thread-safe.

    At most `most_keys` keys are remembered; the one that was heard of longest ago is forgotten
    first, which gives it a full allowance again.
    """

    def __init__(self, hourly: int, *, most_keys: int, clock: Callable[[], float]) -> None:
        self._hourly = hourly
        self._most_keys = most_keys
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # left, then when
        self._lock = threading.Lock()

    def take(self, key: str) -> bool:
        """Whether once more is allowed."""
        with self._lock:
            now = self._clock()
            left, then = self._left.pop(key, (float(self._hourly), now))
            left = min(float(self._hourly), left + (now - then) * self._hourly / HOUR)
            allowed = left >= 1
            self._left[key] = (left - allowed, now)
            while len(self._left) > self._most_keys:
                self._left.popitem(last=False)
            return allowed

    def __len__(self) -> int:
        return len(self._left)
