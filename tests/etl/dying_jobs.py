"""Runs jobs that die, and tells what they left: run by test_dying_jobs.py in a process of its own.

    python dying_jobs.py FOLDER

FOLDER holds a workplace (plats/) with one edition, and files to load (*.csv). Each job is a fork of
this process: it has everything imported, and no threads yet. One line of JSON per job goes to
standard output, written after the job is gone: what it died of, and the edition that is shown.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from etl import warehouse
from etl.provenance import Refused
from etl.workplace import Workplace

MOMENTS = 20
FILE_SIZES = (0, 4_096, 100_000, 400_000)


def job(folder: Path, file: Path, *, prepare: Callable[[], None]) -> tuple[int, str]:
    """How the job ended (a wait status), and what it was refused with."""
    said, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said)
        status = 0
        try:
            prepare()
            warehouse.load(Workplace(folder / "plats"), [file])
        except Refused as refusal:
            os.write(write, str(refusal).encode())
            status = 1
        except BaseException as error:  # noqa: BLE001 (a crash is what we look for)
            os.write(write, repr(error).encode())
            status = 70
        os._exit(status)
    os.close(write)
    with os.fdopen(said, encoding="utf-8") as pipe:
        text = pipe.read()
    return os.waitpid(child, 0)[1], text


def kill_after(seconds: float) -> Callable[[], None]:
    """The system ends the process as suddenly as by kill -9, wherever it is."""

    def prepare() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return prepare


def kill_before_rename(number: int) -> Callable[[], None]:
    """Kill -9 just before the rename with this number: there are two, and a moment between."""

    def prepare() -> None:
        left = [number]

        def watch(event: str, args: tuple[object, ...]) -> None:
            if event == "os.rename":
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)

    return prepare


def no_file_larger_than(size: int) -> Callable[[], None]:
    """What a full disk does to a writer: the write fails halfway."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main(folder: Path) -> None:
    files = iter(sorted(folder.glob("*.csv")))
    started = time.perf_counter()
    job(folder, next(files), prepare=lambda: None)
    whole = time.perf_counter() - started
    draw = random.Random(1)
    deaths = [kill_before_rename(number) for number in (1, 2)]
    deaths += [kill_after(draw.uniform(0.001, whole)) for _ in range(MOMENTS)]
    deaths += [no_file_larger_than(size) for size in FILE_SIZES]
    for number, (prepare, file) in enumerate(zip(deaths, files, strict=False)):
        status, said = job(folder, file, prepare=prepare)
        place = Workplace(folder / "plats")
        print(json.dumps({
            "death": number,
            "killed": os.WIFSIGNALED(status),
            "exit": os.waitstatus_to_exitcode(status),
            "said": said,
            "edition": place.current,
            "files": [batch["file"] for batch in place.manifest()["batches"]],
        }), flush=True)  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
