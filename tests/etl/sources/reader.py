"""A file of rows as somebody's export writes them, and what its source makes of it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from etl import privacy, sources
from etl.known import Known
from etl.provenance import Reading
from etl.reading import File

SAMPLES = Path(__file__).parent / "files"


def read(name: str, path: Path, *, known: Known | None = None) -> Reading:
    """`path` as the source `name` reads it, past the gate as in a job."""
    source, file = sources.ALL[name], File(path)
    assert source.recognise(file)
    dropped = source.SOURCE.dropped_text
    privacy.check_columns([c for c in file.header if c not in dropped], known=source.SOURCE.columns)
    sheet = file.sheet(drop=dropped)
    privacy.check_values(sheet, file=file.name)
    return source.read(file, sheet, known or Known())


def sample(name: str, *, known: Known | None = None) -> Reading:
    return read(name, SAMPLES / f"{name}.csv", known=known)


def written(path: Path, *rows: dict[str, object]) -> Path:
    """The rows under their own keys, as Excel saves CSV here: semicolons, BOM, CRLF."""
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def accepted(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in reading.accepted.to_pylist()]


def reasons(reading: Reading) -> list[tuple[int, str, str]]:
    return sorted((r["row"], r["column"], r["reason"]) for r in reading.rejects.to_pylist())
