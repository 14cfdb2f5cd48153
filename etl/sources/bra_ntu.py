"""Brå's survey NTU in Excel: a sheet per question, years across, group and area down.

The two last columns are the interval of the last year only. Written from how others describe it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from etl import fields, privacy, survey_results
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet
from etl.reading.worksheet import Cells, long

SOURCE = Source(
    title="Nationella trygghetsundersökningen (NTU), Excel",
    publisher="Brottsförebyggande rådet (Brå)",
    owner="trygghetssamordnare",
    url="https://bra.se/statistik",
    licence="Fri användning; ange Brå som källa",
    purpose="Jämförelse med länet och landet i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=7300,
    rhythm_days=366,
    revision_key=("survey", "question", "area_code", "group_name", "year"),
    table="survey_result",
    columns=("Grupp", "Område"),
    caveats=(
        "Trygghetsundersökningen är ett urval. Bara det sista året har en felmarginal i filen.",
        "Utsatthet för brott: frågan ställs året efter det som den gäller.",
        "Jämför inte med polisens lokala trygghetsmätning: urval, ålder och frågor är andra.",
    ),
    blind_spots=(
        "skillnader inom området",
        "trygghet hos barn under 16 år och äldre över 84 år",
        "hur många som har svarat",
    ),
)
QUESTION = re.compile(r"R\d+\.\d+\w?")
YEAR = re.compile(r"(?:19|20)\d\d")
YEARS_ROW = 2  # Excel's row 3
NUMBERING = re.compile(r"^(?:tabell )?R?\d+\.\d+\w?[.:]? *", re.IGNORECASE)
ENDING = re.compile(r"( enligt NTU)?[,.]? ?(?:Andel \(%\).*|(?:19|20)\d\d ?[–-].*)?$")
EVERYBODY = re.compile(r"Samtliga(?: \(?\d\d[–-]\d\d år\)?)?")
WORSE = re.compile(r"R[34]\.")  # exposure, and fear: a higher share is worse


def recognise(file: File) -> bool:
    return any(QUESTION.fullmatch(n) and _years(file.grid(n)) for n in file.sheet_names)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    found: list[dict[str, Any]] = []
    for name in file.sheet_names:
        if QUESTION.fullmatch(name):
            found += _values(file.grid(name), sheet_name=name)
    columns = {key: [row[key] for row in found] for key in found[0]} if found else {}
    numbers = columns.pop("number", [])
    rows = Rows(long(columns, row_numbers=numbers))
    area = rows.values("Område", fields.areas, reason="varken en kommun, ett län eller hela landet; polisregioner läses inte")  # fmt: skip
    year = rows.values("year", fields.years, reason="inte ett år med fyra siffror")
    value, lower, upper = (
        rows.values(name, fields.decimals, reason="inte ett tal", required=False)
        for name in ("value", "lower", "upper")
    )
    rows.reject((value < 0) | (value > 100), column="value", reason="inte en andel i procent")
    rows.reject((value < lower) | (value > upper), column="value", reason="värdet ligger utanför sitt intervall: de två sista kolumnerna ska vara det sista årets gränser")  # fmt: skip
    about = {
        "question": _column(rows, "question"),
        "area_code": area,
        "group_name": _column(rows, "group"),
        "year": year,
    }
    again = np.zeros(len(rows.sheet), dtype=bool)
    again[~rows.rejected] = pd.DataFrame(about)[~rows.rejected].duplicated()
    rows.reject(again, column="Område", reason="samma uppgift står redan på en tidigare rad")
    years = year[~rows.rejected]
    return rows.reading(
        survey_results.table(
            about
            | {
                "survey": "ntu",
                "survey_name": "Nationella trygghetsundersökningen (NTU)",
                "definition": _column(rows, "definition"),
                "unit": survey_results.SHARE,
                "is_higher_worse": np.where(_column(rows, "worse") == "ja", True, None),  # type: ignore[call-overload]
                "value": value,
                "lower": lower,
                "upper": upper,
                "interval_by": np.where(np.isnan(lower), None, survey_results.PUBLISHER),  # type: ignore[call-overload]
            },
            n=len(rows.sheet),
        ),
        period_from=date(int(years.min()), 1, 1) if len(years) else None,
        period_to=date(int(years.max()), 12, 31) if len(years) else None,
    )


def _years(cells: Cells) -> dict[int, str]:
    """Year by column."""
    if cells.ndim < 2 or len(cells) <= YEARS_ROW:
        return {}
    return {at: text for at, text in enumerate(cells[YEARS_ROW]) if at > 1 and text and YEAR.fullmatch(text)}  # fmt: skip


def _values(cells: Cells, *, sheet_name: str) -> Iterator[dict[str, Any]]:
    """What each cell of a year says, and of what."""
    years = _years(cells)
    privacy.check_columns([text for text in cells[YEARS_ROW] if text is not None])
    below = cells[YEARS_ROW + 1 :]
    used = np.flatnonzero((cells[YEARS_ROW:] != None).any(axis=0))
    bounds = tuple(used[-2:]) if years and used[-2] > max(years) else None
    titles = [text for text in cells[:YEARS_ROW, 0] if text is not None]
    title = NUMBERING.sub("", titles[0] if titles else "")
    about = {
        "question": ENDING.sub("", title).rstrip(" .,") or sheet_name,
        "definition": titles[-1] if len(titles) > 1 else title or None,
        "worse": "ja" if WORSE.match(sheet_name) else None,
    }
    group: str | None = None
    for at, row in enumerate(below, YEARS_ROW + 2):
        group = row[0] or group
        if row[1] is None:  # a heading, or a footnote below the table
            continue
        shown = None if group is None or EVERYBODY.fullmatch(group) else group
        for column, year in years.items():
            ends = bounds if column == max(years) else None
            yield about | {
                "number": at, "Område": row[1], "group": shown, "year": year, "value": row[column],
                "lower": row[ends[0]] if ends else None, "upper": row[ends[1]] if ends else None,
            }  # fmt: skip


def _column(rows: Rows, name: str) -> np.ndarray:
    column = rows.sheet.columns[name]
    return column.take(column.texts.astype(object), empty=None)
