"""A publisher's file as a table of texts, whatever the encoding, separator or container.

Every distinct text of a column is held once and each row points at it. A police extract of 1.5
million rows has a few thousand distinct texts, so that the privacy gate, the dates and the codes
are looked at once per text and not once per row.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pyogrio

from etl.provenance import REJECTS, Reading, Refused, in_swedish

SEPARATORS = ";,\t|"
MISSING = ("", "-", "..", ".")
HEAD_BYTES = 1 << 16
MAGIC = {
    b"PAR1": "parquet", b"SQLi": "geo", b"PK\x03\x04": "packed", b"\xd0\xcf\x11\xe0": "packed",
    b"\x1f\x8b": "packed",
}  # fmt: skip
BROKEN = (
    pa.ArrowException, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError,
    OSError,
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """`codes` (rows,) point into `texts` (distinct,), stripped; -1 is an empty cell.

    The codes are signed and no wider than they need to be: there are many of them.
    """

    codes: np.ndarray
    texts: np.ndarray

    def take(self, values: np.ndarray, *, empty: Any) -> np.ndarray:
        """One value per distinct text -> one per row."""
        return np.append(values, np.array([empty], dtype=values.dtype))[self.codes]


@dataclass(frozen=True)
class Sheet:
    """The file's rows. `row_numbers` (rows,) count as a person does: the header is row 1.

    `malformed` (n,) are the numbers of rows with too few or too many cells, `malformed_texts`
    (n,) what stands on them: for the privacy gate only.
    """

    columns: dict[str, Column]
    row_numbers: np.ndarray
    malformed: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    malformed_texts: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))

    def __len__(self) -> int:
        return len(self.row_numbers)


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

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()

    @cached_property
    def kind(self) -> str:
        """csv, json, parquet, geo (anything with geometry) or packed (Excel, zip, gz)."""
        for magic, kind in MAGIC.items():
            if self._head.startswith(magic):
                return kind
        start = self._head.lstrip(b"\xef\xbb\xbf \r\n\t")
        if start[:1] == b"{" and b'"FeatureCollection"' in self._head:
            return "geo"
        if start[:7].lower() == b"!table\r" or start[:7].lower() == b"!table\n":
            return "geo"  # MapInfo
        return "json" if start[:1] in {b"{", b"["} else "csv"

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The column names, or () where the file has none that can be read."""
        try:
            if self.kind == "csv":
                return tuple(self._csv_header)
            if self.kind == "json":
                names = dict.fromkeys(k for row in self._records for k in row)
                "".join(names).encode()  # half a character, as JSON may escape it, is no text
                return tuple(names)
            if self.kind == "parquet":
                return self._distinct(pq.read_schema(self.path).names)
            if self.kind == "geo":
                return self._distinct(pyogrio.read_info(self.path)["fields"])
        except BROKEN as error:
            raise self._broken() from error
        raise Refused(
            f"{self.name}: Excel och packade filer läses inte. Packa upp filen, eller spara den "
            "som CSV, och läs in igen."
        )

    def sheet(self, *, drop: Iterable[str] = (), keep: Iterable[str] = ()) -> Sheet:
        """All rows; columns in `drop` are never turned into values.

        `keep` names the columns the source reads: the only ones that may be of high cardinality
        for a reason. Raises Refused (Swedish) when the file is broken.
        """
        names = [name for name in self.header if name not in set(drop)]
        try:
            if self.kind == "csv":
                return self._csv_sheet(names)
            if self.kind == "json":
                rows = [[_text(record.get(name)) for name in names] for record in self._records]
                arrays = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)]
                return _sheet(pa.table(arrays, names=names), first_row=1)
            if self.kind == "parquet":
                return _sheet(pq.read_table(self.path, columns=names), first_row=1)
            _, table = pyogrio.read_arrow(self.path, columns=names, read_geometry=False)
            return _sheet(table.select(names), first_row=1)
        except BROKEN as error:
            raise self._broken() from error

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
    def _records(self) -> list[dict[str, Any]]:
        """A JSON array of objects; nested objects are flattened: location.name -> location_name."""
        try:
            content = json.loads(self.path.read_bytes())
        except (ValueError, RecursionError):
            raise self._broken() from None
        if not isinstance(content, list) or not all(isinstance(r, dict) for r in content):
            raise Refused(f"{self.name}: väntade en lista av poster. Hämta filen igen.")
        return [_flat(record) for record in content]

    @cached_property
    def _encoding(self) -> str:
        if self._head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if self._head.startswith(codecs.BOM_UTF8):
            return "utf-8"
        # The first letter outside ASCII tells; the parser refuses UTF-8 that is broken further on.
        with self.path.open("rb") as handle:
            while block := handle.read(1 << 20) + handle.readline():
                if not block.isascii():
                    return "utf-8" if _is_utf8(block) else _eight_bit(handle)
        return "utf-8"

    @cached_property
    def _text(self) -> str:
        return self._head.decode(self._encoding, errors="ignore").lstrip("\ufeff")

    @cached_property
    def _preamble(self) -> int:
        """Lines before the header: blank ones, and Excel's "sep=;"."""

        def is_before(line: str) -> bool:
            return re.fullmatch(r"\s*|\"?sep=.\"?\s*", line) is not None

        return sum(1 for _ in itertools.takewhile(is_before, io.StringIO(self._text, newline="")))

    def _header_cells(self, separator: str) -> list[str]:
        lines = itertools.islice(io.StringIO(self._text, newline=""), self._preamble, None)
        return next(csv.reader(lines, delimiter=separator), [])

    @cached_property
    def _separator(self) -> str:
        return max(SEPARATORS, key=lambda separator: len(self._header_cells(separator)))

    @cached_property
    def _csv_header(self) -> tuple[str, ...]:
        cells = enumerate(self._header_cells(self._separator), 1)
        return self._distinct(c.strip().replace("\xa0", " ") or f"kolumn {i}" for i, c in cells)

    def _csv_sheet(self, names: list[str]) -> Sheet:
        table, skipped = self._parse_csv(names, threads=True)
        if skipped:  # only a serial reading knows which rows they were
            table, skipped = self._parse_csv(names, threads=False)
        for number, text in skipped:
            if "\n" in text or "\r" in text:  # the rows after it have gone into its last cell
                raise Refused(
                    f"{self.name}, rad {number}: ett citattecken saknar sitt slut. Rätta raden."
                )
        sheet = _sheet(
            table, first_row=2 + self._preamble, skipped=skipped, separator=self._separator
        )
        for name, column in sheet.columns.items() if self._has_quotes else ():
            held = pa.array(column.texts, pa.string())
            for text in held.filter(pc.match_substring(held, "\n")).to_pylist():
                if text.count(self._separator) >= len(self.header) - 1:
                    raise Refused(
                        f"{self.name}, kolumnen ”{name}”: ett citattecken saknar sitt slut, och "
                        "hela rader har hamnat i en cell. Rätta filen."
                    )
        return _without_empty_rows(sheet)

    def _parse_csv(
        self, names: list[str], *, threads: bool
    ) -> tuple[pa.Table, list[tuple[int, str]]]:
        """The rows, and number and text of those with too few or too many cells."""
        skipped: list[tuple[int, str]] = []

        def skip(row: pyarrow.csv.InvalidRow) -> str:
            skipped.append((row.number or 0, row.text))
            return "skip"

        with _no_row_unseen():
            table = pyarrow.csv.read_csv(
                self.path,
                read_options=pyarrow.csv.ReadOptions(
                    column_names=self._csv_header,
                    skip_rows_after_names=0,
                    skip_rows=1 + self._preamble,
                    encoding=self._encoding,
                    use_threads=threads,
                    block_size=1 << 21,
                ),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=self._separator,
                    newlines_in_values=self._has_quotes,
                    ignore_empty_lines=False,  # they count when a person looks for a row
                    invalid_row_handler=skip,
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types=dict.fromkeys(
                        self._csv_header, pa.dictionary(pa.int32(), pa.string())
                    ),
                    include_columns=names,
                    null_values=[""],
                    strings_can_be_null=True,
                ),
            )
        return table, skipped

    @cached_property
    def _has_quotes(self) -> bool:
        with self.path.open("rb") as handle:
            return any(b'"' in block for block in iter(lambda: handle.read(1 << 22), b""))


class Rows:
    """Takes a sheet apart column by column and keeps the account of what could not be read.

    A row is rejected once, for the first column that failed it.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rejected = np.zeros(len(sheet), dtype=bool)
        self._rejects: list[tuple[np.ndarray, str, str]] = []
        if len(sheet.malformed):
            self._rejects.append((sheet.malformed, "", "raden har fel antal kolumner"))

    def has(self, name: str) -> bool:
        return name in self.sheet.columns

    def reject(self, bad: np.ndarray, *, column: str, reason: str) -> None:
        """`bad` (rows,) bool; rows rejected before are left with their first reason."""
        fresh = bad & ~self.rejected
        if fresh.any():
            self._rejects.append((self.sheet.row_numbers[fresh], column, reason))
            self.rejected |= fresh

    def values(
        self,
        name: str,
        parse: Callable[[np.ndarray], np.ndarray],
        *,
        reason: str,
        missing: Iterable[str] = MISSING,
        required: bool = True,
    ) -> np.ndarray:
        """Column `name` as `parse` understands it, (rows,).

        `parse` takes the distinct texts and answers with one value each; its own notion of
        nothing (NaT, NaN, None) marks what it could not read. Texts in `missing` are empty cells:
        rejected only where the column is `required`.
        """
        column, values, empty = self._parsed(name, parse, reason, missing, required)
        return column.take(values, empty=empty)

    def texts(
        self,
        name: str,
        parse: Callable[[np.ndarray], np.ndarray],
        *,
        reason: str,
        missing: Iterable[str] = MISSING,
        required: bool = True,
    ) -> pa.DictionaryArray:
        """As `values`, for a `parse` that answers with texts: each distinct one is held once."""
        column, values, _ = self._parsed(name, parse, reason, missing, required)
        codes, texts = pd.factorize(values)
        codes = column.take(codes.astype(column.codes.dtype), empty=-1)
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, mask=codes < 0), pa.array(texts, pa.string())
        )

    def _parsed(
        self,
        name: str,
        parse: Callable[[np.ndarray], np.ndarray],
        reason: str,
        missing: Iterable[str],
        required: bool,
    ) -> tuple[Column, np.ndarray, Any]:
        """The column, a value for each of its distinct texts, and the value for an empty cell."""
        if name not in self.sheet.columns:
            raise Refused(f"kolumnen ”{name}” saknas. Ta ut filen igen med alla kolumner.")
        column = self.sheet.columns[name]
        is_missing = np.isin(column.texts, list(missing))
        values = parse(column.texts)
        empty = np.array([None]).astype(values.dtype)[0] if values.dtype != object else None
        bad = is_missing & required | ~is_missing & pd.isna(values)
        self.reject(column.take(bad, empty=required), column=name, reason=reason)
        values = values.copy()
        values[is_missing] = empty
        return column, values, empty

    def reading(
        self, table: pa.Table, *, merged: np.ndarray | None = None, **about: Any
    ) -> Reading:
        """`table` holds all rows of the sheet; the rejected ones are left out here.

        So are those in `merged` (rows,) bool: what they say stands on other rows of `table`.
        """
        rejects = [
            pa.table(
                {
                    "row": rows,
                    "column": pa.repeat(pa.scalar(column), len(rows)),
                    "reason": pa.repeat(pa.scalar(reason), len(rows)),
                },
                schema=REJECTS,
            )
            for rows, column, reason in self._rejects
        ]
        merged = np.zeros(len(self.sheet), dtype=bool) if merged is None else merged
        left_out = self.rejected | merged
        return Reading(
            accepted=table.filter(pa.array(~left_out)) if left_out.any() else table,
            rejects=pa.concat_tables(rejects) if rejects else REJECTS.empty_table(),
            read=len(self.sheet) + len(self.sheet.malformed),
            merged=int((merged & ~self.rejected).sum()),
            **about,
        )


@contextmanager
def _no_row_unseen() -> Iterator[None]:
    """Raises UnicodeError for a malformed row that pyarrow could not even hand over.

    It only prints such an error, from where nobody can catch it.
    """
    lost: list[object] = []
    before, sys.unraisablehook = sys.unraisablehook, lambda error: lost.append(error.exc_type)
    try:
        yield
    finally:
        sys.unraisablehook = before
    if lost:
        raise UnicodeError


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(handle: BinaryIO) -> str:
    """Windows-1252 is ISO-8859-1 with letters where that has control codes; five bytes mean
    nothing in it, and a file with one of them can only be the latter."""
    handle.seek(0)
    undefined = frozenset(b"\x81\x8d\x8f\x90\x9d")
    blocks = iter(lambda: handle.read(1 << 20), b"")
    return "latin-1" if any(undefined & set(block) for block in blocks) else "cp1252"


def _sheet(
    table: pa.Table,
    *,
    first_row: int,
    skipped: Iterable[tuple[int, str]] = (),
    separator: str = "",
) -> Sheet:
    """`skipped` are numbers and texts of rows that are not in `table`."""
    malformed = [(n, text) for n, text in skipped if text.strip(separator + " \r\n\t")]
    out = np.array([n for n, _ in skipped], dtype=np.int64)
    numbers = np.arange(table.num_rows + len(out), dtype=np.int64) + first_row
    return Sheet(
        columns={n: _column(table.column(n)) for n in table.column_names},
        row_numbers=np.setdiff1d(numbers, out, assume_unique=True) if len(out) else numbers,
        malformed=np.array([n for n, _ in malformed], dtype=np.int64),
        malformed_texts=np.array([text for _, text in malformed], dtype=object),
    )


def _without_empty_rows(sheet: Sheet) -> Sheet:
    """Spreadsheets leave rows without a single value behind, most often at the end."""
    empty = np.arange(len(sheet))
    for column in sheet.columns.values():
        empty = empty[column.codes[empty] < 0]
    if not len(empty):
        return sheet
    columns = {n: Column(np.delete(c.codes, empty), c.texts) for n, c in sheet.columns.items()}
    return replace(sheet, columns=columns, row_numbers=np.delete(sheet.row_numbers, empty))


def _column(chunks: pa.ChunkedArray) -> Column:
    if not pa.types.is_dictionary(chunks.type):
        chunks = pc.dictionary_encode(_texts(chunks))
    chunks = chunks.unify_dictionaries()
    if chunks.num_chunks == 0:
        return Column(np.empty(0, np.int8), np.empty(0, object))
    texts = chunks.chunk(0).dictionary
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, "[\xa0\u202f]", " "))
    width = np.min_scalar_type(-1 - len(texts))
    codes = [pc.fill_null(c.indices, -1).to_numpy().astype(width) for c in chunks.chunks]
    return Column(np.concatenate(codes), texts.to_numpy(zero_copy_only=False))


def _texts(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole numbers with all their digits, also where gaps have made them decimals."""
    if not pa.types.is_floating(values.type):
        return pc.cast(values, pa.string())
    whole = pc.and_(pc.equal(values, pc.floor(values)), pc.less(pc.abs(values), 1e15))
    digits = pc.cast(pc.cast(pc.if_else(whole, values, None), pa.int64()), pa.string())
    return pc.coalesce(digits, pc.cast(values, pa.string()))


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, Any]:
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
