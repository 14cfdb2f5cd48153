"""Text with separators, as every spreadsheet writes it and no two alike."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from etl.provenance import Refused
from etl.reading.sheet import Sheet, from_table, without_empty_rows

SEPARATORS = ";,\t|"


class Separated:
    """The file at `path`, whose first bytes are `head`; `name` is what messages call it."""

    def __init__(self, path: Path, *, name: str, head: bytes) -> None:
        self.path = path
        self.name = name
        self._head = head

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first line that is one, stripped; empty ones get their number."""
        cells = enumerate(self._header_cells(self._separator), 1)
        return [c.strip().replace("\xa0", " ") or f"kolumn {i}" for i, c in cells]

    def sheet(self, names: list[str]) -> Sheet:
        """The rows; columns in `names` only. Raises Refused, and what pyarrow raises."""
        table, skipped = self._parse(names, threads=True)
        if skipped:  # only a serial reading knows which rows they were
            table, skipped = self._parse(names, threads=False)
        for number, text in skipped:
            if "\n" in text or "\r" in text:  # the rows after it have gone into its last cell
                raise Refused(
                    f"{self.name}, rad {number}: ett citattecken saknar sitt slut. Rätta raden."
                )
        sheet = from_table(
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
        return without_empty_rows(sheet)

    def _parse(self, names: list[str], *, threads: bool) -> tuple[pa.Table, list[tuple[int, str]]]:
        """The rows, and number and text of those with too few or too many cells."""
        skipped: list[tuple[int, str]] = []

        def skip(row: pyarrow.csv.InvalidRow) -> str:
            skipped.append((row.number or 0, row.text))
            return "skip"

        with _no_row_unseen():
            table = pyarrow.csv.read_csv(
                self.path,
                read_options=pyarrow.csv.ReadOptions(
                    column_names=self.header,
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
                    column_types=dict.fromkeys(self.header, pa.dictionary(pa.int32(), pa.string())),
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
