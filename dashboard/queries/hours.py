"""When on the week incidents were, always of one source: whole blocks of four weeks of the last year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.queries.incidents import COLUMNS, HERE
from dashboard.state import Span

HOURS = {"alla": (0, 24), "natt": (0, 6), "dag": (6, 18), "kvall": (18, 24)}  # from and to
WEEKDAYS = {"alla": range(7), "vardag": range(5), "helg": range(5, 7)}
BY = {"block", "hour_of_week", "weekday", "area_code"}


@per_edition(64)
def blocks(edition: Edition, *, source: str) -> list[date]:
    """The Mondays that the source's blocks begin on, the earliest first."""
    rows = edition.query(
        "select distinct block from out.incident_hour where source = $source order by block",
        source=source,
    )
    return [day.date() for day in rows["block"]]


def within(known: Sequence[date], span: Span) -> list[date]:
    """Those of the blocks that any week of the span lies in."""
    return [block for block in known if block <= span.last and (block - span.first).days > -28]


@per_edition(64)
def told(edition: Edition, source: str) -> tuple[bool, bool]:
    """Whether the source tells any hours, and any weekdays."""
    [row] = edition.rows(
        """
        select count(hour_of_week) > 0 as hours, count(weekday) > 0 as weekdays
        from out.incident_hour where source = $source
        """,
        source=source,
    )
    return row["hours"], row["weekdays"]


def filled(rows: pd.DataFrame, name: str, size: int) -> np.ndarray:
    """(size,) weight by the codes of the column `name`, of what has one."""
    known = rows.dropna(subset=name)
    return np.bincount(known[name].astype(int), known["weight"], size)


def of_window(
    edition: Edition, *, source: str, kommun: str, area: str, problem_type: str, last: date
) -> np.ndarray | None:
    """(168,) or, of a source without clock times, (7,): when on the week the four weeks' incidents were.

    None where the four weeks up to `last` are not one of those that it is kept for.
    """
    block = last - timedelta(weeks=3)
    has_hours, has_weekdays = told(edition, source)
    if not has_weekdays or block not in blocks(edition, source=source):
        return None
    rows = weights(
        edition,
        source=source,
        kommuner=[kommun],
        types=[problem_type] if problem_type else [],
        level="kommun" if area == kommun else "regso",
        areas=[area],
        blocks=[block],
        by=("hour_of_week", "weekday"),
    )
    return filled(rows, "hour_of_week", 168) if has_hours else filled(rows, "weekday", 7)


def weights(
    edition: Edition,
    *,
    source: str,
    kommuner: Sequence[str],
    types: Sequence[str],
    level: str,
    blocks: Sequence[date],
    by: tuple[str, ...],
    areas: Sequence[str] = (),
    tid: str = "alla",
    dagar: str = "alla",
) -> pd.DataFrame:
    """weight per combination of the columns `by`; `types` and `areas` empty are all.

    Of a part of the day only what has a known hour counts, of some weekdays what has a known day.
    """
    columns = [
        f"{COLUMNS[level]}::varchar as area_code" if name == "area_code" else name
        for name in by
        if name in BY
    ]
    first, last = HOURS[tid]
    parts = {
        "and list_contains($types, problem_type)": ("types", list(types)),
        f"and list_contains($areas, {COLUMNS[level]}::varchar)": ("areas", list(areas)),
        "and list_contains($days, weekday)": ("days", [] if dagar == "alla" else [*WEEKDAYS[dagar]]),
        "and list_contains($hours, hour_of_week % 24)": ("hours", [] if tid == "alla" else [*range(first, last)]),
    }  # fmt: skip
    asked = {sql: value for sql, value in parts.items() if value[1]}
    return edition.query(
        f"""
        select {", ".join(columns)}, sum(weight::double) as weight
        from out.incident_hour
        where source = $source and {HERE} and list_contains($blocks, block) {" ".join(asked)}
        group by all
        order by all
        """,
        source=source,
        kommuner=list(kommuner),
        blocks=list(blocks),
        **dict(asked.values()),
    )
