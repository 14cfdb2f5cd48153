"""Files dropped on the page: looked at, asked about, let in or turned away.

The work is done by the command line's own jobs, each in a process of its own and one at a time. A
file lies in the inbox only while somebody has to decide about it: what is refused, declined or read
is gone from there at once.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

CHUNK = 1 << 20
KEPT = 20  # arrivals that are remembered; the ledger remembers what was read
LOOKING, ASKING, LOADING, LOADED, REFUSED, DECLINED = (
    "looking", "asking", "loading", "loaded", "refused", "declined",
)  # fmt: skip
Command = Callable[[Path, bool], list[str]]  # file, whether it is only looked at -> what to run


@dataclass(frozen=True)
class Arrival:
    """One file that came. `looked` is what `lagesbild load --dry-run --json` says of it."""

    number: int
    name: str
    path: Path
    step: str = LOOKING
    said: str = ""  # why it was refused, or which edition it came into
    looked: dict[str, Any] = field(default_factory=dict)


class Inbox:
    """Thread-safe. `folder` is the workplace's inbox; nothing else is kept in it by us."""

    def __init__(self, folder: Path, command: Command) -> None:
        self._folder = folder
        self._command = command
        self._arrivals: dict[int, Arrival] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def arrivals(self) -> list[Arrival]:
        """The latest first."""
        with self._lock:
            return list(self._arrivals.values())[::-1]

    def receive(self, name: str, stream: IO[bytes]) -> Arrival:
        """Take the file in and begin to look at it. Raises OSError when it cannot be written."""
        place = self._folder / uuid.uuid4().hex
        place.mkdir(parents=True)
        path = place / (re.sub(r"[\x00-\x1f/\\]", "", name).strip(" .")[-120:] or "fil")
        try:
            with path.open("wb") as file:
                shutil.copyfileobj(stream, file, CHUNK)
        except BaseException:
            shutil.rmtree(place)
            raise
        with self._lock:
            number = max(self._arrivals, default=0) + 1
            arrival = self._arrivals[number] = Arrival(number, path.name, path)
            done = [n for n, a in self._arrivals.items() if a.step in {LOADED, REFUSED, DECLINED}]
            for old in done[: max(len(self._arrivals) - KEPT, 0)]:
                del self._arrivals[old]
        self._last = self._worker.submit(self._look, number)
        return arrival

    def accept(self, number: int) -> None:
        """Let the file in. Nothing happens when nobody was asked about it."""
        if self._move(number, ASKING, LOADING):
            self._last = self._worker.submit(self._load, number)

    def decline(self, number: int) -> None:
        """Take the file away. Nothing happens when nobody was asked about it."""
        if self._move(number, ASKING, DECLINED):
            self._remove(number)

    def wait(self) -> None:
        """Until all that was begun is done."""
        if self._last:
            self._last.result()

    def _look(self, number: int) -> None:
        try:
            [looked] = self._run(number, is_dry=True)
        except _Refused as refusal:
            self._end(number, REFUSED, said=str(refusal))
        else:
            self._set(number, step=ASKING, looked=looked)

    def _load(self, number: int) -> None:
        try:
            loaded = self._run(number, is_dry=False)
        except _Refused as refusal:
            self._end(number, REFUSED, said=str(refusal))
        else:
            edition = loaded["edition"]
            said = f"Underlag {edition} visas nu." if edition else "Filen fanns redan. Ingenting ändrades."  # fmt: skip
            self._end(number, LOADED, said=said)

    def _run(self, number: int, *, is_dry: bool) -> Any:
        words = self._command(self._arrivals[number].path, is_dry)
        done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8")
        said = json.loads(done.stdout or "null")
        if done.returncode == 0:
            return said
        # what a broken job says for itself may quote the file
        broken = "Inläsningen gick sönder. Det är ett fel i programmet: anmäl det."
        raise _Refused(said["refused"] if said else broken)

    def _move(self, number: int, before: str, after: str) -> bool:
        with self._lock:
            arrival = self._arrivals.get(number)
            if arrival is None or arrival.step != before:
                return False
            self._arrivals[number] = replace(arrival, step=after)
            return True

    def _set(self, number: int, **changes: Any) -> None:
        with self._lock:
            self._arrivals[number] = replace(self._arrivals[number], **changes)

    def _end(self, number: int, step: str, *, said: str) -> None:
        self._remove(number)
        self._set(number, step=step, said=said)

    def _remove(self, number: int) -> None:
        shutil.rmtree(self._arrivals[number].path.parent, ignore_errors=True)


class _Refused(Exception):
    """What a job said when it let nothing in."""
