"""An edition: raw -> core -> out, one database file per audience, checked, with its boundaries."""

from __future__ import annotations

import graphlib
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow as pa

from etl import boundaries, busy_areas, disclosure, judgement, series_breaks, workplace_rows
from etl import ledger as ledgers
from etl.disclosure import Rule
from etl.engine import quoted
from etl.engine.files import checksums
from etl.judgement.kept import Kept
from etl.provenance import Refused
from etl.workplace import Workplace
from geodata.areas import kommun_names

HERE = Path(__file__).parent
TABLES = HERE / "tables"
CHECKS = HERE / "checks"
# The only tables of `out` that the public may have; those in tables/public are its own.
PUBLIC = (
    "area", "crime_statistic", "dialogue", "edition", "indicator", "macros", "problem_type", "question",
    "series_break", "source", "survey_result",
)  # fmt: skip


class CheckFailed(Refused):
    """A built edition does not hold together, and must not be shown."""


def build(
    workplace: Workplace,
    folder: Path,
    *,
    number: int,
    ledger: list[dict[str, Any]],
    added: list[dict[str, Any]],
    prunings: list[dict[str, Any]],
    progress: Callable[[str], None],
) -> list[dict[str, Any]]:
    """Build edition `number` in `folder`; answer with the ledger it rests on.

    `prunings` are the records of what has been taken away, this time and before.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    batches = ledgers.mark_replaced([*ledger, *added])
    said = workplace.settings.utlamnande
    rules = disclosure.tightened(
        workplace.manifest()["disclosure"], Rule(said.minst, said.bredd), edition=number
    )
    db = connect()
    try:
        progress("Ordnar uppgifterna")
        _raw(db, workplace, batches, before=ledger)
        areas = boundaries.areas(workplace, db)
        boundaries.write(areas, folder)
        _put(db, "core.converted", boundaries.converted(areas, db))
        pa.default_memory_pool().release_unused()  # Arrow's work is done; DuckDB needs the memory
        _put(db, "core.area", areas.drop(columns="geometry"))
        _put(db, "core.batch", ledgers.frame(batches))
        _put(db, "core.batch_audience", ledgers.audiences(batches))
        _put(db, "core.reject", ledgers.rejects(batches))
        _put(db, "core.drift", ledgers.drift(batches))
        _put(db, "core.near_repeat", ledgers.near_repeats(batches))
        _put(db, "core.raised_risk", ledgers.raised_risks(batches))
        _put(db, "core.live", ledgers.live(batches))
        _put(db, "core.live_before", ledgers.live(ledger))
        _put(db, "core.listed", pd.DataFrame({"word": [*workplace.sources, *kommun_names()]}))
        _put(db, "core.problem_type", workplace_rows.problem_types(workplace))
        _put(db, "core.category", workplace_rows.categories(workplace))
        _put(db, "core.police_event_type", workplace_rows.police_event_types(workplace))
        _put(db, "core.series_break", series_breaks.load())
        _put(db, "core.observer", workplace_rows.observers(workplace))
        _put(db, "core.calendar", workplace_rows.calendar(workplace, batches))
        _put(
            db,
            "core.source",
            workplace_rows.sources(workplace, {batch["source"] for batch in batches}),
        )
        _put(db, "core.edition", workplace_rows.edition(workplace, number, batches, areas))
        run_layer(db, "core")
        if added:
            _keep_revisions(db, workplace, added)
        _check(db, "core")
        db.execute("detach raw")  # the audiences need the memory
        progress("Avgör vad alla får se")
        disclosure.publish(
            db, folder,
            before=workplace.edition(number - 1) if number > 1 else None, log=rules, number=number,
        )  # fmt: skip
        pa.default_memory_pool().release_unused()
        kept = Kept(workplace.derived)
        forum = workplace.forum.area_code if workplace.forum else ""
        for audience in _audiences(workplace, areas):
            progress(f"Skriver underlaget för {_in_words(audience)}")
            _write(db, folder, audience, batches, areas=areas, forum=forum, kept=kept)
        kept.sweep()
    finally:
        db.close()
    manifest = {
        "edition": number,
        "published_at": datetime.now().replace(microsecond=0).isoformat(),  # noqa: DTZ005
        "files": checksums(folder),
        "batches": batches,
        "prunings": prunings,
        "disclosure": rules,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return batches


def connect() -> duckdb.DuckDBPyConnection:
    """The jobs' own database: layers raw and core in memory, no network, no extensions."""
    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "allocator_bulk_deallocation_flush_threshold": "16MB",  # what is freed is given back
    }
    db = duckdb.connect(config=config)
    db.execute("attach ':memory:' as raw; attach ':memory:' as core")
    return db


def run_layer(
    db: duckdb.DuckDBPyConnection, layer: str, *, only: tuple[str, ...] | None = None
) -> None:
    """Run the layer's files, each after the files of the same layer that it reads from."""
    files = {f.stem: f.read_text(encoding="utf-8") for f in (TABLES / layer).glob("*.sql")}
    if only is not None:
        files = {name: files[name] for name in only}
    reads = {
        name: {
            other for other in files if other != name and re.search(rf"\b{layer}\.{other}\b", sql)
        }
        for name, sql in files.items()
    }
    for name in graphlib.TopologicalSorter(dict(sorted(reads.items()))).static_order():
        db.execute("begin")  # else every comment waits for the disk
        db.execute(files[name])
        db.execute("commit")


def _raw(
    db: duckdb.DuckDBPyConnection,
    workplace: Workplace,
    batches: list[dict[str, Any]],
    *,
    before: list[dict[str, Any]],
) -> None:
    """The shapes in tables/raw, filled with the rows that this edition or the last one shows."""
    run_layer(db, "raw")
    for table in (f.stem for f in (TABLES / "raw").glob("*.sql")):
        if table == "revision":
            files = [b["revisions"] for b in before]
        else:
            files = [
                b["rows"]
                for b in ledgers.needed(batches, before)
                if workplace.source(b["source"]).table == table
            ]
        # only the first file of a job has revisions; without its rows a file is lost
        kept = [f for f in files if table != "revision" or (workplace.batches / f).exists()]
        paths = [str(workplace.batches / f) for f in kept]
        if paths and table == "incident":
            _look_through(db, table, paths)
        elif paths:
            db.execute(
                f"insert into raw.{table} by name from read_parquet($paths, union_by_name = true)",
                {"paths": paths},
            )


def _look_through(db: duckdb.DuckDBPyConnection, table: str, paths: list[str]) -> None:
    """The rows are the most there is, and few files fill all their columns: they stay in the files,
    with the shape's columns where a file has none."""
    files = ", ".join(map(quoted, paths))
    db.execute(f"alter table raw.{table} rename to {table}_shape")
    db.execute(
        f"create view raw.{table} as from raw.{table}_shape "
        f"union all by name from read_parquet([{files}], union_by_name = true)"
    )


def _put(db: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    db.register("incoming", rows)
    db.execute(f"create table {table} as from incoming")
    db.unregister("incoming")


def _keep_revisions(
    db: duckdb.DuckDBPyConnection, workplace: Workplace, added: list[dict[str, Any]]
) -> None:
    """What this job changed is kept with its first file: later editions read it from there."""
    db.sql("from core.change").write_parquet(str(workplace.batches / added[0]["revisions"]))


def _check(db: duckdb.DuckDBPyConnection, layer: str) -> None:
    """Each file in etl/checks asks a question whose only good answer is no rows."""
    for file in sorted((CHECKS / layer).glob("*.sql")):
        if found := db.execute(file.read_text(encoding="utf-8")).fetchmany(3):
            raise CheckFailed(
                f"Det nya underlaget går inte ihop ({layer}/{file.stem}: {found}) och visas inte. "
                "Felet ligger i programmet: anmäl det."
            )


def _audiences(workplace: Workplace, areas: pd.DataFrame) -> list[str]:
    forum = workplace.forum
    kommuner = forum.kommun_codes if forum else areas.query("level == 'kommun'")["area_code"]
    police = ["police"] if workplace.settings.installation.polis else []
    return ["shared", *police, "public", *(f"municipality-{code}" for code in sorted(kommuner))]


def _write(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    audience: str,
    batches: list[dict[str, Any]],
    *,
    areas: gpd.GeoDataFrame,
    forum: str,
    kept: Kept,
) -> None:
    file = folder / f"{audience}.duckdb"
    own = {b["audience"] or "municipality" for b in batches} - {"shared"}
    if audience not in {"shared", "public"} and audience.split("-", maxsplit=1)[0] not in own:
        os.link(folder / "shared.duckdb", file)  # nothing of their own: the same rows
        return
    visible = ["shared"] if audience == "public" else sorted({"shared", audience})
    db.execute("set variable visible = $visible", {"visible": visible})
    db.execute("set variable is_public = $public", {"public": audience == "public"})
    db.execute("set variable least = (select max(least) from core.open_rule)")
    db.execute(f"attach {quoted(file)} as out (storage_version 'latest')")
    if audience == "public":
        run_layer(db, "out", only=PUBLIC)
        run_layer(db, "public")
        _check(db, "public")
    else:
        run_layer(db, "out")
        judgement.judge(db, forum=forum, kept=kept)
        busy_areas.judge(db, areas=areas)
        run_layer(db, "judged")
        _check(db, "out")
    db.execute("checkpoint out")
    db.execute("detach out")


def _in_words(audience: str) -> str:
    words = {"shared": "forumet", "police": "polisen", "public": "allmänheten"}
    return words.get(audience, "kommunen " + audience.removeprefix("municipality-"))
