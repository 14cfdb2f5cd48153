"""How often somebody may try: in memory, and never more of it than is set."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable


class Rate:
    """At most `times` in `seconds` for one key. Thread-safe."""

    def __init__(
        self,
        *,
        times: int,
        seconds: float,
        largest: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._times, self._seconds, self._largest, self._clock = times, seconds, largest, clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Whether one more may be tried now; it then counts."""
        now = self._clock()
        with self._lock:
            tries = self._tries.setdefault(key, deque(maxlen=self._times))
            self._tries.move_to_end(key)
            if len(self._tries) > self._largest:
                self._tries.popitem(last=False)
            if len(tries) == self._times and now - tries[0] < self._seconds:
                return False
            tries.append(now)
            return True
