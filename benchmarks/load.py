"""A police extract into a new edition, beside what does the least: DuckDB and ogr2ogr, in one run.

Run from the project's root: python benchmarks/load.py [NUMBER OF ROWS, default 1500000]
The extract is one file about all 290 kommuner in the publisher's form, invented and seeded. It is
loaded by the real job into a workplace that already holds an invented DeSO layer. Beside it a bare
`create table as` from the same file with declared types into a DuckDB file, and ogr2ogr to a
GeoPackage where that is installed. Each is a process of its own, and they take turns; the best of
their rounds is told, since whatever else the machine does only makes them slower.
"""

import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from etl import boundaries, disclosure, edition, intake, privacy, warehouse
from etl.reading import File
from etl.sources import police_deso_extract
from etl.workplace import Workplace

ROUNDS = 5
TYPES = dict.fromkeys(police_deso_extract.EXTRACT, "varchar") | {
    "Kommunkod": "smallint",
    "Brottskod": "smallint",
    "Inskr år": "smallint",
    "Inskr årmånad": "integer",
    "Inskrivningsdatum": "date",
    "Brottsdatum från": "date",
    "Brottsdatum till": "date",
    "antal_brott": "smallint",
}


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name, _processes() as run:
        folder = Path(name)
        extract, layer = run(generate, folder, rows)
        size = extract.stat().st_size
        ready = folder / "ready"
        run(load, ready, layer)
        ours, bare, gpkg = [], [], []
        for i in range(ROUNDS):
            ours.append(run(load, shutil.copytree(ready, folder / f"work{i}"), extract))
            bare.append(run(bare_duckdb, extract, folder / f"bare{i}.duckdb"))
            if shutil.which("ogr2ogr"):
                gpkg.append(run(ogr2ogr, extract, folder / f"{i}.gpkg"))
    stages, peak = min(ours, key=lambda done: sum(done[0].values()))
    whole = sum(stages.values())
    print(f"{rows:,} rows, {size / 1e6:.0f} MB, best of {ROUNDS}".replace(",", " "))
    print(f"{'':<24}{'s':>8}{'x bare':>8}")
    for stage, seconds in [*stages.items(), ("load", whole), ("bare DuckDB", min(bare))]:
        print(f"{stage:<24}{seconds:>8.2f}{seconds / min(bare):>8.2f}")
    if gpkg:
        print(f"{'ogr2ogr to GPKG':<24}{min(gpkg):>8.2f}{min(gpkg) / min(bare):>8.2f}")
        print(f"load / ogr2ogr: {whole / min(gpkg):.2f}")
    print(f"peak memory of load: {peak / 1e6:.0f} MB, {peak / size:.2f} x the file")


@contextmanager
def _processes() -> Iterator[Callable[..., Any]]:
    """Run each call in a process of its own, so that none inherits another's memory."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        yield lambda work, *args: pool.submit(work, *args).result()


def generate(folder: Path, rows: int) -> tuple[Path, Path]:
    """The extract and the DeSO layer it names."""
    from benchmarks.extract import generate  # noqa: PLC0415  no part of what a load imports

    return generate(folder, rows)


def load(folder: Path, file: Path) -> tuple[dict[str, float], int]:
    """Seconds by stage, and the process' peak memory in bytes, imports included."""
    stages = Stages()
    stages.watch(File, "sha256", as_="checksum")
    stages.watch(intake, "receive", as_="read")
    stages.watch(privacy, "check_columns", "check_values", as_="gate")
    stages.watch(police_deso_extract, "read", as_="parse")
    stages.watch(warehouse, "_store", as_="store")
    stages.watch(edition, "_raw", as_="raw")
    stages.watch(boundaries, "areas", "write", as_="areas")
    stages.watch(edition, "run_layer", as_="core")
    stages.watch(edition, "_keep_revisions", as_="revisions")
    stages.watch(disclosure, "publish", as_="the public's grids")
    stages.watch(edition, "_check", as_="checks")
    stages.watch(edition, "_write", as_="out")
    stages.watch(Workplace, "publish", as_="publish")
    warehouse.receive = intake.receive
    with stages.stage("the rest"):
        warehouse.load(Workplace(folder), [file])
    return dict(stages.seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Stages:
    """Seconds by stage. What is spent in a stage within another is not the outer one's."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def watch(self, owner: Any, *names: str, as_: str) -> None:
        for name in names:
            found = vars(owner)[name]
            if hasattr(found, "func"):  # a cached property
                found.func = self._watched(found.func, as_)
            else:
                setattr(owner, name, self._watched(found, as_))

    def _watched(self, work: Callable[..., Any], stage: str) -> Callable[..., Any]:
        @wraps(work)
        def watched(*args: Any, **kwargs: Any) -> Any:
            if stage == "core" and args[1] != "core":  # raw and out are stages of their own
                return work(*args, **kwargs)
            about = f"out {args[2].split('-')[0]}" if stage == "out" else stage
            with self.stage(about):
                return work(*args, **kwargs)

        return watched

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.seconds[name] += 0  # in order of beginning
        start, before = time.perf_counter(), sum(self.seconds.values())
        yield
        spent = time.perf_counter() - start
        self.seconds[name] += spent - (sum(self.seconds.values()) - before)


def bare_duckdb(extract: Path, file: Path) -> float:
    with duckdb.connect(file) as db:
        start = time.perf_counter()
        db.execute(
            """
            create table extract as
            from read_csv($file, delim = ';', header = true, nullstr = ['', '-'], columns = $types)
            """,
            {"file": str(extract), "types": TYPES},
        )
        db.execute("checkpoint")
        return time.perf_counter() - start


def ogr2ogr(extract: Path, file: Path) -> float:
    typed = ["-oo", "AUTODETECT_TYPE=YES"]
    start = time.perf_counter()
    subprocess.run(
        ["ogr2ogr", "-f", "GPKG", file, extract, *typed], check=True, capture_output=True
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000)
