"""The workplace's settings as the app may ask for them, and the long jobs that it begins.

The settings are the command line's to give: the files are written by the very code that reads them.
A job is one of its commands in a process of its own, and tells on how far it has come a JSON line
at a time. How it goes is told in a file, since any of several processes may be asked.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import flask

from dashboard.processes import Rows, Told, lives, this_process

IDLE, RUNNING, DONE, REFUSED = "idle", "running", "done", "refused"
BROKEN = "Arbetet gick sönder. Det är ett fel i programmet: anmäl det."
STOPPED = "Arbetet avbröts när programmet stängdes. Börja om det."
Moves = list[dict[str, Any]]  # from, to, rows: what is counted as another problem type
Command = Callable[..., list[str]]  # the job's name and its words -> what to run


class Settings(Protocol):
    """As etl/setting_up has them. A change answers with why it cannot be made, "" when it is made."""

    def forum(self) -> dict[str, Any]: ...
    def set_forum(self, *, kommuner: Sequence[str], name: str) -> str: ...
    def meeting(self) -> dict[str, str]: ...
    def set_meeting(self, said: Mapping[str, str]) -> str: ...
    def places(self) -> list[dict[str, Any]]: ...
    def set_place(self, code: str, said: Mapping[str, Any]) -> str: ...
    def remove_place(self, code: str) -> str: ...
    def types(self) -> dict[str, Any]: ...
    def set_type(self, code: str, said: Mapping[str, Any], *, only_look: bool) -> tuple[str, Moves]: ...  # fmt: skip
    def switch_type_off(self, code: str, *, to: str, only_look: bool) -> tuple[str, Moves]: ...
    def retention(self) -> list[dict[str, Any]]: ...
    def set_retention(self, source: str, *, days: int, decision: str) -> str: ...
    def loaded(self) -> list[str]: ...


@dataclass(frozen=True)
class Progress:
    """How far a job has come. `missing` is what could not be fetched, in sentences."""

    number: int = 0
    name: str = ""
    step: str = IDLE
    said: str = ""
    missing: tuple[str, ...] = ()
    by: str = ""  # the process that began it


class Jobs:
    """One at a time, whichever thread or process begins it. `folder` is the workplace."""

    def __init__(self, command: Command, folder: Path) -> None:
        self._command = command
        self._told = Told(folder / ".jobs.json")
        self._worker = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    @property
    def now(self) -> Progress:
        """The job that is at work, or the last."""
        return _now(self._told.rows())

    def begin(self, name: str, *words: str) -> bool:
        """Whether the job was begun: not while another is at work."""
        with self._told.changing() as rows:
            now = _now(rows)
            if now.step == RUNNING:
                return False
            begun = Progress(now.number + 1, name, RUNNING, "Börjar", by=this_process())
            rows[:] = [asdict(begun)]
        self._last = self._worker.submit(self._run, self._command(name, *words))
        return True

    def wait(self) -> None:
        """Until what was begun is done."""
        if self._last:
            self._last.result()

    def _run(self, words: list[str]) -> None:
        try:
            self._follow(words)
        except (OSError, ValueError, AttributeError):
            self._set(step=REFUSED, said=BROKEN)

    def _follow(self, words: list[str]) -> None:
        said: dict[str, Any] = {}
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        ) as job:
            assert job.stdout
            for line in job.stdout:
                said = json.loads(line)
                if stage := said.get("stage"):
                    self._set(said=stage)
        if job.returncode:
            # what a broken job says for itself may quote the files
            self._set(step=REFUSED, said=said.get("refused", BROKEN))
        else:
            self._set(step=DONE, said="", missing=tuple(said.get("missing", ())))

    def _set(self, **changes: Any) -> None:
        with self._told.changing() as rows:
            rows[0] |= changes


def _now(rows: Rows) -> Progress:
    if not rows:
        return Progress()
    now = Progress(**rows[0] | {"missing": tuple(rows[0]["missing"])})
    if now.step == RUNNING and not lives(now.by):
        return replace(now, step=REFUSED, said=STOPPED)
    return now


def settings() -> Settings | None:
    """Of the app that is asked now; None where it is only to be looked at."""
    found: Settings | None = flask.current_app.config.get("SETTINGS")
    return found


def jobs() -> Jobs | None:
    found: Jobs | None = flask.current_app.config.get("JOBS")
    return found
