"""Files in, a new edition out; or nothing at all.

`load` is the one job: read every file, then build the databases beside the shown ones from all
accepted files, check them, and move the pointer. Whatever goes wrong before that last step leaves
what is shown as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from etl import edition, hosts
from etl import ledger as ledgers
from etl.intake import Delivery, receive_in
from etl.jobs import WORDS
from etl.provenance import Refused, in_swedish
from etl.reading import File
from etl.workplace import Workplace

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a job did. `edition` is None when nothing was new."""

    edition: int | None
    batches: list[dict[str, Any]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # names of files that were here already


def load(
    workplace: Workplace,
    files: Sequence[Path],
    *,
    source: str | None = None,
    progress: Progress = lambda stage: None,
) -> Loaded:
    """Load `files` into `workplace`. Raises Refused, and then nothing has changed."""
    with job(workplace, "load"):
        return _load(workplace, files, source=source, progress=progress)


def rebuild(workplace: Workplace, *, progress: Progress = lambda stage: None) -> int:
    """A new edition of what is loaded already, as the settings are now: its number.

    Raises Refused, and then nothing has changed.
    """
    with job(workplace, "rebuild"):
        manifest = workplace.manifest()
        if not manifest["batches"]:
            raise Refused("Här finns inget inläst att bygga om. Läs in en fil först.")
        number, _ = publish(
            workplace,
            ledger=manifest["batches"],
            added=[],
            prunings=manifest["prunings"],
            progress=progress,
        )
        return number


def look(
    workplace: Workplace,
    files: Sequence[Path],
    *,
    source: str | None = None,
    progress: Progress = lambda stage: None,
) -> list[dict[str, Any]]:
    """What `files` are and what would come in, one by one; nothing is kept. Raises Refused.

    Of each: file, source, title, read, accepted, rejected, period_from, period_to, rejects, notes,
    is_known (it is here already) and columns, with the masked shapes of what they hold.
    """
    known = ledgers.known(workplace.manifest()["batches"])
    looked = []
    for path in files:
        progress(f"Läser {path.name}")
        delivery = receive_in(workplace, path, source=source, with_shapes=True)
        about = _account(delivery)
        looked.append({
            **about,
            "title": workplace.source(delivery.source).title,
            "is_known": (about["sha256"], about["accepted"]) in known,
            "columns": delivery.shapes.to_pylist(),
        })  # fmt: skip
    return looked


@contextmanager
def job(workplace: Workplace, name: str, *, patience: float = 0.0) -> Iterator[None]:
    """Alone in the workplace, and whatever stops the work is said in Swedish. Raises Refused."""
    # taking the lock may fail too
    with told(name), workplace.exclusive(name, patience=patience), told(name):
        yield


@contextmanager
def told(name: str) -> Iterator[None]:
    def stopped(why: str) -> Refused:
        return Refused(f"{WORDS[name].capitalize()}en avbröts: {why}. Det som visas är oförändrat.")

    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise stopped(where + in_swedish(error)) from error
    except UnicodeEncodeError as error:
        raise stopped("sökvägen har tecken som inte går att läsa; byt namn på mappen") from error
    except duckdb.IOException as error:
        raise stopped("en fil går inte att läsa eller skriva (är disken full?)") from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise stopped("minnet tog slut") from error
    except (duckdb.Error, pa.ArrowException) as error:  # Arrow's: also when it gets no more threads
        raise stopped("uppgifterna går inte att räkna ihop (räcker minnet?)") from error


def _load(
    workplace: Workplace, files: Sequence[Path], *, source: str | None, progress: Progress
) -> Loaded:
    ledger = workplace.manifest()["batches"]
    added: list[dict[str, Any]] = []
    known: list[str] = []
    is_map = [File(path).kind == "geo" for path in files]
    for turn in (True, False):  # positions in the other files lie within these boundaries
        paths = [path for path, this in zip(files, is_map, strict=True) if this is turn]
        deliveries, here = _received(
            workplace, paths, ledger=ledger, added=added, source=source, progress=progress
        )
        known += here
        deliveries.sort(key=_age)
        first = len(ledger) + len(added) + 1
        added += [_store(workplace, d, batch=i) for i, d in enumerate(deliveries, first)]
        del deliveries  # building needs the memory
    if not added:
        return Loaded(None, known=known)
    number, batches = publish(
        workplace,
        ledger=ledger,
        added=added,
        prunings=workplace.manifest()["prunings"],
        progress=progress,
    )
    return Loaded(number, batches=batches[len(ledger) :], known=known)


def publish(
    workplace: Workplace,
    *,
    ledger: list[dict[str, Any]],
    added: list[dict[str, Any]],
    prunings: list[dict[str, Any]],
    progress: Progress,
) -> tuple[int, list[dict[str, Any]]]:
    """Build the next edition on `ledger` and `added`, and show it: its number and its ledger."""
    number = (workplace.current or 0) + 1
    built = workplace.editions / f".building-{os.getpid()}"
    try:
        batches = edition.build(
            workplace, built,
            number=number, ledger=ledger, added=added, prunings=prunings, progress=progress,
        )  # fmt: skip
        progress("Tar det nya underlaget i bruk")
        workplace.publish(built, number)
        hosts.tell(workplace)
    finally:
        shutil.rmtree(built, ignore_errors=True)
    return number, batches


def _received(
    workplace: Workplace,
    files: Sequence[Path],
    *,
    ledger: list[dict[str, Any]],
    added: list[dict[str, Any]],
    source: str | None,
    progress: Progress,
) -> tuple[list[Delivery], list[str]]:
    """What is new among `files`, and the names of those that were here already. `added` is what has
    been read before them in the same job."""
    present = ledgers.known([*ledger, *added])
    boundaries = tuple(
        workplace.batches / batch["rows"]
        for batch in added
        if workplace.source(batch["source"]).table == "area"
    )
    deliveries: list[Delivery] = []
    known: list[str] = []
    for path in files:
        progress(f"Läser {path.name}")
        delivery = receive_in(workplace, path, source=source, boundaries=boundaries)
        seen = (delivery.file.sha256, delivery.accepted)
        if seen in present:
            known.append(delivery.file.name)
        else:
            present.add(seen)
            deliveries.append(delivery)
    return deliveries, known


def _age(delivery: Delivery) -> tuple[Any, ...]:
    """Older first, so that of several files for the same period the newest stands."""
    reading = delivery.reading
    last = reading.period_to.isoformat() if reading.period_to else ""
    return (last, delivery.extracted_at, delivery.file.name)


def _store(workplace: Workplace, delivery: Delivery, *, batch: int) -> dict[str, Any]:
    """Write the accepted rows; give the ledger's line about them."""
    reading = delivery.reading
    rows = f"{batch:05d}-{delivery.source}.parquet"
    about = workplace.source(delivery.source)
    header, columns = delivery.file.header, about.columns
    pq.write_table(
        reading.accepted.append_column("batch", pa.repeat(pa.scalar(batch, pa.int32()), reading.accepted.num_rows)),
        workplace.batches / rows,
        compression="zstd",
        compression_level=1,
    )  # fmt: skip
    return {
        "batch": batch,
        "audience": delivery.audience,
        **_account(delivery),
        "covers": [_iso(day) for day in reading.covers]
        if reading.covers and not about.revision_key
        else None,
        "kommun_codes": list(reading.kommun_codes),
        "is_whole": reading.is_whole,
        "preliminary": reading.preliminary,
        "extracted_at": delivery.extracted_at.isoformat(),
        "loaded_at": datetime.now().replace(microsecond=0).isoformat(),  # noqa: DTZ005
        "rows": rows,
        "revisions": f"{batch:05d}-revisions.parquet",
        "near_repeats": list(reading.near_repeats),
        "columns": [name for name in header if name in columns],
        "other_columns": sum(name not in columns for name in header),  # may be anybody's words
    }


def _account(delivery: Delivery) -> dict[str, Any]:
    """What was read, and what came of it."""
    reading = delivery.reading
    return {
        "source": delivery.source,
        "file": delivery.file.name,
        "sha256": delivery.file.sha256,
        "read": reading.read,
        "accepted": delivery.accepted,
        "rejected": reading.rejects.num_rows,
        "period_from": _iso(reading.period_from),
        "period_to": _iso(reading.period_to),
        "rejects": _rejects(reading.rejects),
        "notes": list(reading.notes),
    }


def _rejects(rejects: pa.Table) -> list[dict[str, Any]]:
    """Counts per column and reason, with the row numbers a person can look up (at most 1,000)."""
    if not rejects.num_rows:
        return []
    grouped = rejects.to_pandas().groupby(["column", "reason"], sort=True)["row"]
    return [
        {"column": c, "reason": r, "rejected": len(rows), "rows": sorted(rows.head(1000).tolist())}
        for (c, r), rows in grouped
    ]


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
