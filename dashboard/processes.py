"""What the processes that serve one workplace must know together of work that one of them does."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]


class Told:
    """Rows in a JSON file: read by anybody, changed by one at a time, whole or as they were."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def rows(self) -> Rows:
        try:
            rows: Rows = json.loads(self._file.read_bytes())
        except FileNotFoundError:
            return []
        return rows

    @contextmanager
    def changing(self) -> Iterator[Rows]:
        """The rows, to be changed in place: nobody else changes them meanwhile, thread or process."""
        with self._file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = self.rows()
            yield rows
            part = self._file.with_suffix(f".{secrets.token_hex(8)}")
            try:
                with part.open("w", encoding="utf-8") as stream:
                    json.dump(rows, stream, ensure_ascii=False)
                    stream.flush()
                    os.fsync(stream.fileno())
                part.replace(self._file)
            finally:
                part.unlink(missing_ok=True)


def this_process() -> str:
    return f"{os.getpid()} {_began(os.getpid())}"


def lives(process: str) -> bool:
    """Whether a process that called itself so goes on. A number is used again, but not from the
    same moment."""
    number, _, began = process.partition(" ")
    return _began(int(number)) == began


def _began(number: int) -> str:
    """In ticks since the machine started; "" where there is no such process (proc_pid_stat(5))."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return stat.rpartition(")")[2].split()[19]
