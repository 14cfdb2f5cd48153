"""MCF's (before 2026: MSB's) count of what the rescue services were called out to: PxWeb's B11.

One file is one kommun's years. A fire is here whatever began it, most are accidents, so none of it
is a problem type: the table stands beside the problems and is in no sum of theirs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

KOMMUN, YEAR, KIND, MONTH, COUNT = "kommun", "ar", "konvHandelsetypId", "manadNummer", "value"
LABEL = f"{KIND}_label"

SOURCE = Source(
    title="Räddningstjänstens händelser",
    publisher="Myndigheten för civilt försvar (MCF)",
    owner="räddningschef",
    url="https://statistik.mcf.se/PxWeb/api/v1/sv/PxData/B/B1/B11",
    licence="Öppna data; ange MCF som källa",
    purpose="Bränder och larm bredvid problemen i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=7300,
    rhythm_days=366,
    revision_key=("kommun_code", "month", "kind_code"),
    table="rescue_call",
    columns=(KOMMUN, f"{KOMMUN}_label", YEAR, f"{YEAR}_label", KIND, LABEL, MONTH, f"{MONTH}_label", COUNT),
    caveats=(
        "En brand räknas vad den än beror på. Hur många som är anlagda går inte att se.",
        "Automatlarm utan brand är många och redovisas för sig.",
        "Siffrorna kommer en gång om året, i mars, och gäller året före.",
    ),
    blind_spots=(
        "bränder som ingen larmade om",
        "om någon har tänt på",
        "var i kommunen och vilken dag",
    ),
)  # fmt: skip
# MCF's code -> how we tell them apart, and MCF's words where the file has only codes.
KINDS = {
    "1": ("fire", "Brand i byggnad"),
    "2": ("traffic_accident", "Trafikolycka"),
    "3": ("fire", "Brand annat än byggnad"),
    "14": ("automatic_alarm", "Automatlarm utan brandtillbud"),
}


def recognise(file: File) -> bool:
    return {KOMMUN, YEAR, KIND, MONTH, COUNT} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    kommun = incidents.kommun_by_code(rows, KOMMUN, known=known)
    year = rows.values(YEAR, fields.years, reason="inte ett år med fyra siffror")
    number = rows.values(MONTH, fields.counts, reason="inte en månad från 1 till 12")
    rows.reject(~((number >= 1) & (number <= 12)), column=MONTH, reason="inte en månad från 1 till 12")  # fmt: skip
    code = rows.values(KIND, fields.matching(r"^\d{1,3}$"), reason="inte en kod för händelsetyp")
    count = rows.values(COUNT, fields.counts, reason="inte ett antal, från 0 och uppåt")
    months = pd.Series((year - 1970) * 12 + number - 1).where(~rows.rejected).astype("Int64")
    month = months.to_numpy("datetime64[M]", na_value=np.datetime64("NaT"))
    kept = ~rows.rejected
    table = pa.table({
        "kommun_code": kommun,
        "month": month.astype("datetime64[D]"),
        "kind": pa.array([KINDS.get(text, ("other", ""))[0] for text in code], pa.string()),
        "kind_code": pa.array(code, pa.string()),
        "kind_name": pa.array(_names(rows, code), pa.string()),
        "count": pa.array(count).cast(pa.int32(), safe=False),
    })  # fmt: skip
    if not kept.any():
        return rows.reading(table, period_from=None, period_to=None)
    first, last = month[kept].min(), month[kept].max()
    return rows.reading(
        table,
        period_from=first.astype("datetime64[D]").item(),
        period_to=((last + 1).astype("datetime64[D]") - 1).item(),
        kommun_codes=tuple(sorted(set(incidents.spread(kommun)[kept]))),
    )


def _names(rows: Rows, code: np.ndarray) -> np.ndarray:
    """MCF's own label for each row's kind, ours where the file has none, (rows,)."""
    ours = [KINDS.get(text, ("", f"Händelsetyp {text}"))[1] for text in code]
    if not rows.has(LABEL):
        return np.array(ours, dtype=object)
    column = rows.sheet.columns[LABEL]
    said = column.take(column.texts, empty=None)
    return np.where(pd.isna(said), ours, said)
