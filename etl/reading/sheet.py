"""A table of texts, each distinct one held once: what every reader of files gives and takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


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
    (n,) what stands on them, `beside` (n,) what a workbook says outside of the table (titles, other
    sheets): for the privacy gate only.
    """

    columns: dict[str, Column]
    row_numbers: np.ndarray
    malformed: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    malformed_texts: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))
    beside: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))

    def __len__(self) -> int:
        return len(self.row_numbers)


def from_table(
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


def without_empty_rows(sheet: Sheet) -> Sheet:
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
