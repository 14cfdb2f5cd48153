"""Tables made to be looked at: titles above, headings over several rows, footnotes below.

`cells` is what File.grid gives: (rows, columns) of str, None where empty; row 0 is Excel's row 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from etl.reading.sheet import Sheet, from_table

Cells = np.ndarray


def is_filled(cells: Cells) -> np.ndarray:
    """(rows, columns) bool."""
    return cells != None


def is_alone(cells: Cells) -> np.ndarray:
    """(rows,) bool: a text in the first column and nothing beside it."""
    filled = is_filled(cells)
    return filled[:, 0] & ~filled[:, 1:].any(axis=1)


def captions(block: Cells) -> list[tuple[str, ...]]:
    """What stands above each column in the rows of headings `block`, the topmost first.

    A heading over several columns stands in the first of them, except in the last row.
    """
    rows = []
    for at, row in enumerate(block):
        spread: list[str] = []
        for text in row:
            above = spread[-1] if spread and at < len(block) - 1 else ""
            spread.append(text or above)
        rows.append(spread)
    return [tuple(filter(None, column)) for column in zip(*rows, strict=True)]


def long(columns: Mapping[str, Sequence[str | None]], *, row_numbers: Sequence[int]) -> Sheet:
    """A sheet of the cells that were found, with the number of the row that each stands on."""
    texts = {name: pa.array(list(values), pa.string()) for name, values in columns.items()}
    numbers = np.asarray(row_numbers, dtype=np.int64)
    return replace(from_table(pa.table(texts), first_row=1), row_numbers=numbers)
