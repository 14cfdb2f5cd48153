"""Brå's reported crime per kommun, one file per year: totals only, names and no codes.

The year stands in the file's name and nowhere else. The file for 2021 has no header.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from etl import crime_statistics as crime
from etl import fields
from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import Column, File, Rows, Sheet

COLUMNS = ("Kommun", "Antal", "Per 100 000 inv.")

SOURCE = Source(
    title="Anmälda brott per kommun, ett år per fil",
    publisher="Brottsförebyggande rådet (Brå)",
    owner="trygghetssamordnare",
    url="https://bra.se/statistik",
    licence="Fri användning; ange Brå som källa",
    purpose="Jämförelse mellan kommuner och år i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=14600,
    revision_key=("source", "crime_path", "area_code", "period_start"),
    table="crime_statistic",
    columns=COLUMNS,
    caveats=(
        "Året står bara i filens namn: rätt namn är rätt år.",
        "Anmälda brott räknas det år de anmäldes, inte när de skedde.",
        "Ett ärende kan ge hundratals brott, och då hoppar ett år.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "vilka brott det är: bara summan finns",
        "brott utan känd plats, bland dem många bedrägerier",
    ),
)


def recognise(file: File) -> bool:
    return file.header[:3] == COLUMNS or _is_without_header(file)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    year = _year(file.name)
    rows = Rows(_with_first_row(sheet) if _is_without_header(file) else sheet)
    return crime.reading(
        rows,
        {
            "crime": crime.TOTAL,
            "area_code": crime.areas(rows, COLUMNS[0]),
            "count": crime.amounts(rows, COLUMNS[1]),
            "per_100000": crime.amounts(rows, COLUMNS[2]),
            "status": crime.statuses(rows, COLUMNS[1]),
            "period_type": crime.YEAR,
            "period_start": f"{year}-01-01",
            "is_preliminary": "prel" in file.name.casefold(),
        },
    )


def _is_without_header(file: File) -> bool:
    first = np.array(file.header[:3], dtype=object)
    return (
        len(first) == 3
        and fields.areas(first[:1])[0] is not None
        and not np.isnan(fields.counts(first[1:])).any()
    )


def _with_first_row(sheet: Sheet) -> Sheet:
    """The sheet with what was taken for its header as the row it is."""
    columns = {}
    for name, cell in zip(COLUMNS, list(sheet.columns)[:3], strict=True):
        column = sheet.columns[cell]
        texts = np.append(column.texts, np.array([cell], dtype=object))
        codes = np.append(np.intp(len(column.texts)), column.codes)
        columns[name] = Column(codes, texts)
    return replace(sheet, columns=columns, row_numbers=np.append(1, sheet.row_numbers))


def _year(name: str) -> str:
    found = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name))
    if len(found) != 1:
        raise Refused(
            "vilket år filen gäller står bara i dess namn. Döp om den så att årtalet, och inget "
            "annat årtal, står i namnet, till exempel anmalda_brott_2021.csv."
        )
    return found.pop()
