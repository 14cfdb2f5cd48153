"""Finished editions, small and with everything in them that an engine may stumble on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

from etl.engine import Engine
from etl.engine.files import checksums

TABLES = """
create table out.edition as select {number} as number;
create table out.incident as
select
    i as nr,
    (case when i % 2 = 0 then 'klotter' else 'stöld å' end)::enum ('stöld å', 'klotter') as kind,
    [i, null] as areas,
    {number} as edition,
    1.0 / i as share,
    timestamp_s '2026-11-23 10:00:00' as at,
from range(2000) as rows(i);
create table out.unchanged as select 'aldrig' as word;
create table out.empty as select 1 as x limit 0;
create macro out.zdouble(x) as 2 * x;
create macro out.quadruple(x) as out.zdouble(out.zdouble(x));
create macro out.only(word) as table select * from out.incident where kind = word;
comment on table out.incident is 'Händelser, som ''de'' kallas';
comment on column out.incident.kind is 'Vad; eller inte';
comment on macro table out.only is 'Bara ett slag';
"""


def finished(
    folder: Path,
    number: int,
    *,
    said: str = "",
    audiences: tuple[str, ...] = ("shared", "police"),
) -> Path:
    """An edition as `edition.build` leaves it: shared and police, and a kommun like shared.
    `said` makes it another than the one of the same number without it."""
    folder.mkdir(parents=True)
    for audience in audiences:
        with duckdb.connect() as db:
            db.execute(f"attach '{folder / f'{audience}.duckdb'}' as out")
            db.execute(TABLES.format(number=number))
            db.execute(f"create table out.audience as select '{audience}' as name")
    os.link(folder / "shared.duckdb", folder / "municipality-2080.duckdb")
    (folder / "areas.parquet").write_bytes(b"gr\x00nser")
    batches = [{"file": said}]
    manifest = {"edition": number, "files": checksums(folder), "batches": batches, "prunings": []}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def published(engine: Engine, folder: Path, *numbers: int) -> None:
    for number in numbers:
        engine.publish(finished(folder / f"built-{number}", number), number)


def publishing(url: str, storage: str, address: str, folder: Path) -> subprocess.Popen[str]:
    """Edition 2 in `folder` on its way into the lake, from a process that can be killed."""
    program = (
        "import sys; from pathlib import Path; from etl.engine.lake import S3, Lake; "
        "url, storage, address, folder, secret = sys.argv[1:]; "
        "Lake(url, storage, s3=S3(address, 'builder', secret)).publish(Path(folder), 2)"
    )
    from tests.etl.engine.conftest import SECRETS  # noqa: PLC0415

    words = [url, storage, address, str(folder), SECRETS["builder"]]
    return subprocess.Popen([sys.executable, "-c", program, *words], text=True)
