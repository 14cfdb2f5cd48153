"""When a publisher may be called: its limits hold for all processes of a workplace together."""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from etl.provenance import Refused

PATIENCE = 120.0  # seconds that anybody at a screen waits; beyond that they are told when
LONGEST_CLOSED = 3600.0  # a longer Retry-After is a mistake, or ours to find out an hour later


class Limit(NamedTuple):
    """At most `calls` within any `seconds`."""

    calls: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, where the times of calls are kept, and by which clock we wait.

    `agent` is sent as User-Agent (ASCII). `now` gives seconds since 1970: a clock that processes
    share. `say` is told in Swedish what is going on.
    """

    folder: Path
    agent: str = "lagesbild"
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = lambda stage: None


class Turns:
    """The times of our calls to one publisher, in the file `key`.json of the caller's folder."""

    def __init__(
        self, publisher: str, *, key: str, limits: Sequence[Limit], caller: Caller
    ) -> None:
        self._publisher = publisher
        self._file = caller.folder / f"{key}.json"
        self._limits = limits
        self._caller = caller

    def take(self) -> None:
        """Wait until we may call, and note the call. Raises Refused when that is too far away."""
        now = self._caller.now()
        with self._held() as state:
            calls = state["calls"]
            freed = [calls[-n] + seconds for n, seconds in self._limits if len(calls) >= n]
            turn = max([now, state["closed_until"], *freed])
            if turn - now > PATIENCE:
                raise Refused(
                    f"{self._publisher} tar inte emot fler anrop från oss före klockan "
                    f"{datetime.fromtimestamp(turn):%H.%M}. Försök igen då."  # noqa: DTZ006
                )
            calls.append(turn)
        if turn > now:
            self._caller.say(f"Väntar {turn - now:.0f} s på vår tur hos {self._publisher}")
            self._caller.sleep(turn - now)

    def close(self, seconds: float) -> None:
        """Nobody of ours calls for so long: the publisher has asked for it, or needs a rest."""
        with self._held() as state:
            until = self._caller.now() + min(seconds, LONGEST_CLOSED)
            state["closed_until"] = max(state["closed_until"], until)

    @contextmanager
    def _held(self) -> Iterator[dict[str, Any]]:
        """What the file says, for us alone; what we made of it is written back."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            state = self._recalled(file.read())
            yield state
            file.truncate(0)
            file.write(json.dumps(state))

    def _recalled(self, text: str) -> dict[str, Any]:
        """What still counts. Times too far ahead come from a clock that was wrong."""
        now = self._caller.now()
        try:
            state = json.loads(text or '{"calls": [], "closed_until": 0}')
            calls, closed_until = [float(t) for t in state["calls"]], float(state["closed_until"])
        except (ValueError, TypeError, KeyError):
            calls, closed_until = [now], 0.0  # damaged: as if somebody had called just now
        longest = max(seconds for _, seconds in self._limits)
        return {
            "calls": [t for t in calls if now - longest < t <= now + PATIENCE],
            "closed_until": closed_until if closed_until <= now + LONGEST_CLOSED else 0.0,
        }
