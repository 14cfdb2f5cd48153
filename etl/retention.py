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
            _without(workplace, batch, taken[batch["batch"]], number=number)
            if batch["batch"] in taken
            else batch
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
    with job(workplace, "prune"):  # a job begins by clearing away what nothing cites
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


def _without(
    workplace: Workplace, batch: dict[str, Any], found: Due, *, number: int
) -> dict[str, Any]:
    """The ledger's line about a file whose old rows are gone, from the rows and the revisions."""
    about = workplace.source(found.source)
    names = {}
    for kind, day in (("rows", COUNTED_FROM[about.table]), ("revisions", "registered_on")):
        old = workplace.batches / batch[kind]
        if old.exists():  # only the first file of a job has revisions
            names[kind] = f"{batch['batch']:05d}-{kind}-{number:04d}.parquet"
            _run(
                f"copy (select * from read_parquet($file) where {day} >= $limit) "
                f"to {quoted(workplace.batches / names[kind])} (format parquet, compression zstd)",
                file=old,
                limit=date.fromisoformat(found.limit),
            )
    near_repeats = [of for of in batch.get("near_repeats", ()) if of["last_day"] >= found.limit]
    gone = {"near_repeats": near_repeats, "pruned": batch.get("pruned", 0) + found.rows}
    return batch | names | gone


def _run(sql: str, *, file: Path, limit: date) -> list[tuple[Any, ...]]:
    with duckdb.connect() as db:
        return db.execute(sql, {"file": str(file), "limit": limit}).fetchall()
