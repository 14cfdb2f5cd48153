"""The table of a file's incidents, and the account of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.provenance import Reading
from etl.reading import Rows

NAMELESS = ("", "-", "..", ".", "Värde saknas", "Okänd", "Okänt")
NOBODY_KNOWS = ("", "-", "Vet ej", "vet ej", "Vet inte", "vet inte")

Parse = Callable[[np.ndarray], np.ndarray]
Table = dict[str, np.ndarray | pa.Array]
Column = pa.DictionaryArray
Words = Iterable[str]


def spread(
    column: pa.DictionaryArray, meaning: Callable[[str], str | None] = lambda text: text
) -> np.ndarray:
    """One `meaning` per row (rows,), asked once per distinct text; None for an empty cell."""
    texts = np.array([*map(meaning, column.dictionary.to_pylist()), None], dtype=object)
    return texts[pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)]


def finished(
    rows: Rows,
    table: Table,
    *,
    registered: str,
    preliminary: bool = False,
    notes: tuple[str, ...] = (),
) -> Reading:
    """The reading of `table`, whose `registered_on` stands in the column called `registered`.

    The file speaks for the days from its first to its last, in the kommuner that it names.
    """
    registered_on = np.asarray(table["registered_on"])
    future = registered_on > np.datetime64("today") + 1  # numpy's today is Greenwich's
    rows.reject(future, column=registered, reason="dagen ligger i framtiden")
    if "occurred_from" in table:
        ahead = registered_on < table["occurred_from"]
        rows.reject(ahead, column=registered, reason="inskriven innan händelsen började")
    if "area_code" in table:
        table["area_code"] = pa.array(table["area_code"], pa.string())
    arrow = pa.table({**table, "count": pa.array(table["count"]).cast(pa.int32(), safe=False)})
    kept = registered_on[~rows.rejected]
    if not len(kept):
        return rows.reading(arrow, period_from=None, period_to=None, notes=notes)
    first, last = kept.min().item(), kept.max().item()
    return rows.reading(
        arrow,
        period_from=first,
        period_to=last,
        covers=(first, last),
        kommun_codes=tuple(sorted(set(spread(table["kommun_code"])[~rows.rejected]))),
        preliminary=preliminary,
        notes=notes,
    )
