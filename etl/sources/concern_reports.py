"""How many reports of concern for a child the social services got: per month and kommun, no finer.

Secrecy (26 kap. OSL) holds for what each report says; a file that tells them apart in any way is
therefore refused whole, however small the difference looks.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Orosanmälningar",
    publisher="Socialtjänsten",
    owner="socialchef",
    url="https://www.socialstyrelsen.se/",
    licence="Kommunens egna uppgifter; inte öppna data",
    purpose="Att se om oron för barn och unga ökar i kommunen som helhet",
    audience="shared",
    finest_level="kommun",
    retention_days=3650,
    revision_key=("kommun_code", "month"),
    table="concern_report",
    columns=("Månad", "Kommun", "Antal orosanmälningar"),
    caveats=(
        "Antalet visar vad som anmäls: nya rutiner i skolan kan ge fler utan att fler far illa.",
        "Flera anmälningar kan gälla samma barn.",
        "Sommarlov ger färre anmälningar.",
    ),
    blind_spots=(
        "barn som ingen anmäler oro för",
        "var i kommunen, vilken skola och vilken ålder: sekretess",
    ),
)


def recognise(file: File) -> bool:
    return {"Månad", "Antal orosanmälningar"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    for name in sheet.columns:
        if name not in SOURCE.columns:
            raise Refused(
                "orosanmälningar tas bara emot som antal per månad och kommun. Ta ut filen igen "
                f"utan kolumnen ”{name}”."
            )
    rows = Rows(sheet)
    kommun = incidents.kommun_or_forum(rows, known=known)
    month = rows.values("Månad", _months, reason="inte en månad på formen ÅÅÅÅ-MM")
    count = rows.values(
        "Antal orosanmälningar", fields.counts, reason="inte ett antal, från 0 och uppåt"
    )
    kept = ~rows.rejected
    keys = pd.DataFrame({"kommun": incidents.spread(kommun), "month": month})[kept]
    if keys.duplicated().any():
        raise Refused(
            "samma månad står på flera rader: filen är uppdelad på något. Ta ut filen igen med en "
            "rad per månad och kommun."
        )
    table = pa.table({
        "kommun_code": kommun,
        "month": month.astype("datetime64[D]"),
        "count": pa.array(count).cast(pa.int32(), safe=False),
    })  # fmt: skip
    if not kept.any():
        return rows.reading(table, period_from=None, period_to=None)
    first, last = month[kept].min(), month[kept].max()
    return rows.reading(
        table,
        period_from=first.astype("datetime64[D]").item(),
        period_to=((last + 1).astype("datetime64[D]") - 1).item(),
        kommun_codes=tuple(sorted(set(keys["kommun"]))),
    )


def _months(texts: np.ndarray) -> np.ndarray:
    return fields.months(np.array([text.replace("-", "") for text in texts], dtype=object))
