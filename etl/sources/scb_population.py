"""SCB's population per area and year: PxWeb's table as CSV, and wide files made from SCB's tables.

PxWeb gives a row per area and age group and a column per year. The wide files give a row per DeSO
or square kilometre and a column each for everybody and for those aged 65 and over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet
from geodata.areas import kommun_names, lan_names

SOURCE = Source(
    title="Folkmängd per område",
    publisher="SCB",
    owner="trygghetssamordnare",
    url="https://www.statistikdatabasen.scb.se/",
    licence="CC0",
    purpose="Invånarantal att ställa händelser i förhållande till",
    audience="shared",
    finest_level="cell",
    retention_days=7300,
    rhythm_days=366,
    revision_key=("area_code", "year", "age_group"),
    table="population",
    columns=("Region", "Alder", "Kon", "desokod", "rutid"),
    caveats=(
        "Folkmängden gäller den 31 december det år som står.",
        "I centrum, vid resecentrum och i köpcentrum rör sig många fler än de som bor där.",
        "I rutor och små områden kan SCB ha justerat tal under fyra.",
    ),
    blind_spots=(
        "besökare, pendlare och studenter som är skrivna på annan ort",
        "människor som inte är folkbokförda",
    ),
)

# Contents codes of SCB's population tables: per DeSO and RegSO, and per kommun and län.
YEAR = r"((?:19|20)\d{2})"
PXWEB = rf"(?:000007Y7|BE0101N1) {YEAR}"
WIDE = {rf"befolkning_{YEAR}": "total", rf"befolkning_65_plus_{YEAR}": "65+"}
BOTH_SEXES = "1+2"
SUFFIX = r"_(?:DeSO|RegSO)\d{4}$"  # PxWeb marks the division; boundaries do not
AREA = r"^\d{4}(?:[ABCX]\d{4}|R\d{3})$"
CELL = r"^\d{13}$"  # easting and northing of the south-western corner, metres
AGE = r"^(\d{1,3})(-\d{1,3}|-|\+)?$"
TOTALS = ("totalt", "tot")


class Figure(NamedTuple):
    """A column of numbers; `age_group` is None where the row says it."""

    column: str
    year: int
    age_group: str | None


def recognise(file: File) -> bool:
    return _place(file.header) is not None and bool(_figures(file.header))


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    figures, place = _figures(sheet.columns), _place(sheet.columns)
    assert place is not None
    codes = rows.values(
        place,
        fields.matching(CELL) if place == "rutid" else _codes,
        reason="inte en kod för ett område, en kommun eller en ruta",
    )
    rows.reject(
        _older_division(rows, place),
        column=place,
        reason="koden hör till en äldre indelning än filens övriga områden",
    )
    ages = _ages(rows)
    again = np.zeros(len(sheet), dtype=bool)
    again[~rows.rejected] = pd.DataFrame({"code": codes, "age": ages})[~rows.rejected].duplicated()
    rows.reject(
        again, column=place, reason="samma område och åldersgrupp står redan på en tidigare rad"
    )
    wide = {"area_code": pa.array(codes, pa.string()), "age_group": pa.array(ages, pa.string())}
    for figure in figures:
        counts = rows.values(figure.column, fields.counts, reason="inte ett antal invånare")
        wide[figure.column] = pa.array(counts, from_pandas=True).cast(pa.int32(), safe=False)
    years = [figure.year for figure in figures]
    reading = rows.reading(
        pa.table(wide),
        period_from=date(min(years), 12, 31),
        period_to=date(max(years), 12, 31),
    )
    long = pa.concat_tables([_long(reading.accepted, figure) for figure in figures])
    return replace(reading, accepted=long, merged=reading.accepted.num_rows - long.num_rows)


def _place(header: Iterable[str]) -> str | None:
    return next((name for name in ("rutid", "desokod", "Region") if name in header), None)


def _figures(header: Iterable[str]) -> list[Figure]:
    forms: list[tuple[str, str | None]] = [(PXWEB, None), *WIDE.items()]
    return [
        Figure(name, int(match[1]), age_group)
        for name in header
        for form, age_group in forms
        if (match := re.fullmatch(form, name))
    ]


def _long(wide: pa.Table, figure: Figure) -> pa.Table:
    ages = wide["age_group"]
    if figure.age_group is not None:
        ages = pa.repeat(pa.scalar(figure.age_group), wide.num_rows)
    return pa.table({
        "area_code": wide["area_code"],
        "year": pa.repeat(pa.scalar(figure.year, pa.int16()), wide.num_rows),
        "age_group": ages,
        "population": wide[figure.column],
    })  # fmt: skip


def _codes(texts: np.ndarray) -> np.ndarray:
    """DeSO, RegSO, kommun, län or country code without PxWeb's suffix."""
    plain = pd.Series(texts, dtype=object).str.replace(SUFFIX, "", regex=True)
    known = {"00", *kommun_names(), *lan_names()}
    is_part = plain.str.match(AREA) & plain.str[:4].isin(known)
    return plain.where(plain.isin(known) | is_part, None).to_numpy(dtype=object)


def _older_division(rows: Rows, place: str) -> np.ndarray:
    """PxWeb lists areas of the division of 2018 without a suffix beside the new ones, (rows,)."""
    column = rows.sheet.columns[place]
    texts = pd.Series(column.texts, dtype=object)
    has_suffix = texts.str.contains(SUFFIX, regex=True)
    older = texts.str.match(AREA) & bool(has_suffix.any())
    return column.take(older.to_numpy(dtype=bool), empty=False)


def _ages(rows: Rows) -> np.ndarray:
    """Age group of each row, "total" for everybody; also refuses one sex alone."""
    if rows.has("Kon"):
        rows.values(
            "Kon",
            fields.listed({BOTH_SEXES: BOTH_SEXES}),
            reason="bara kvinnor och män tillsammans läses in",
        )
    if not rows.has("Alder"):
        return np.full(len(rows.sheet), "total", dtype=object)
    return rows.values("Alder", _age_groups, reason="åldersgruppen känns inte igen")


def _age_groups(texts: np.ndarray) -> np.ndarray:
    """ "totalt" -> "total", "65-69" as it is, "80-" -> "80+"."""
    plain = pd.Series(texts, dtype=object)
    band = plain.where(plain.str.match(AGE), None).str.replace(r"-$", "+", regex=True)
    return band.mask(plain.isin(TOTALS), "total").to_numpy(dtype=object)
