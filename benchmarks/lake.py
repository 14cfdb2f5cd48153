"""How long an edition takes to a host and how fast it answers there: files, lake cache, straight lake.

    python benchmarks/lake.py FOLDER POSTGRES_URL STORAGE [ROWS …]

For each number of invented incidents (default 100,000 and 1,000,000) a workplace of the whole
country is built in FOLDER, and kept for the next run. POSTGRES_URL is a new database; STORAGE a
folder, or s3://bucket with S3_ADDRESS, S3_KEY and S3_SECRET in the environment. The opening page's
questions, of views nobody has asked for before, are asked of the file that was built, of the file
that a host has fetched and of the lake itself, in turns.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks import callback, country
from dashboard.database import Edition
from dashboard.queries.overview import overview
from etl.engine import name
from etl.engine.lake import S3, STATEMENT, Lake
from etl.workplace import Workplace

VIEWS = 20
LINE = "| {:,} | {} | {} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {} | {} | {} |"


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


def main(folder: Path, url: str, storage: str, sizes: list[int]) -> None:
    s3 = None
    if storage.startswith("s3:"):
        s3 = S3(*(os.environ[name] for name in ("S3_ADDRESS", "S3_KEY", "S3_SECRET")))
    lake = Lake(url, storage, s3=s3)
    for number, rows in enumerate(sizes, 1):
        place, host = Workplace(folder / str(rows)), folder / f"host-{rows}/0002"
        building = 0.0
        if place.current != 2:
            building = _timed(country.build, place.folder, rows)
        built = place.edition(2)
        shutil.rmtree(host, ignore_errors=True)
        publishing = _timed(lake.publish, built, number)
        again = _timed(lake.publish, built, number)
        fetching = _timed(lake.fetch, number, host)
        asked = [Edition(built, "shared"), Edition(host, "shared"), Straight(lake, number, host)]
        taken: list[list[float]] = [[], [], []]
        for state in callback._states(asked[0])[:VIEWS]:
            for edition, seconds in zip(asked, taken, strict=True):
                seconds.append(_timed(overview, edition, state))
        sizes_of = [_mb(built / "shared.duckdb"), _parquet(lake, number)]
        waits = [
            f"{1000 * median(seconds):.0f}/{1000 * quantiles(seconds, n=20)[-1]:.0f}"
            for seconds in taken
        ]
        print(
            LINE.format(rows, *sizes_of, building, publishing, again, fetching, *waits), flush=True
        )


def _parquet(lake: Lake, number: int) -> str:
    """What the edition's rows take in the storage, MB."""
    with lake._duckdb() as db:
        lake._attach(db, "shared", "read_only")
        found = "select sum(file_size_bytes) / 1e6 from ducklake_table_info('out')"
        [(size,)] = db.execute(found).fetchall()
    return f"{size:.1f}"


def _mb(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:.1f}"


def _timed(work: Callable[..., Any], *words: Any) -> float:
    begun = time.perf_counter()
    work(*words)
    return time.perf_counter() - begun


if __name__ == "__main__":
    where, database, storage, *sizes = sys.argv[1:]
    main(Path(where), database, storage, [int(n) for n in sizes] or [100_000, 1_000_000])
