"""Brå's own search, "Databasfil.txt": one row per area, crime and period.

ISO-8859-1, and each row ends with a separator that the header lacks. Parents of the chosen crimes
are echoed with two dots. A preliminary year says so in its own cell.
"""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pyarrow as pa

from etl import crime_statistics as crime
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Sheet
from etl.reading.sheet import from_table

SOURCE = Source(
    title="Anmälda brott ur Brås egen sökning (databasfil)",
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
    columns=crime.SEARCHED,
    caveats=(
        "Två punkter i filen betyder att uppgiften saknas eller är dold. Det är inte noll.",
        *crime.SEARCH_CAVEATS,
    ),
    blind_spots=crime.SEARCH_BLIND_SPOTS,
)


def recognise(file: File) -> bool:
    return file.header[:5] == crime.SEARCHED[:5]


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    return crime.searched(_with_long_rows(sheet))


def _with_long_rows(sheet: Sheet) -> Sheet:
    """The sheet with the rows that are one empty cell longer than the header, as Brå writes them."""
    names = list(sheet.columns)
    cells = [_cells(text) for text in sheet.malformed_texts]
    is_row = np.array([len(row) == len(names) + 1 and not row[-1] for row in cells], dtype=bool)
    if not is_row.any():
        return sheet
    long = [row for row, good in zip(cells, is_row, strict=True) if good]
    columns = {}
    for i, name in enumerate(names):
        column = sheet.columns[name]
        before = column.take(column.texts.astype(object), empty=None)
        columns[name] = pa.array([*before, *(row[i] or None for row in long)], pa.string())
    whole = from_table(pa.table(columns), first_row=2)
    return replace(
        whole,
        row_numbers=np.append(sheet.row_numbers, sheet.malformed[is_row]),
        malformed=sheet.malformed[~is_row],
        malformed_texts=sheet.malformed_texts[~is_row],
    )


def _cells(text: str) -> list[str]:
    return next(csv.reader([text.strip("\r\n").replace("&nbsp;", " ")], delimiter=";"), [])
