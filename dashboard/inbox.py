"""Files dropped on the page: looked at, asked about, let in or turned away.

The work is done by the command line's own jobs, each in a process of its own and one at a time. A
file lies in the inbox only while somebody has to decide about it: what is refused, declined or read
is gone from there at once. What has come is told in a file there, since whoever asks how it goes may be
answered by another process than the one that was given the file.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from dashboard.processes import Told, lives, this_process

CHUNK = 1 << 20
FORGOTTEN = 86_400.0  # s: another process of the page may still be asking about a younger file
KEPT = 20  # arrivals that are remembered; the ledger remembers what was read
LOOKING, ASKING, LOADING, LOADED, REFUSED, DECLINED = (
    "looking", "asking", "loading", "loaded", "refused", "declined",
)  # fmt: skip
NAMELESS = "Filens namn visas inte"
STOPPED = "Arbetet avbröts när programmet stängdes. Släpp filen igen."
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
    by: str = ""  # the process that looks at it or loads it


class Inbox:
    """For any number of threads and processes. `folder` is the workplace's inbox, and `refused_name`
    says why a file by some name is not even looked at, or nothing."""

    def __init__(
        self,
        folder: Path,
        command: Command,
        *,
        refused_name: Callable[[str], str | None] = lambda name: None,
    ) -> None:
        self._folder = folder
        self._command = command
        self._refused_name = refused_name
        self._told = Told(folder / ".arrivals.json")
        self._worker = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None
        self._forget(older_than=time.time() - FORGOTTEN)

    def arrivals(self) -> list[Arrival]:
        """The latest first."""
        for row in self._told.rows():
            if row["step"] in {LOOKING, LOADING} and not lives(row["by"]):
                self._end(row["number"], REFUSED, said=STOPPED)
        return [_arrival(row) for row in self._told.rows()[::-1]]

    def receive(self, name: str, stream: IO[bytes]) -> Arrival:
        """Take the file in and begin to look at it. Raises OSError when it cannot be written."""
        place = self._folder / uuid.uuid4().hex
        path = place / (re.sub(r"[\x00-\x1f/\\]", "", name).strip(" .")[-120:] or "fil")
        if said := self._refused_name(name):
            return self._add(NAMELESS, place / NAMELESS, step=REFUSED, said=said)
        place.mkdir(parents=True)
        try:
            with path.open("wb") as file:
                shutil.copyfileobj(stream, file, CHUNK)
        except BaseException:
            shutil.rmtree(place)
            raise
        arrival = self._add(path.name, path, step=LOOKING)
        self._last = self._worker.submit(self._look, arrival.number)
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

    def _forget(self, *, older_than: float) -> None:
        """A process that died has left files that nobody will be asked about any more."""
        for place in self._folder.glob("[0-9a-f]" * 32):
            if place.stat().st_mtime < older_than:
                shutil.rmtree(place, ignore_errors=True)

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
        words = self._command(self._of(number).path, is_dry)
        with (self._folder / ".at-work").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # the load itself turns away a second one
            done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8")
        said = json.loads(done.stdout or "null")
        if done.returncode == 0:
            return said
        # what a broken job says for itself may quote the file
        broken = "Inläsningen gick sönder. Det är ett fel i programmet: anmäl det."
        raise _Refused(said["refused"] if said else broken)

    def _add(self, name: str, path: Path, *, step: str, said: str = "") -> Arrival:
        with self._told.changing() as rows:
            number = max((row["number"] for row in rows), default=0) + 1
            arrival = Arrival(number, name, path, step, said, by=this_process())
            rows.append(asdict(arrival) | {"path": str(path)})
            done = [row for row in rows if row["step"] in {LOADED, REFUSED, DECLINED}]
            for old in done[: max(len(rows) - KEPT, 0)]:
                rows.remove(old)
        return arrival

    def _move(self, number: int, before: str, after: str) -> bool:
        with self._told.changing() as rows:
            [row] = [row for row in rows if row["number"] == number] or [{"step": ""}]
            is_so: bool = row["step"] == before
            if is_so:
                row |= {"step": after, "by": this_process()}
            return is_so

    def _set(self, number: int, **changes: Any) -> None:
        with self._told.changing() as rows:
            for row in rows:
                if row["number"] == number:
                    row |= changes

    def _of(self, number: int) -> Arrival:
        [row] = [row for row in self._told.rows() if row["number"] == number]
        return _arrival(row)

    def _end(self, number: int, step: str, *, said: str) -> None:
        self._remove(number)
        self._set(number, step=step, said=said)

    def _remove(self, number: int) -> None:
        shutil.rmtree(self._of(number).path.parent, ignore_errors=True)


def _arrival(row: dict[str, Any]) -> Arrival:
    return Arrival(**row | {"path": Path(row["path"])})


class _Refused(Exception):
    """What a job said when it let nothing in."""
