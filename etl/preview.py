"""What a file's columns hold, by the shapes of their values: enough to see that it is the right file.

Letters and digits are masked before anything leaves the process that read them.
"""

from __future__ import annotations

from collections.abc import Container

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.reading import Sheet

MOST = 3  # shapes of a column
LONGEST = 24  # letters of a shape
SHAPES = pa.schema([
    ("column", pa.string()), ("is_read", pa.bool_()), ("filled", pa.int64()),
    ("distinct", pa.int64()), ("shapes", pa.list_(pa.string())),
])  # fmt: skip


def shapes(sheet: Sheet, *, read: Container[str]) -> pa.Table:
    """One row per column: SHAPES. `read` are the columns that the source reads; of others nothing
    is told but the name.

    `shapes` are the commonest forms of the values: 0 for a digit, x for a letter.
    """
    rows = []
    for name, column in sheet.columns.items():
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.texts))
        masked = mask(pa.array(column.texts, pa.string())) if name in read else None
        rows.append({
            "column": name,
            "is_read": name in read,
            "filled": int(counts.sum()),
            "distinct": int((counts > 0).sum()),
            "shapes": [] if masked is None else _commonest(masked, counts),
        })  # fmt: skip
    return pa.Table.from_pylist(rows, schema=SHAPES)


def mask(texts: pa.Array) -> pa.Array:
    """ "Värnamo 12" -> "Xxxxxxx 00"."""
    digits = pc.replace_substring_regex(texts, r"\p{N}", "0")
    small = pc.replace_substring_regex(digits, r"\p{Ll}|\p{Lo}|\p{Lm}", "x")
    masked = pc.replace_substring_regex(small, r"\p{Lu}|\p{Lt}", "X")
    cut = pc.utf8_slice_codeunits(masked, 0, LONGEST)
    return pc.if_else(pc.greater(pc.utf8_length(masked), LONGEST), pc.binary_join_element_wise(cut, "…", ""), cut)  # fmt: skip


def _commonest(masked: pa.Array, counts: np.ndarray) -> list[str]:
    table = pa.table({"shape": masked, "count": counts}).group_by("shape").aggregate([("count", "sum")])  # fmt: skip
    order = [("count_sum", "descending"), ("shape", "ascending")]
    found: list[str] = table.sort_by(order)["shape"].to_pylist()
    return found[:MOST]
