"""One job at a time in a workplace, and what became of the last one: the file `.lock` tells.

A job writes there that it has begun, and how it ended. One that is killed says nothing more, and
lets go of the file: what still says that it is at work, and is held by nobody, has died.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from etl.provenance import Refused

FILE = ".lock"
SIZE = 4_000  # bytes, written over where they stand: a full disk lets us
LONGEST = 400  # characters of a refusal that are kept
WORDS = {
    "load": "inläsning", "rebuild": "ombyggnad", "prune": "gallring", "backup": "säkerhetskopiering",
    "restore": "återställning", "migrate": "flytt",
}  # fmt: skip
RUNNING, DONE, REFUSED, BROKEN, DIED = "running", "done", "refused", "broken", "died"


@dataclass(frozen=True)
class Job:
    """`state` is one of the five above, `said` why it was refused; times are ISO, local."""

    name: str
    began: str
    ended: str = ""
    state: str = RUNNING
    said: str = ""


@contextmanager
def alone(folder: Path, name: str, *, patience: float = 0.0) -> Iterator[None]:
    """Do the job `name` in the workplace `folder`, waiting at most `patience` seconds for another.

    Raises Refused when another is at work then.
    """
    with os.fdopen(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o640), "r+b", 0) as lock:
        _take(lock.fileno(), until=time.monotonic() + patience)
        job = Job(name, _now())
        _write(lock.fileno(), job)
        state, said = BROKEN, ""
        try:
            yield
            state = DONE
        except Refused as refusal:
            state, said = REFUSED, str(refusal)[:LONGEST]
            raise
        finally:
            with suppress(OSError):  # a disk that takes nothing more must not hide what happened
                _write(lock.fileno(), replace(job, ended=_now(), state=state, said=said))


def last(folder: Path) -> Job | None:
    """The job that is at work, or the last one; None where there has been none."""
    try:
        with (folder / FILE).open("rb") as lock:
            job = _told(lock.fileno())
            if job.state == RUNNING and _is_free(lock.fileno()):
                # nobody can begin while we look: it may have ended since its word was read
                job = _told(lock.fileno())
                return replace(job, state=DIED) if job.state == RUNNING else job
            return job
    except (OSError, ValueError, TypeError):  # none, or one that died before it had said anything
        return None


def in_words(job: Job) -> str:
    """How it went, and what to do: what is shown is right either way, so that can be done again."""
    what = f"{WORDS[job.name].capitalize()}en som började {minute(job.began)}"
    if job.state == RUNNING:
        return f"{what} pågår."
    if job.state == DONE:
        return f"{what} är klar."
    if job.state == REFUSED:
        return f"{what} gick inte: {job.said}"
    why = "dog" if job.state == DIED else "gick sönder"
    return (
        f"{what} {why} innan den var klar. Det som står här gäller och är helt. Gör om arbetet: vad "
        "som redan är inläst ändras inte av att läsas in igen."
    )


def minute(at: str) -> str:
    """An ISO time, as it is read."""
    return at[:16].replace("T", " ")


def _take(lock: int, *, until: float) -> None:
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if _is_free(lock):  # somebody looked, for a moment: see `last`
                fcntl.flock(lock, fcntl.LOCK_UN)
                time.sleep(0.01)
            elif time.monotonic() >= until:
                raise Refused(
                    f"En annan {_at_work(lock)} pågår. Vänta tills den är klar."
                ) from None
            else:
                time.sleep(0.2)


def _at_work(lock: int) -> str:
    with suppress(ValueError, TypeError, KeyError):
        return WORDS[_told(lock).name]
    return "inläsning"


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _told(lock: int) -> Job:
    return Job(**json.loads(os.pread(lock, SIZE, 0)))


def _write(lock: int, job: Job) -> None:
    said = json.dumps(asdict(job), ensure_ascii=False).encode()
    os.pwrite(lock, said.ljust(SIZE), 0)


def _now() -> str:
    return datetime.now().replace(microsecond=0).isoformat()  # noqa: DTZ005
