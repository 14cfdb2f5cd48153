"""Many thousand damaged files through File, gate and source: each is read in balance or refused.

Run from the project's root: nice python benchmarks/endurance.py [NUMBER, default 10000] [FIRST SEED]
The same mutants as the tests have 300 of (tests/etl/mutations.py). They are read in a process that
is allowed as much as a real load's. What is not as it should be is printed with its seed, and the
exit code is then 1; a file that brings the process down ends the lot of 250 that it was tried in.
A run can be stopped at any time: what it has found is printed after each lot.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from etl import apart, intake
from tests.etl.mutations import mutant, trial

AT_ONCE = 250
SLOW = 5.0  # seconds of CPU for a file of some kilobytes
Fared = tuple[str, str]  # file, and how


def main(number: int, first: int) -> int:
    started = time.monotonic()
    fared: Counter[Fared] = Counter()
    faults = 0
    for start in range(first, first + number, AT_ONCE):
        done, wrong = _apart(range(start, min(start + AT_ONCE, first + number)))
        fared.update(done)
        faults += len(wrong)
        minutes = (time.monotonic() - started) / 60
        said = f"{fared.total()} mutants from seed {first}, {minutes:.1f} minutes, {faults} faults"
        print(said, *wrong, sep="\n", flush=True)
    for name in sorted({name for name, _ in fared}):
        read, refused = fared[name, "read"], fared[name, "refused"]
        print(f"{name:<40}{read:>7} read{refused:>7} refused")
    return 1 if faults else 0


def _apart(seeds: range) -> tuple[Counter[Fared], list[str]]:
    """In a new process, which a file that brings it down takes with it."""
    fared: Counter[Fared] = Counter()
    wrong = []
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=spawn, initializer=_limited) as pool,
    ):
        trials = {seed: pool.submit(_timed, seed, Path(folder)) for seed in seeds}
        for seed, tried in trials.items():
            name, _ = mutant(seed)
            if error := tried.exception():
                wrong.append(f"seed {seed}: {name}: {type(error).__name__}: {error}")
                if isinstance(error, BrokenProcessPool):
                    break
            else:
                how, seconds = tried.result()
                fared[name, how] += 1
                if seconds > SLOW:
                    wrong.append(f"seed {seed}: {name} took {seconds:.0f} s")
    return fared, wrong


def _limited() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # GDAL complains of each
    warnings.simplefilter("ignore")
    intake.READ_HERE = frozenset({"csv", "geo", "json", "packed", "parquet", "xlsx"})
    most = apart.RESERVED + intake.MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _timed(seed: int, folder: Path) -> tuple[str, float]:
    start = time.process_time()
    return trial(seed, folder), time.process_time() - start


if __name__ == "__main__":
    number, first = [*map(int, sys.argv[1:]), *(10_000, 0)[len(sys.argv) - 1 :]]
    sys.exit(main(number, first))
