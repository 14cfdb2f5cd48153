"""The police's counts of reported crime per day, kommun and local police area, in categories.

The category is a name from any of the levels above the brottskod. Most of them hold one problem
type only; a row of one that mixes several cannot be told apart and is rejected.
"""

from __future__ import annotations

from etl import incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Anmälda brott per dag och kommun",
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
    vocabulary="brottskategorier",
    has_delay=False,
    columns=(
        "Brottsdatum", "Kommun", "Lokalpolisområde", "Brottskategorier", "Anmälda brott",
    ),
    caveats=(
        "Anmälda brott är inte alla brott: de visar också hur benägna människor är att anmäla.",
        "Uttaget säger när brottet skedde men inte när det anmäldes: sent inkomna går inte att se.",
        "Kategorier som blandar flera problemtyper, till exempel misshandel, räknas inte.",
        "Samma brott kan finnas i månadsuttaget: lägg aldrig ihop dem.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "var i kommunen brottet skedde",
        "brott vars kommun polisen inte känner (”Värde saknas”)",
    ),
)  # fmt: skip


def recognise(file: File) -> bool:
    return {"Brottsdatum", "Kommun", "Brottskategorier", "Anmälda brott"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    day = incidents.days(rows, "Brottsdatum")
    table: incidents.Table = {
        "kommun_code": incidents.kommun(rows, "Kommun", known=known),
        "category": incidents.words(
            rows, "Brottskategorier", known=known, vocabulary=SOURCE.vocabulary
        ),
        "occurred_from": day,
        "occurred_to": day,
        "registered_on": day,
        "count": incidents.counts(rows, "Anmälda brott"),
    }
    return incidents.finished(rows, table, registered="Brottsdatum", preliminary=True)
