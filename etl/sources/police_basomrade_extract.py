"""The police's older extract, per local area (*näpo*, *basområde*) of their own.

Nobody has published where those areas lie, so a row keeps its kommun and no more; and the file has
no kommun of its own.
"""

from __future__ import annotations

import pyarrow as pa

from etl import incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Anmälda brott, äldre uttag per basområde",
    publisher="Polismyndigheten",
    owner="kommunpolis",
    url="https://polisen.se/om-polisen/polisens-arbete/statistik/",
    licence="Utlämnat till kommunen; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="kommun",
    retention_days=3650,
    revision_key=(),
    table="incident",
    counted="anmälda brott",
    vocabulary="brottskoder",
    columns=(
        "Inskrivningsdatum", "Näpo", "Basområde", "Brottskod", "Antal", "Brottsdag start",
        "Brottsdag slut", "Brottstid start", "Brottstid slut",
    ),
    dropped_text=("Gata",),
    caveats=(
        "Anmälda brott är inte alla brott: de visar också hur benägna människor är att anmäla.",
        "Polisens näpo och basområden har inga kända gränser: raderna räknas på kommunen.",
        "Uttaget är preliminärt: brott kan kodas om eller utgå.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "var i kommunen brottet skedde",
    ),
)  # fmt: skip

REMEDY = (
    "området är inte namngivet efter en kommun. Ta ut en fil per kommun och läs in den i ett forum "
    "för den kommunen, eller skriv kommunens namn i kolumnen"
)


def recognise(file: File) -> bool:
    return {"Inskrivningsdatum", "Näpo", "Basområde", "Brottskod"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    table: incidents.Table = {
        "kommun_code": _kommun(rows, known),
        "category": incidents.crime_codes(rows, "Brottskod", known=known),
        "occurred_from": incidents.days(rows, "Brottsdag start", required=False),
        "occurred_to": incidents.days(rows, "Brottsdag slut", required=False),
        "time_from": incidents.times(rows, "Brottstid start"),
        "time_to": incidents.times(rows, "Brottstid slut"),
        "registered_on": incidents.days(rows, "Inskrivningsdatum"),
        "count": incidents.counts(rows, "Antal"),
    }
    return incidents.finished(
        rows,
        table,
        registered="Inskrivningsdatum",
        preliminary=True,
        notes=incidents.unknown_crime_codes(sheet, "Brottskod", known=known),
    )


def _kommun(rows: Rows, known: Known) -> pa.DictionaryArray:
    """Where the forum is one kommun the file is about that one; else the area must be named so."""
    if known.kommun_codes is not None and len(known.kommun_codes) == 1:
        return incidents.kommun_or_forum(rows, known=known)
    return incidents.kommun(rows, "Näpo", known=known, reason=REMEDY)
