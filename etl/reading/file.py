"""A file somebody sent, opened by what it is and not by what it is called."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from etl.provenance import Refused, in_swedish
from etl.reading import json_stat, package
from etl.reading.separated import Separated
from etl.reading.sheet import Sheet, from_table
from etl.reading.workbook import Workbook

HEAD_BYTES = 1 << 16
MOST_BYTES = 4 << 30  # of text; the whole country's reported crime in two years is a tenth of it
MOST_BYTES_PACKED = 512 << 20  # of all other kinds, which say more in a byte
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAGIC = {b"PAR1": "parquet", b"SQLi": "geo", ZIP: "packed", OLE: "packed", b"\x1f\x8b": "packed"}
BROKEN = (
    pa.ArrowException, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError,
    OSError,
)  # fmt: skip


class File:
    """A file somebody sent. What it is is found from its content; its name is not trusted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = os.fsencode(path.name).decode("utf-8", "replace")
        try:
            str(path).encode()
        except UnicodeEncodeError:  # unpacked from an old archive: cannot be printed or stored
            raise Refused(
                f"{self.name}: namnet har tecken som inte går att läsa. Byt namn."
            ) from None
        try:
            if path.exists() and not path.is_file():
                raise Refused(f"{self.name}: är en mapp eller något annat än en fil.")
            self.size = path.stat().st_size
            with path.open("rb") as handle:
                self._head = handle.read(HEAD_BYTES)
        except OSError as error:
            raise Refused(f"{self.name}: går inte att öppna: {in_swedish(error)}.") from None
        if not self._head.strip(b"\x00\xef\xbb\xbf \r\n\t"):
            raise Refused(f"{self.name}: filen är tom; hämtningen misslyckades. Hämta den igen.")
        if self._head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
            raise Refused(
                f"{self.name}: är en kalender. Lägg den i arbetsplatsens mapp kalender i stället: "
                "den läses därifrån vid nästa inläsning."
            )
        most = MOST_BYTES if self.kind == "csv" else MOST_BYTES_PACKED
        if self.size > most:
            raise Refused(
                f"{self.name}: filen är större än {most >> 20} MB. Dela upp den, till exempel per "
                "år, och läs in delarna."
            )

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()

    @cached_property
    def kind(self) -> str:
        """csv, json, xlsx, parquet, geo (anything with geometry) or packed (old Excel, zip, gz)."""
        for magic, kind in MAGIC.items():
            if self._head.startswith(magic):
                is_workbook = magic == ZIP and package.is_workbook(self.path)
                return "xlsx" if is_workbook else kind
        start = self._head.lstrip(b"\xef\xbb\xbf \r\n\t")
        if start[:1] == b"{" and b'"FeatureCollection"' in self._head:
            return "geo"
        if start[:7].lower() == b"!table\r" or start[:7].lower() == b"!table\n":
            return "geo"  # MapInfo
        return "json" if start[:1] in {b"{", b"["} else "csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, or () where the file has none that can be read.

        Of a workbook, those of the first sheet that has any.
        """
        return self.headers[0] if self.headers else ()

    @cached_property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """The header, and after it those of a workbook's other sheets. Raises Refused."""
        return self._workbook.headers if self.kind == "xlsx" else (self._header,)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """A workbook's visible sheets, in its order; of other files none."""
        return tuple(self._workbook.visible) if self.kind == "xlsx" else ()

    def grid(self, sheet_name: str) -> np.ndarray:
        """All cells of one of `sheet_names`, (rows, columns) of str, None where empty.

        Row 0 is Excel's row 1 and column 0 its A: for tables with titles above and years across.
        """
        return self._workbook.visible[sheet_name].cells()

    @cached_property
    def _header(self) -> tuple[str, ...]:
        try:
            if self.kind == "csv":
                return self._distinct(self._separated.header)
            if self.kind == "json":
                "".join(self._json.column_names).encode()  # half a character is no text
                return tuple(self._json.column_names)
            if self.kind == "parquet":
                return self._distinct(pq.read_schema(self.path).names)
            if self.kind == "geo":
                return self._distinct(pyogrio.read_info(self.path)["fields"])
        except BROKEN as error:
            raise self._broken() from error
        if self._head.startswith(OLE):
            raise Refused(
                f"{self.name}: filen är ett äldre Excel-format eller skyddad med lösenord. Spara "
                "den som xlsx utan lösenord, eller som CSV, och läs in igen."
            )
        if self._head.startswith(ZIP) and not package.is_whole(self.path):
            raise self._broken()
        raise Refused(
            f"{self.name}: packade filer läses inte. Packa upp filen, eller spara den som CSV, och "
            "läs in igen."
        )

    def sheet(self, *, drop: Iterable[str] = ()) -> Sheet:
        """All rows; columns in `drop` are never turned into values.

        Raises Refused (Swedish) when the file is broken.
        """
        drop = set(drop)
        if self.kind == "xlsx":
            return self._workbook.sheet(drop)
        names = [name for name in self.header if name not in drop]
        try:
            if self.kind == "csv":
                return self._separated.sheet(names)
            if self.kind == "json":
                return from_table(self._json.select(names), first_row=1)
            if self.kind == "parquet":
                return from_table(pq.read_table(self.path, columns=names), first_row=1)
            _, table = pyogrio.read_arrow(self.path, columns=names, read_geometry=False)
            return from_table(table.select(names), first_row=1)
        except BROKEN as error:
            raise self._broken() from error

    @cached_property
    def _workbook(self) -> Workbook:
        return Workbook(self.path, name=self.name)

    @cached_property
    def _separated(self) -> Separated:
        return Separated(self.path, name=self.name, head=self._head)

    def _distinct(self, names: Iterable[str]) -> tuple[str, ...]:
        """Not named in the message: where a header is missing these are values."""
        seen: dict[str, int] = {}
        for number, name in enumerate(names, 1):
            if (first := seen.setdefault(name, number)) != number:
                raise Refused(
                    f"{self.name}: kolumn {first} och {number} heter likadant. Ta bort den ena."
                )
        return tuple(seen)

    def _broken(self) -> Refused:
        return Refused(f"{self.name}: filen är skadad eller avbruten. Hämta eller spara den igen.")

    @cached_property
    def _json(self) -> pa.Table:
        """A JSON array of objects, or a JSON-stat table, as texts."""
        try:
            content = json.loads(self.path.read_bytes())
            if json_stat.is_dataset(content):
                return json_stat.table(content)
        except (ValueError, RecursionError, json_stat.Broken):
            raise self._broken() from None
        except json_stat.TooLarge:
            raise Refused(
                f"{self.name}: tabellen är för stor. Ta ut den igen med färre år eller kommuner."
            ) from None
        if not isinstance(content, list) or not all(isinstance(r, dict) for r in content):
            raise Refused(f"{self.name}: väntade en lista av poster. Hämta filen igen.")
        return _table([_flat(record) for record in content])


def _table(records: list[dict[str, Any]]) -> pa.Table:
    """Texts; a name that a record lacks is null there."""
    names = dict.fromkeys(name for record in records for name in record)
    return pa.table(
        {name: pa.array([_text(r.get(name)) for r in records], pa.string()) for name in names}
    )


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested objects are flattened: location.name -> location_name."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}_")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
