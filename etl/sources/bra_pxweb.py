"""Reported crime per kommun 1990-2015 as PxWeb exported it: one row per kommun, wide in years.

The file does not say its unit: read per 10,000 residents its numbers agree with what Brå publishes
for the same kommuner two years later, and as counts they cannot be right (Stockholm, all crime:
2,354). Code and name stand in one cell. Letters outside ASCII may be lost (U+FFFD) in names and headings:
the code is what counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import crime_statistics as crime
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet
from geodata.areas import kommun_names

SOURCE = Source(
    title="Anmälda brott per kommun 1990–2015 (PxWeb)",
    publisher="Brottsförebyggande rådet (Brå)",
    owner="trygghetssamordnare",
    url="https://bra.se/statistik",
    licence="Fri användning; ange Brå som källa",
    purpose="Den långa serien i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=14600,
    revision_key=("source", "crime_path", "area_code", "period_start"),
    table="crime_statistic",
    columns=("Region", "Våldsbrott 2015", "Övriga brott 2015", "Totalt 2015"),
    caveats=(
        "Filen säger inte sin enhet: talen läses per 10 000 invånare, som då liknar Brås senare.",
        "Två punkter i filen betyder att uppgiften saknas. Det är inte noll.",
        "Kommungränser har ändrats under åren.",
        "Anmälda brott räknas det år de anmäldes, inte när de skedde.",
    ),
    blind_spots=("brott som inte anmäls", "hur många brotten var: bara tal per invånare finns"),
)
CRIMES = {"Våldsbrott": "Våldsbrott", "Övriga brott": "Övriga brott", "Totalt": crime.TOTAL}

PER = 10  # from per 10,000 to per 100,000


def recognise(file: File) -> bool:
    return file.header[:1] == ("Region",) and bool(_figures(file.header))


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    figures = _figures(sheet.columns)
    area = rows.values("Region", _codes, reason="cellen börjar inte med en kommuns kod")
    again = np.zeros(len(sheet), dtype=bool)
    again[~rows.rejected] = pd.Series(area)[~rows.rejected].duplicated()
    rows.reject(again, column="Region", reason="samma kommun står redan på en tidigare rad")
    wide: dict[str, pa.Array] = {"area_code": pa.array(area, pa.string())}
    for column in figures:
        wide[column] = pa.array(PER * crime.amounts(rows, column), from_pandas=True)
        wide[f"status {column}"] = pa.array(crime.statuses(rows, column), pa.string())
    years = [year for _, year in figures.values()]
    reading = rows.reading(
        pa.table(wide), period_from=date(min(years), 1, 1), period_to=date(max(years), 12, 31)
    )
    long = pa.concat_tables(
        [_long(reading.accepted, column, *figure) for column, figure in figures.items()]
    )
    return replace(reading, accepted=long, merged=reading.accepted.num_rows - long.num_rows)


def _figures(header: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Crime and year of each column that has them; a lost letter fits any."""
    found = {}
    for name in header:
        match = re.fullmatch(r"(.+) ((?:19|20)\d\d)", name)
        for label, said in CRIMES.items() if match else ():
            if match and re.fullmatch(re.sub("[^ -~]", "[^ -~]", label), match[1]):
                found[name] = (said, int(match[2]))
    return found


def _codes(texts: np.ndarray) -> np.ndarray:
    codes = pd.Series(texts, dtype=object).str.extract(r"^(\d{4})\b")[0]
    return codes.where(codes.isin(set(kommun_names())), None).to_numpy(dtype=object)


def _long(wide: pa.Table, column: str, said: str, year: int) -> pa.Table:
    n = wide.num_rows

    def all_of(value: object, kind: pa.DataType) -> pa.Array:
        return pa.repeat(pa.scalar(value, kind), n)

    return pa.table({
        "crime": all_of(said, pa.string()),
        "crime_id": all_of(None, pa.string()),
        "crime_path": all_of(said, pa.string()),
        "area_code": wide["area_code"],
        "period_type": all_of(crime.YEAR, pa.string()),
        "status": wide[f"status {column}"],
        "period_start": all_of(date(year, 1, 1), pa.date32()),
        "count": all_of(None, pa.int32()),
        "per_100000": wide[column],
        "is_preliminary": all_of(False, pa.bool_()),
    })  # fmt: skip
