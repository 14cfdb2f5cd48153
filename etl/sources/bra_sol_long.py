"""Brå's search as open tools save it: one row per crime, area and period, with id and path.

The same label stands under many parents ("Utomhus"): a crime is its id and its path.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from etl import crime_statistics as crime
from etl import fields
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

COLUMNS = (
    "meny", "brott_id", "brottskod", "brott", "sokvag", "omrade", "period", "ar", "manad",
    "kvartal", "periodtyp", "preliminar", "antal", "per_100k",
)  # fmt: skip

SOURCE = Source(
    title="Anmälda brott ur Brås egen sökning (långt format)",
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
    columns=COLUMNS,
    caveats=(
        "En tom ruta betyder att uppgiften saknas eller är dold. Det är inte noll.",
        *crime.SEARCH_CAVEATS,
    ),
    blind_spots=crime.SEARCH_BLIND_SPOTS,
)
# The menus that Brå limits for secrecy: an empty cell there is a number that is kept back.
LIMITED = ("90", "brottstyp-manad-kommun")
KINDS = {"ar": "year", "år": "year", "helar": "year", "helår": "year", "kvartal": "quarter", "manad": "month", "månad": "month"}  # fmt: skip
PRELIMINARY = {"true": "1", "ja": "1", "1": "1", "false": "0", "nej": "0", "0": "0", "": "0"}


def recognise(file: File) -> bool:
    return set(COLUMNS) <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    kind = rows.values("periodtyp", _lower(KINDS), reason="varken år, kvartal eller månad")
    year = rows.values("ar", fields.years, reason="inte ett år med fyra siffror")
    part = np.where(kind == "month", _numbers(rows, "manad"), 3 * _numbers(rows, "kvartal") - 2)
    first = np.where(kind == "year", 1.0, part)
    rows.reject(
        ~((first >= 1) & (first <= 12)), column="periodtyp", reason="månad eller kvartal saknas"
    )
    menu = sheet.columns["meny"]
    is_limited = np.isin(menu.take(menu.texts, empty=""), LIMITED)
    months = pd.Series((year - 1970) * 12 + first - 1).where(~rows.rejected).astype("Int64")
    start = months.to_numpy("datetime64[M]", na_value=np.datetime64("NaT"))
    preliminary = rows.values("preliminar", _lower(PRELIMINARY), reason="varken ja eller nej", required=False)  # fmt: skip
    return crime.reading(
        rows,
        {
            "crime": rows.values("brott", fields.matching("."), reason="brottet saknas"),
            "crime_id": rows.values("brott_id", fields.matching(r"^\d+$"), reason="inte ett id"),
            "crime_path": rows.values("sokvag", fields.matching("."), reason="sökvägen saknas"),
            "area_code": crime.areas(rows, "omrade"),
            "period_type": kind,
            "period_start": start,
            "count": crime.amounts(rows, "antal"),
            "per_100000": crime.amounts(rows, "per_100k"),
            "status": crime.statuses(
                rows,
                "antal",
                dots=np.where(is_limited, crime.SUPPRESSED, crime.MISSING),
            ),
            "is_preliminary": preliminary == "1",
        },
    )


def _lower(known: dict[str, str]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda texts: fields.listed(known)(np.array([t.casefold() for t in texts], object))


def _numbers(rows: Rows, name: str) -> np.ndarray:
    return rows.values(name, fields.counts, reason="inte ett heltal", required=False)
