"""When a row's incident was, as a day or as an interval with clock times."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from etl import fields
from etl.incidents.rows import Table
from etl.reading import Rows

DAY = "inte ett datum på formen ÅÅÅÅ-MM-DD"
DAY_PARTS = {  # minutes after midnight; the night is the one that the day begins with
    "natt": (0, 360), "morgon": (360, 540), "förmiddag": (540, 720), "eftermiddag": (720, 1020),
    "kväll": (1020, 1439),
}  # fmt: skip


def days(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """datetime64[D] (rows,)."""
    return rows.values(name, fields.days, reason=DAY, required=required)


def days_of(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """datetime64[D] (rows,) of a column that may hold a clock time as well."""
    return rows.values(name, fields.days_of, reason=DAY, required=required)


def moments(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """datetime64[m] (rows,) of a column that holds both day and clock time."""
    reason = "inte en tid på formen ÅÅÅÅ-MM-DD TT:MM"
    return rows.values(name, fields.moments, reason=reason, required=required)


def interval(start: np.ndarray, end: np.ndarray) -> Table:
    """The four columns that say when, from moments (rows,)."""
    first, last = start.astype("datetime64[D]"), end.astype("datetime64[D]")
    return {
        "occurred_from": first,
        "occurred_to": last,
        "time_from": clock(start - first),
        "time_to": clock(end - last),
    }


def times(rows: Rows, name: str) -> pa.Array:
    """Clock time of a column that holds only that; null in an empty cell."""
    at = rows.values(
        name, fields.clock, reason="inte ett klockslag på formen TT:MM", required=False
    )
    return clock(at)


def clock(since_midnight: np.ndarray) -> pa.Array:
    """timedelta64 (rows,) as time of day; NaT becomes null."""
    minutes = since_midnight.astype("timedelta64[m]")
    seconds = np.where(np.isnat(minutes), 0, minutes.astype(np.int64) * 60).astype(np.int32)
    return pa.array(seconds, mask=np.isnat(minutes)).cast(pa.time32("s"))
