"""Takes a sheet apart and keeps the account: what was read, what was turned away, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.provenance import REJECTS, Reading, Refused
from etl.reading.sheet import Column, Sheet

MISSING = ("", "-", "..", ".")


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
