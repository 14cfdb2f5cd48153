"""The cells of an Excel workbook as texts: dates as ÅÅÅÅ-MM-DD, whole numbers without decimals.

A workbook's table is found and not declared: its header is the first row in which the whole used
width of the sheet is filled with distinct texts. What stands above it, on other sheets and on
hidden ones becomes no value, but all of it is shown to the privacy gate.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine as calamine

from etl.provenance import Refused
from etl.reading import package
from etl.reading.sheet import Column, Sheet, without_empty_rows

HEADER_WITHIN = 50  # rows


@dataclass(frozen=True)
class Grid:
    """`codes` (rows, columns) from cell A1 on point into `texts` (distinct,); -1 is empty.

    `is_text` (distinct,) bool: some cell holds it as a text, and not as a number or a day.
    """

    codes: np.ndarray
    texts: np.ndarray
    is_text: np.ndarray

    def cells(self) -> np.ndarray:
        """(rows, columns) of str, None where a cell is empty; row 0 is Excel's row 1."""
        return np.append(self.texts, np.array([None], dtype=object))[self.codes]

    @cached_property
    def used(self) -> np.ndarray:
        """The columns in which anything stands."""
        return np.flatnonzero((self.codes >= 0).any(axis=0))

    @cached_property
    def header_row(self) -> int | None:
        """Which row it is, from 0."""
        if len(self.used) < 2:
            return None
        for row, codes in enumerate(self.codes[:HEADER_WITHIN, self.used]):
            if codes.min() >= 0 and len(set(codes)) == len(codes) and self.is_text[codes].all():
                return row
        return None

    @cached_property
    def header(self) -> tuple[str, ...]:
        if self.header_row is None:
            return ()
        return tuple(self.texts[self.codes[self.header_row, self.used]])

    def columns(self, drop: Collection[str]) -> dict[str, Column]:
        """What stands below the header, if there is one."""
        if self.header_row is None:
            return {}
        below = self.codes[self.header_row + 1 :]
        return {
            name: self._column(below[:, at])
            for name, at in zip(self.header, self.used, strict=True)
            if name not in drop
        }

    def above(self) -> np.ndarray:
        """The texts above the header; of a sheet without one, all of them."""
        titles = self.codes[: self.header_row]
        return self._column(titles.ravel()).texts

    def _column(self, codes: np.ndarray) -> Column:
        """The same cells with no texts but their own."""
        is_used = np.zeros(len(self.texts) + 1, dtype=bool)
        is_used[codes] = True
        is_used[-1] = False
        texts = self.texts[is_used[:-1]]
        own = np.cumsum(is_used) - 1
        own[-1] = -1
        return Column(own[codes].astype(np.min_scalar_type(-1 - len(texts))), texts)


class Workbook:
    """The workbook at `path`; `name` is what messages call it. All of it is read at once.

    Raises Refused (Swedish) when it is damaged, protected, or asks for too much.
    """

    def __init__(self, path: Path, *, name: str) -> None:
        with _damaged_means_refused(name):
            book = calamine.CalamineWorkbook.from_filelike(package.harmless(path, name=name))
            about = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
            grids = [(m, _grid(book.get_sheet_by_name(m.name))) for m in about]
        self._all = [grid for _, grid in grids]
        self._names = np.array([m.name for m, _ in grids], dtype=object)
        visible = calamine.SheetVisibleEnum.Visible
        self.visible = {m.name: grid for m, grid in grids if m.visible == visible}

    @property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """Of the table first, then of every other sheet that has one, hidden ones too."""
        tables = sorted(self._all, key=lambda grid: grid is not self._table)
        return tuple(grid.header for grid in tables if grid.header)

    def sheet(self, drop: Collection[str]) -> Sheet:
        """The table of the first visible sheet that has one; without one all is beside it."""
        table = self._table
        others = [grid for grid in self._all if grid is not table]
        beside = [c.texts for grid in others for c in grid.columns(drop).values()]
        beside += [self._names, *(grid.above() for grid in self._all)]
        if table is None or table.header_row is None:
            return Sheet({}, np.empty(0, dtype=np.int64), beside=np.concatenate(beside))
        first = table.header_row + 2
        return without_empty_rows(
            Sheet(
                columns=table.columns(drop),
                row_numbers=np.arange(first, len(table.codes) + 1, dtype=np.int64),
                beside=np.concatenate(beside),
            )
        )

    @property
    def _table(self) -> Grid | None:
        return next((grid for grid in self.visible.values() if grid.header), None)


@contextmanager
def _damaged_means_refused(name: str) -> Iterator[None]:
    try:
        yield
    except (calamine.CalamineError, *package.BROKEN) as error:
        raise _damaged(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # no Exception, and nowhere to import it from
            raise
        raise _damaged(name) from error


def _damaged(name: str) -> Refused:
    return Refused(
        f"{name}: arbetsboken är skadad eller skyddad. Öppna den i Excel och spara den på nytt som "
        "xlsx, eller som CSV."
    )


def _grid(sheet: calamine.CalamineSheet) -> Grid:
    height, width = (0, 0) if sheet.end is None else (sheet.end[0] + 1, sheet.end[1] + 1)
    seen = _Seen()
    codes = np.fromiter(
        # True and 1 are one key to a dict; Excel shows words
        (
            seen[cell] if cell.__class__ is not bool else seen["SANT" if cell else "FALSKT"]
            for row in sheet.iter_rows()
            for cell in row
        ),
        dtype=np.int32,
        count=height * width,
    )
    texts = np.array(list(seen.codes), dtype=object)
    is_text = np.isin(
        np.arange(len(texts)), [code for cell, code in seen.items() if isinstance(cell, str)]
    )
    return Grid(codes.reshape(height, width), texts, is_text)


class _Seen(dict[Any, int]):
    """A cell's value -> the code of its text, given when it is first met; -1 for an empty one."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def __missing__(self, cell: Any) -> int:
        text = _text(cell)
        code = self.codes.setdefault(text, len(self.codes)) if text else -1
        self[cell] = code
        return code


def _text(cell: Any) -> str:
    """As a person sees it; of a number that is no more than the 15 digits Excel shows."""
    match cell:
        case str():
            return cell.replace("\xa0", " ").replace("\u202f", " ").strip()
        case float() | int():
            is_whole = math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e15
            return str(int(cell)) if is_whole else f"{cell:.15g}"
        case datetime():  # the fraction of a day that a time is does not end on a second
            moment = cell + timedelta(microseconds=500_000) if cell.year < 9999 else cell
            day, clock = moment.date().isoformat(), _clock(moment.time())
            return day if clock == "00:00" else f"{day} {clock}"
        case date():
            return cell.isoformat()
        case time():
            return _clock(cell)
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}" + (
                f":{seconds:02d}" if seconds else ""
            )
    return str(cell)


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
