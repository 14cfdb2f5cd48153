"""JSON-stat 2 (json-stat.org): a statistical table as one object, a cube of values by dimensions.

A row is a cell. Each dimension is a column of codes, and another of labels where the publisher has
given any.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

VALUE = "value"
MOST_CELLS = 2_000_000


class Broken(Exception):
    """Not a table as JSON-stat describes one."""


class TooLarge(Exception):
    """More cells than MOST_CELLS."""


def is_dataset(content: Any) -> bool:
    return isinstance(content, dict) and content.get("class") == "dataset"


def table(content: dict[str, Any]) -> pa.Table:
    """One row per cell, the last dimension quickest: texts, and null where there is no value.

    Raises Broken and TooLarge.
    """
    try:
        names, size = list(content["id"]), list(content["size"])
        categories = [_categories(content["dimension"][name]["category"]) for name in names]
    except (KeyError, TypeError, AttributeError):
        raise Broken from None
    if not names or size != [len(codes) for codes, _ in categories]:
        raise Broken
    cells = math.prod(size)
    if cells > MOST_CELLS:  # what it says; the values may be far fewer
        raise TooLarge
    columns: dict[str, pa.Array] = {}
    repeats = [math.prod(size[at:]) for at in range(len(size) + 1)]
    for name, texts, (whole, each) in zip(names, categories, pairwise(repeats), strict=True):
        index = pa.array(np.tile(np.repeat(np.arange(whole // each), each), cells // whole), pa.int32())  # fmt: skip
        for column, said in zip((name, f"{name}_label"), texts, strict=True):
            if any(said):
                columns[column] = pa.DictionaryArray.from_arrays(index, pa.array(said, pa.string()))
    if VALUE in columns or not all(isinstance(name, str) for name in columns):
        raise Broken
    return pa.table(columns | {VALUE: _values(content.get(VALUE), cells=cells)})


def _categories(about: dict[str, Any]) -> tuple[list[str | None], list[str | None]]:
    """Codes in their order, and the label of each."""
    labels = about.get("label", {})
    index = about.get("index", labels)  # a dimension of one category needs no index
    if isinstance(index, dict) and index is not labels:
        codes = sorted(index, key=index.__getitem__)
        if sorted(index.values()) != list(range(len(index))):
            raise Broken
    else:
        codes = list(index)
    said = [labels.get(code) for code in codes]
    if not all(isinstance(text, str) for text in [*codes, *filter(None, said)]):
        raise Broken
    return codes, said


def _values(values: Any, *, cells: int) -> pa.Array:
    if isinstance(values, dict):  # only the cells that have one, by their number
        try:
            values = [values.get(str(at)) for at in range(cells)]
        except AttributeError:
            raise Broken from None
    if not isinstance(values, list) or len(values) != cells:
        raise Broken
    if any(isinstance(value, dict | list) for value in values):
        raise Broken
    return pa.array([value if value is None else str(value) for value in values], pa.string())
