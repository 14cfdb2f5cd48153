"""What every form of Brå's reported crime has in common: areas, periods, marks and the raw table.

A form is a sheet of texts, whether it came from a text file or a worksheet.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields
from etl.provenance import Reading
from etl.reading import Rows, Sheet

TOTAL = "Totalt antal anmälda brott"  # our one word for what the forms call total in their own ways
OK, MISSING, SUPPRESSED, NOT_APPLICABLE = "ok", "missing", "suppressed", "not_applicable"
# Brå's marks. Two dots are never zero, a dash always is.
MARKS = {"": MISSING, "..": MISSING, ".": NOT_APPLICABLE}
DASHES = ("-", "–", "−")
YEAR, QUARTER, MONTH = "year", "quarter", "month"
LENGTHS = {YEAR: 12, QUARTER: 3, MONTH: 1}  # months
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
# What must be said of Brå's own search, in whatever form it is saved.
SEARCH_CAVEATS = (
    "Preliminära siffror ersätts när de slutliga läses in, aldrig tvärtom.",
    "Anmälda brott räknas när de anmäldes, inte när de skedde.",
    "Brottskoder ändras: en serie kan börja, sluta eller byta innehåll.",
)
SEARCH_BLIND_SPOTS = (
    "brott som inte anmäls",
    "brottstyper som Brå av sekretess inte visar per månad i en kommun",
    "brott utan känd plats, bland dem många bedrägerier",
)
SEARCHED = ("Region", "Brott", "År", "Period", "Antal", "/100 000 inv")  # of Brå's own search
WHOLE_YEARS = ("", "helår", "hela året", "år")


def areas(rows: Rows, column: str) -> np.ndarray:
    """Kommun, län or country code on each row, (rows,)."""
    reason = "varken en kommun, ett län eller hela landet; stadsdelar och polisregioner läses inte"
    return rows.values(column, fields.areas, reason=reason)


def amounts(rows: Rows, column: str, *, required: bool = True) -> np.ndarray:
    """Count or rate on each row, NaN where Brå has put a mark instead, (rows,)."""

    def parse(texts: np.ndarray) -> np.ndarray:
        return np.where(np.isin(texts, DASHES), 0.0, fields.decimals(texts))

    if not required and not rows.has(column):
        return np.full(len(rows.sheet), np.nan)
    return rows.values(column, parse, reason="inte ett tal", missing=MARKS, required=False)


def statuses(rows: Rows, column: str, *, dots: np.ndarray | str = MISSING) -> np.ndarray:
    """What stands in the cell: ok, or why there is no number, (rows,). `dots` is what ".." means."""
    cells = rows.sheet.columns[column]
    found = cells.take(np.array([MARKS.get(t, OK) for t in cells.texts], object), empty=MISSING)
    return np.where(found == MISSING, dots, found)


def periods(years: np.ndarray, parts: np.ndarray) -> pd.DataFrame:
    """`years` and `parts` (n,) texts -> type, start (datetime64[D]) and is_preliminary, (n,).

    A year stands in either: "2026 prel." and "Aug", or "År" and "2025". NaT where unreadable.
    """
    table = pd.DataFrame({"year": years, "part": parts}, dtype=object).fillna("")
    is_part = ~table["year"].str.contains(r"\d", regex=True)
    said = table["year"].mask(is_part, table["part"])
    found = said.str.extract(r"^((?:19|20)\d\d)( prel\.?)?$")
    part = table["part"].mask(is_part, "").str.casefold().str.strip()
    quarter = part.str.extract(r"^(?:kvartal|kv\.?|k) ?([1-4])$")[0]
    month = part.str[:3].map({name: i for i, name in enumerate(MONTHS, 1)})
    month = month.where(part.str.fullmatch(r"[a-z]+\.?"))
    kind = np.select(
        [part.isin(WHOLE_YEARS), quarter.notna(), month.notna()], [YEAR, QUARTER, MONTH], ""
    )
    first = month.fillna(quarter.astype(float) * 3 - 2).fillna(1).astype(int)
    start = found[0].fillna("") + "-" + first.astype(str).str.zfill(2) + "-01"
    start = pd.to_datetime(start.where(found[0].notna() & (kind != "")), format="%Y-%m-%d")
    marked = said.str.contains("prel", regex=False) | part.str.contains("prel", regex=False)
    return pd.DataFrame({"type": kind, "start": start, "is_preliminary": marked})


def searched(sheet: Sheet, *, dots: str = MISSING) -> Reading:
    """Rows of one area, crime and period in the columns SEARCHED; `dots` is what ".." means."""
    rows = Rows(sheet)
    area = areas(rows, "Region")
    name = rows.values("Brott", fields.matching(r"."), reason="brottet saknas")
    when = periods(_texts(rows, "År"), _texts(rows, "Period"))
    rows.reject(when["start"].isna().to_numpy(), column="Period", reason="perioden känns inte igen")
    count = amounts(rows, "Antal")
    about = {
        "crime": name,
        "crime_id": pd.Series(name, dtype=object).str.extract(r"^(\d{4}) - ")[0].to_numpy(),
        "area_code": area,
        "period_type": when["type"].to_numpy(),
        "period_start": when["start"].to_numpy(),
        "count": count,
        "per_100000": amounts(rows, "/100 000 inv", required=False),
        "status": statuses(rows, "Antal", dots=dots),
        "is_preliminary": when["is_preliminary"].to_numpy(),
    }
    echoes = _echoes(pd.DataFrame(about), np.isnan(count)) & ~rows.rejected
    note = f"{echoes.sum()} rader upprepar bara en överordnad brottstyp och räknas inte."
    return reading(rows, about, merged=echoes, notes=(note,) if echoes.any() else ())


def _echoes(table: pd.DataFrame, is_empty: np.ndarray) -> np.ndarray:
    """Rows without a number, of a crime that has none in the file or whose number stands on
    another row, (rows,)."""
    keys = ["crime", "area_code", "period_type", "period_start"]
    empty = pd.Series(is_empty)
    never = empty.groupby(table["crime"]).transform("all").to_numpy(bool)
    elsewhere = ~empty.groupby([table[k] for k in keys], dropna=False).transform("all")
    return is_empty & (never | elsewhere.to_numpy(bool))


def _texts(rows: Rows, name: str) -> np.ndarray:
    column = rows.sheet.columns[name]
    return column.take(column.texts, empty="")


def reading(
    rows: Rows,
    about: dict[str, Any],
    *,
    merged: np.ndarray | None = None,
    notes: tuple[str, ...] = (),
) -> Reading:
    """`about` has crime, area_code, period_type, period_start, count, per_100000, status and
    is_preliminary, and crime_id and crime_path where the publisher gives them: (rows,) or one."""
    n = len(rows.sheet)
    table = pd.DataFrame(
        {"crime_id": None, "crime_path": about["crime"], **about}, index=range(n), dtype=object
    )
    keys = ["crime_id", "crime_path", "area_code", "period_type", "period_start"]
    gone = rows.rejected | (np.zeros(n, bool) if merged is None else merged)
    again = np.zeros(n, dtype=bool)
    again[~gone] = table.loc[~gone, keys].duplicated(keep=False)
    rows.reject(
        again,
        column="",
        reason="samma brott, område och period står på flera rader; ta ut dem i var sin fil",
    )
    starts = pd.Series(pd.to_datetime(table["period_start"]))
    ends = starts.dt.to_period("M") + table["period_type"].map(LENGTHS).fillna(1).astype(int) - 1
    kept = ~gone & ~rows.rejected
    return rows.reading(
        _arrow(table, starts),
        merged=merged,
        period_from=starts[kept].min().date() if kept.any() else None,
        period_to=ends[kept].max().end_time.date() if kept.any() else None,
        preliminary=bool(table.loc[kept, "is_preliminary"].any()),
        notes=notes,
    )


def _arrow(table: pd.DataFrame, starts: pd.Series) -> pa.Table:
    texts = ("crime", "crime_id", "crime_path", "area_code", "period_type", "status")
    numbers = {key: pa.array(table[key].astype(float), from_pandas=True) for key in ("count", "per_100000")}  # fmt: skip
    return pa.table(
        {key: pa.array(table[key], pa.string(), from_pandas=True) for key in texts}
        | {"period_start": pa.array(starts.dt.date, pa.date32(), from_pandas=True)}
        | {"count": numbers["count"].cast(pa.int32(), safe=False), "per_100000": numbers["per_100000"]}
        | {"is_preliminary": pa.array(table["is_preliminary"].astype(bool))}
    )  # fmt: skip
