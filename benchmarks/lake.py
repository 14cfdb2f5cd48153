"""What an edition costs as the country grows: to build, keep, hand out and ask. Files, lake cache, straight lake.

    python benchmarks/lake.py FOLDER [ROWS …]        measures (100,000 to 15,000,000 incidents)
    python benchmarks/lake.py FOLDER plot FILE       draws what has been measured

For each number of invented incidents a workplace of the whole country is built in FOLDER, in a process
of its own, and kept for the next run with what that took. PostgreSQL and SeaweedFS run as long as this.
The opening page's questions, of views nobody has asked for before, are asked of the file that was built,
of the file that a host has fetched and of the lake itself, in turns.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from benchmarks import callback, country
from benchmarks.lake_servers import lake_servers
from dashboard import swedish
from dashboard.database import Edition
from dashboard.figures.palette import LIGHT
from dashboard.papers import drawing
from dashboard.queries.overview import overview
from etl.engine import name
from etl.engine.lake import S3, STATEMENT, Lake
from etl.workplace import Workplace

VIEWS = 40
SIZES = [100_000, 1_000_000, 5_000_000, 15_000_000]
LINES = (LIGHT.accent, LIGHT.look, LIGHT.ink)  # with a mark each: told apart in grey too
HOW = {"file": "fil", "host": "värdens kopia", "lake": "direkt ur lagret"}


class Straight(Edition):
    """The lake itself in the place of the file: the same questions go to PostgreSQL and S3. A lake
    has no enums, and some questions need them: views give the columns the types of the file."""

    def __init__(self, lake: Lake, number: int, folder: Path) -> None:
        super().__init__(folder, "shared")
        types: dict[str, list[str]] = {}
        found = "select table_name, column_name, data_type from duckdb_columns() where database_name = 'out'"
        for table, column, kind in self._connection.execute(found).fetchall():
            types.setdefault(table, []).append(f"{name(column)}::{kind} as {name(column)}")
        with lake._postgres() as db:
            [(snapshot,)] = db.execute(
                "select snapshot from lagesbild.edition where number = %s and audience = 'shared'",
                [number],
            ).fetchall()
        self._held = lake._duckdb()  # open as long as this is
        self._connection = self._held.__enter__()
        self._connection.execute("set threads = 2; attach ':memory:' as out")
        how = f"read_only, snapshot_version {snapshot}"
        lake._attach(self._connection, "shared", how, named="lake")
        for table, columns in types.items():
            self._connection.execute(
                f"create view out.{name(table)} as select {', '.join(columns)} from lake.{name(table)}"
            )
        made = f"select sql from lake.{STATEMENT} where sql like '%macro%' order by position"
        for (statement,) in self._connection.execute(made).fetchall():
            self._connection.execute(statement)


def main(folder: Path, sizes: list[int]) -> None:
    with lake_servers(keys={"byggare": ["Admin"]}, database="lagesbild") as servers:
        s3 = S3(servers.s3, "byggare", servers.secret("byggare"))
        for rows in sizes:
            about = folder / f"{rows}.json"  # of the build, which is kept
            if not about.exists():
                about.write_text(json.dumps(_apart(country.build, folder / str(rows), rows)))
            with servers.as_owner("lagesbild") as db:
                db.execute(f"create database of_{rows}".encode())
            url = f"postgresql://postgres@{servers.postgres}/of_{rows}"
            lake = Lake(url, f"s3://lage/{rows}", s3=s3)
            measured = {"rows": rows, "build": json.loads(about.read_text())}
            measured |= _measured(lake, Workplace(folder / str(rows)), folder / f"host-{rows}/0002")
            (folder / f"measured-{rows}.json").write_text(json.dumps(measured))
            print(json.dumps(measured), flush=True)
            lake.forget(lake.numbers())


def _measured(lake: Lake, place: Workplace, host: Path) -> dict[str, Any]:
    built = place.edition(2)
    shutil.rmtree(host.parent, ignore_errors=True)
    said: dict[str, Any] = {
        "publish": _apart(lake.publish, built, 2),
        "again": _apart(lake.publish, built, 2),
        "fetch": _apart(lake.fetch, 2, host),
    }
    said["mb"] = {
        "file": (built / "shared.duckdb").stat().st_size / 1e6,
        "edition": sum({f.stat().st_ino: f.stat().st_size for f in built.iterdir()}.values()) / 1e6,
        "batches": sum(f.stat().st_size for f in place.batches.iterdir()) / 1e6,
        "lake": _parquet(lake),
    }
    asked = [Edition(built, "shared"), Edition(host, "shared"), Straight(lake, 2, host)]
    taken: list[list[float]] = [[], [], []]
    for n, state in enumerate(callback._states(asked[0])[:VIEWS]):
        for of in np.roll(range(3), n):
            if of < 2 or n < VIEWS / 4:  # the lake itself is slow
                taken[of].append(1000 * _timed(overview, asked[of], state))
    of_each = zip(HOW, taken, strict=True)
    said["ms"] = {how: list(np.percentile(ms, [50, 95])) for how, ms in of_each}
    return said


def plot(folder: Path, target: Path) -> None:
    """How each cost grows with the number of incidents, both on a scale of tenfold steps."""
    found = sorted((json.loads(f.read_text()) for f in folder.glob("measured-*.json")), key=lambda m: m["rows"])  # fmt: skip
    rows = [m["rows"] / 1e6 for m in found]
    figure = Figure(figsize=(drawing.WIDTH, 5), layout="constrained")
    panels = figure.subplots(2, 2)
    lines: list[tuple[str, dict[str, list[float]]]] = [
        ("Tid, processorsekunder", {"bygga ett underlag": [m["build"]["cpu"] for m in found], "lägga ut i lagret": [m["publish"]["cpu"] for m in found], "hämta till en värd": [m["fetch"]["cpu"] for m in found]}),
        ("Minne, högst, MB", {"bygga ett underlag": [m["build"]["mb"] for m in found], "lägga ut i lagret": [m["publish"]["mb"] for m in found], "hämta till en värd": [m["fetch"]["mb"] for m in found]}),
        ("Disk, MB", {"inlästa rader": [m["mb"]["batches"] for m in found], "underlaget som filer": [m["mb"]["edition"] for m in found], "i lagret, forumets": [m["mb"]["lake"] for m in found]}),
        ("Översiktens frågor, 95:e percentilen, ms", {HOW[how]: [m["ms"][how][1] for m in found] for how in HOW}),
    ]  # fmt: skip
    for panel, (title, curves) in zip(panels.flat, lines, strict=True):
        for (label, values), mark, colour in zip(curves.items(), "os^", LINES, strict=True):
            panel.plot(rows, values, marker=mark, markersize=4, color=colour, label=label)
        panel.set(title=title, xscale="log", yscale="log", xlabel="miljoner händelser")
        panel.set_xticks(rows, [_number(n) for n in rows])
        panel.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        panel.yaxis.set_major_formatter(lambda value, _: _number(value))
        for axis in (panel.xaxis, panel.yaxis):
            axis.set_minor_locator(NullLocator())
        panel.grid(axis="y")
        panel.legend(frameon=False)
    figure.savefig(target, dpi=drawing.DOTS)


def _number(value: float) -> str:
    """Whole, or with the decimals that it has where it is less than one."""
    return swedish.number(value, decimals=0 if value >= 1 else 1)


def _parquet(lake: Lake) -> float:
    """What the edition's rows take in the storage, MB."""
    with lake._duckdb() as db:
        lake._attach(db, "shared", "read_only")
        found = "select sum(file_size_bytes) / 1e6 from ducklake_table_info('out')"
        [(size,)] = db.execute(found).fetchall()
    return float(size)


def _apart(work: Callable[..., Any], *words: Any) -> dict[str, float]:
    """Seconds, processor seconds and MB at most of `work` in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(_used, work, *words).result()


def _used(work: Callable[..., Any], *words: Any) -> dict[str, float]:
    seconds = _timed(work, *words)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


def _timed(work: Callable[..., Any], *words: Any) -> float:
    begun = time.perf_counter()
    work(*words)
    return time.perf_counter() - begun


if __name__ == "__main__":
    where, *more = sys.argv[1:]
    if more[:1] == ["plot"]:
        plot(Path(where), Path(more[1]))
    else:
        main(Path(where), [int(n) for n in more] or SIZES)
