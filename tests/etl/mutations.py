"""The samples in every form we read, with something wrong in them: bytes, cells or structure.

A mutant is made from its seed alone. Whatever is wrong, it is read with a balanced account or
refused in words that quote nothing: `trial` raises AssertionError, or whatever else came out.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import tempfile
import zipfile
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from etl import intake
from etl.provenance import Refused
from etl.settings import Settings
from tests.etl import workbooks

FILES = Path(__file__).parent / "sources/files"
PERSON = "Kalle Qvarnby 19121212-1212"  # the number is the tax agency's own example
QUOTES = ("Qvarnby", "1212-1212", "191212121212")
ODD: list[Any] = [
    "", "-", "..", "0", "-1", "1e309", "NaN", "9" * 400, "å\u0301\u200f", "=1+1", "\ufeff", "2024-02-30",
    "9999-12-31", "0000-00-00", "a;b\n\"c", "\x00", "\U0001f600" * 50, "x" * 40_000, PERSON, None, True, -0.0,
    1e300, 191212121212, [], {"a": {"b": [1]}}, "_x0000_", "&amp;<b>", " \u00a0 ",
]  # fmt: skip
BYTES = b'\0\n\r";,{}[]<>/\\\xff\xc3-9A'


@cache
def corpus() -> dict[str, bytes]:
    """Name -> content."""
    samples = sorted(path for path in FILES.iterdir() if path.suffix != ".toml")
    files = {path.name: path.read_bytes() for path in samples}
    files[workbooks.SAMPLE.name] = workbooks.SAMPLE.read_bytes()
    out = io.BytesIO()
    events = [_flat(event) for event in json.loads(files["polisen_events.json"])]
    pq.write_table(pa.Table.from_pylist(events), out)
    files["polisen_events.parquet"] = out.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OGR_CURRENT_DATE"] = "2024-09-14T00:00:00.000Z"
        frame = pyogrio.read_dataframe(FILES / "scb_areas.geojson")
        pyogrio.write_dataframe(frame, Path(folder) / "scb_areas.gpkg")
        files["scb_areas.gpkg"] = (Path(folder) / "scb_areas.gpkg").read_bytes()
    return files


def _flat(event: dict[str, Any]) -> dict[str, Any]:
    location = event.pop("location")
    return event | {f"location_{key}": value for key, value in location.items()}


def mutant(seed: int) -> tuple[str, bytes]:
    """Name and content."""
    draw = random.Random(seed)
    files = corpus()
    name = sorted(files)[seed % len(files)]
    content = files[name]
    kind = Path(name).suffix
    how = draw.choice(["bytes", "cells", "structure"])
    if how == "bytes" or kind in {".gpkg", ".parquet"}:
        return name, _with_bytes(content, draw)
    if kind == ".xlsx":
        return name, _workbook(content, draw, how)
    if kind in {".csv", ".txt"}:
        return name, _separated(content, draw, how)
    return name, _json(content, draw, how)


def trial(seed: int, folder: Path) -> str:
    """How the mutant fared: read or refused."""
    name, content = mutant(seed)
    file = folder / name
    file.write_bytes(content)
    try:
        reading = intake.receive(file, source=None, settings=Settings()).reading
    except Refused as refusal:
        said = str(refusal)
        assert said.startswith(name), said
        assert not any(quote in said for quote in QUOTES), said
        assert len(said) < 1_000
        return "refused"
    accounted = reading.accepted.num_rows + reading.merged + reading.rejects.num_rows
    assert reading.read == accounted
    kept = str([reading.accepted.to_pydict(), reading.rejects.to_pydict(), reading.notes])
    assert not any(quote in kept for quote in QUOTES), "a personal value was let in"
    return "read"


def _with_bytes(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice([1, 3, 20])):
        at = draw.randrange(len(changed))
        match draw.choice(["change", "flip", "cut", "repeat", "end"]):
            case "change":
                changed[at] = draw.choice(BYTES)
            case "flip":
                changed[at] ^= 1 << draw.randrange(8)
            case "cut":
                del changed[at : at + draw.randrange(40)]
            case "repeat":
                changed[at:at] = changed[at : at + draw.randrange(200)]
            case "end" if draw.random() < 0.2:
                del changed[max(at, 1) :]
        changed = changed or bytearray(b" ")
    return bytes(changed)


def _rows(table: list[list[Any]], draw: random.Random, how: str) -> list[list[Any]]:
    for _ in range(draw.choice([1, 3, 20])):
        row = draw.choice(table)
        at = draw.randrange(len(row)) if row else 0
        match draw.choice(
            ["odd"] if how == "cells" else ["row", "twice", "short", "long", "swap", "none"]
        ):
            case "odd" if row:
                row[at] = draw.choice(ODD)
            case "row":
                table.insert(
                    draw.randrange(len(table)),
                    [draw.choice(ODD) for _ in range(draw.randrange(30))],
                )
            case "twice":
                table.append(list(row))
            case "short":
                del row[at:]
            case "long":
                row += [draw.choice(ODD) for _ in range(draw.choice([1, 40]))]
            case "swap":
                draw.shuffle(row)
            case "none":
                row.clear()
    return table


def _separated(content: bytes, draw: random.Random, how: str) -> bytes:
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "latin-1"
    text = content.decode(encoding)
    separator = ";" if ";" in text.splitlines()[0] else ","
    table = _rows(list(csv.reader(io.StringIO(text), delimiter=separator)), draw, how)
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    return out.getvalue().encode(encoding, "replace")


def _json(content: bytes, draw: random.Random, how: str) -> bytes:
    whole = json.loads(content)
    for _ in range(draw.choice([1, 3, 20])):
        at: Any = whole
        while isinstance(at, dict | list) and at:
            key = draw.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if not isinstance(at[key], dict | list) or draw.random() < 0.1:
                if how == "cells":
                    at[key] = deepcopy(draw.choice(ODD))  # it may be changed in its turn
                elif isinstance(at, dict):
                    at[draw.choice(["x", PERSON, "a" * 300, "location"])] = at.pop(key)
                else:
                    del at[key]
                break
            at = at[key]
    return json.dumps(whole).encode()


def _workbook(content: bytes, draw: random.Random, how: str) -> bytes:
    """Other cells, or parts of the package with bytes changed inside of a zip that is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {i: package.read(i) for i in package.namelist()}
    if how == "structure" and draw.random() < 0.7:
        part = draw.choice(sorted(parts))
        parts[part] = _with_bytes(bytes(parts[part]), draw)  # type: ignore[arg-type]
        return workbooks.packed(parts)
    text = (FILES / "police_deso_extract.csv").read_text(encoding="utf-8-sig")
    table = _rows([list(line.split(";")) for line in text.splitlines()], draw, how)
    sheet = [
        [cell if isinstance(cell, str | float | int) else None for cell in row] for row in table
    ]
    clean = [[_without_controls(cell) for cell in row] for row in sheet]
    return workbooks.workbook(
        {"Blad1": clean, "Blad2": [[draw.choice(["x", PERSON])]]}
        if draw.random() < 0.3
        else {"Blad1": clean}
    )


def _without_controls(cell: Any) -> Any:
    return cell.replace("\x00", "?") if isinstance(cell, str) else cell
