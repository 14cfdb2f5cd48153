"""Brå's own search, opened as Excel: a row with only the area's name, and below it one per crime.

The periods stand across, in one row or with the years above their months, and below them, where
both were asked for, the count and the rate. Written from how others describe it.
"""

from __future__ import annotations

import re

import numpy as np

from etl import crime_statistics as crime
from etl import fields, privacy
from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Sheet
from etl.reading.worksheet import Cells, captions, is_alone, is_filled, long

SOURCE = Source(
    title="Anmälda brott ur Brås egen sökning (Excel)",
    publisher="Brottsförebyggande rådet (Brå)",
    owner="trygghetssamordnare",
    url="https://statistik.bra.se/solwebb/action/index",
    licence="Fri användning; ange Brå som källa",
    purpose="Jämförelse mellan brottstyper, kommuner och perioder i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=14600,
    revision_key=("source", "crime_id", "crime_path", "area_code", "period_type", "period_start"),
    table="crime_statistic",
    columns=("Brott", "År", "Period", "Antal", "/100 000 inv"),
    caveats=(
        "Två punkter eller en tom ruta betyder att uppgiften är dold eller saknas. Det är inte noll.",
        *crime.SEARCH_CAVEATS,
    ),
    blind_spots=crime.SEARCH_BLIND_SPOTS,
)
YEAR = re.compile(r"(?:19|20)\d\d(?: prel\.?)?")
COUNT, RATE = ("antal",), ("/100 000 inv", "/100 000 inv.", "per 100 000 inv", "per 100 000 inv.")
MOST_HEADINGS = 4  # rows from the years to the first area


def recognise(file: File) -> bool:
    return any(_body(file.grid(name)) is not None for name in file.sheet_names)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    """Raises Refused when it does not say whether its numbers are counts."""
    found: list[tuple[int, list[str | None]]] = []
    for name in file.sheet_names:
        cells = file.grid(name)
        if (body := _body(cells)) is not None:
            found += _rows(cells, *body)
    columns = dict(zip(crime.SEARCHED, zip(*(row for _, row in found), strict=True), strict=True))
    numbers = [number for number, _ in found]
    return crime.searched(long(columns, row_numbers=numbers), dots=crime.SUPPRESSED)


def _body(cells: Cells) -> tuple[int, int] | None:
    """The row of years and the row of the first area, or None."""
    if cells.ndim < 2 or cells.shape[1] < 2:
        return None
    for top, row in enumerate(cells[:50, 1:]):
        if any(text is not None and YEAR.fullmatch(text) for text in row):
            below = cells[top + 1 : top + 1 + MOST_HEADINGS]
            alone = np.flatnonzero(is_alone(below))[:1]
            if len(alone) and fields.areas(below[alone, 0])[0] is not None:
                return top, top + 1 + int(alone[0])
            return None
    return None


def _rows(cells: Cells, top: int, first: int) -> list[tuple[int, list[str | None]]]:
    """Excel's row number and the columns SEARCHED, once per crime and period."""
    said = captions(cells[top:first])
    privacy.check_columns({text for texts in said for text in texts})
    periods = _periods(said, titles=cells[:top])
    alone, filled = is_alone(cells), is_filled(cells)
    found: list[tuple[int, list[str | None]]] = []
    area: str | None = None
    for at in range(first, len(cells)):
        if alone[at]:  # a district as well: its crimes are not those of the area above it
            area = cells[at, 0]
        elif filled[at].any():
            for (year, part), (count, rate) in periods.items():
                values = [cells[at, column] if column else None for column in (count, rate)]
                found.append((at + 1, [area, cells[at, 0], year, part, *values]))
    return found


def _periods(said: list[tuple[str, ...]], *, titles: Cells) -> dict[tuple[str, str], list[int]]:
    """Year and part of it -> the columns of count and rate; 0 where there is none."""
    found: dict[tuple[str, str], list[int]] = {}
    for column, texts in enumerate(said[1:], 1):
        measures = [text for text in texts if text.casefold() in (*COUNT, *RATE)]
        years = [text for text in texts if YEAR.fullmatch(text)]
        parts = [text for text in texts if text not in (*measures, *years)]
        if not years:
            continue
        is_rate = bool(measures) and measures[-1].casefold() in RATE
        found.setdefault((years[-1], " ".join(parts)), [0, 0])[is_rate] = column
        if not measures and any("100 000" in text for text in titles[titles != None]):
            break
    else:
        if all(count for count, _ in found.values()):
            return found
    raise Refused(
        "tabellen säger inte vilka tal som är antal. Ta ut den igen med både antal och /100 000 inv."
    )
