"""What has been kept for as long as its source may keep it: found, and taken away by a decision.

Pruning is somebody's decision and never a clock's. It leaves a record (*gallringsprotokoll*) in the
manifest: what, how many, by which rule and whose decision, never what the rows said.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from etl.engine import quoted
from etl.provenance import Refused
from etl.warehouse import Progress, job, publish
from etl.workplace import Workplace

# The day that the time runs from, per raw table; boundaries do not age.
COUNTED_FROM = {
    "concern_report": "month",
    "crime_statistic": "period_start",
    "dialogue": "registered_on",
    "event_report": "registered_on",
    "incident": "registered_on",
    "indicator": "make_date(year, 12, 31)",
    "police_event": "published_at::date",
    "population": "make_date(year, 12, 31)",
    "rescue_call": "month",
    "survey_result": "make_date(year, 12, 31)",
}


@dataclass(frozen=True)
class Due:
    """The rows of one accepted file that are older than `limit`."""

    batch: int
    source: str
    file: str
    sha256: str
    retention_days: int
    limit: str  # ISO date: rows from before this day are to go
    rows: int


def due(workplace: Workplace, *, today: date) -> list[Due]:
    """What retention would take today, file by file. Raises Refused for a damaged workplace."""
    found = []
    for batch in workplace.manifest()["batches"]:
        about = workplace.source(batch["source"])
        if about.table not in COUNTED_FROM:
            continue
        if not (workplace.batches / batch["rows"]).exists():
            raise Refused(f"batches/{batch['rows']} saknas. Hämta filen från säkerhetskopian.")
        limit = today - timedelta(days=about.retention_days)
        [(rows,)] = _run(
            f"select count(*) from read_parquet($file) where {COUNTED_FROM[about.table]} < $limit",
            file=workplace.batches / batch["rows"],
            limit=limit,
        )
        if rows:
            found.append(
                Due(
                    batch=batch["batch"],
                    source=batch["source"],
                    file=batch["file"],
                    sha256=batch["sha256"],
                    retention_days=about.retention_days,
                    limit=limit.isoformat(),
                    rows=rows,
                )
            )
    return found


def prune(
    workplace: Workplace,
    *,
    decision: str,
    today: date,
    progress: Progress = lambda stage: None,
) -> dict[str, Any] | None:
    """Take away what is due, under `decision` (a diarienummer); answer with the record.

    None when nothing is due. A new edition without the rows is shown, then the earlier editions
    and the rows' own files are removed. Raises Refused, and then nothing has changed.
    """
    if not re.fullmatch(r"[\w .:/-]*\d[\w .:/-]*", decision) or len(decision) > 60:
        raise Refused("Gallring kräver ett beslut. Ange diarienumret, till exempel KS 2026/123.")
    with job(workplace, "prune"):
        taken = {found.batch: found for found in due(workplace, today=today)}
        if not taken:
            write_records(workplace)  # what a job that died after its edition has not written
            return None
        progress("Tar bort det som har nått sin gallringsfrist")
        manifest = workplace.manifest()
        number = manifest["edition"] + 1
        ledger = [
            batch
            | _without_revisions(workplace, batch, number=number, today=today)
            | (
                _without_rows(workplace, batch, taken[batch["batch"]], number=number)
                if batch["batch"] in taken
                else {}
            )
            for batch in manifest["batches"]
        ]
        record = {
            "edition": number,
            "decision": " ".join(decision.split()),
            "pruned_on": today.isoformat(),
            "rows": sum(found.rows for found in taken.values()),
            "files": [asdict(found) for found in taken.values()],
        }
        publish(
            workplace,
            ledger=ledger,
            added=[],
            prunings=[*manifest["prunings"], record],
            progress=progress,
        )
        workplace.clear_unfinished()  # the earlier editions, and the files that nothing cites now
        write_records(workplace)
    return record


def write_records(workplace: Workplace) -> None:
    """Each record as a text that can be registered, in the folder `gallring`."""
    folder = workplace.folder / "gallring"
    for record in workplace.manifest()["prunings"]:
        folder.mkdir(exist_ok=True)
        file = folder / f"gallringsprotokoll-{record['edition']:04d}.txt"
        part = file.with_suffix(".part")
        part.write_text(in_words(workplace, record), encoding="utf-8")
        part.replace(file)


def in_words(workplace: Workplace, record: dict[str, Any]) -> str:
    """The record as a Swedish text."""
    lines = [
        "GALLRINGSPROTOKOLL",
        "",
        f"Beslut: {record['decision']}",
        f"Utfört: {record['pruned_on']}",
        f"Borttagna rader: {record['rows']}, ur {len(record['files'])} filer",
        f"Underlag {record['edition']} visas sedan dess. Tidigare underlag är borttagna.",
        "Säkerhetskopior från före gallringen har kvar raderna tills de slängs.",
        "",
    ]
    for found in record["files"]:
        about = workplace.source(found["source"])
        lines += [
            f"{about.title} ({about.publisher})",
            f"   Fil: {found['file']}",
            f"   Kontrollsumma: {found['sha256']}",
            f"   Regel: gallras efter {found['retention_days']} dagar; äldre än {found['limit']} är borttagna",
            f"   Rader: {found['rows']}",
        ]
    return "\n".join(lines) + "\n"


def _without_rows(
    workplace: Workplace, batch: dict[str, Any], found: Due, *, number: int
) -> dict[str, Any]:
    """What the ledger says anew of a file whose old rows are gone."""
    name = f"{batch['batch']:05d}-rows-{number:04d}.parquet"
    day = COUNTED_FROM[workplace.source(found.source).table]
    _run(
        f"copy (from read_parquet($file) where {day} >= $limit) "
        f"to {quoted(workplace.batches / name)} (format parquet, compression zstd)",
        file=workplace.batches / batch["rows"],
        limit=date.fromisoformat(found.limit),
    )
    return {
        "rows": name,
        "near_repeats": [of for of in batch.get("near_repeats", ()) if of["last_day"] >= found.limit],
        "pruned": batch.get("pruned", 0) + found.rows,
    }  # fmt: skip


def _without_revisions(
    workplace: Workplace, batch: dict[str, Any], *, number: int, today: date
) -> dict[str, Any]:
    """The same of a job's revisions, which may be of every source there is: each goes by its own."""
    old = workplace.batches / batch["revisions"]
    if not old.exists():  # only the first file of a job has revisions
        return {}
    told = _run("select distinct source from read_parquet($file)", file=old)
    sources = [source for (source,) in told]
    limits = [today - timedelta(days=workplace.source(name).retention_days) for name in sources]
    is_due = "registered_on < map($sources::text[], $limits::date[])[source]"
    asked: dict[str, Any] = {"file": old, "sources": sources, "limits": limits}
    if not _run(f"select 1 from read_parquet($file) where {is_due} limit 1", **asked):
        return {}
    name = f"{batch['batch']:05d}-revisions-{number:04d}.parquet"
    to = f"{quoted(workplace.batches / name)} (format parquet, compression zstd)"
    _run(f"copy (from read_parquet($file) where not {is_due}) to {to}", **asked)
    return {"revisions": name}


def _run(sql: str, *, file: Path, **asked: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect() as db:
        return db.execute(sql, {"file": str(file), **asked}).fetchall()
