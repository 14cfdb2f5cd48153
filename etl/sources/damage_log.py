"""The kommun's own log of damage and graffiti: what it was, what it cost, and whether it was reported."""

from __future__ import annotations

from etl import incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Skadegörelse på kommunens egendom",
    publisher="Kommunens fastighetsavdelning",
    owner="fastighetschef",
    url="https://bra.se/forebygga-brott/arbeta-brottsforebyggande/egna-forberedelser/borja-med-statistik.html",
    licence="Kommunens egna uppgifter; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="plats",
    retention_days=1825,
    revision_key=(),
    table="incident",
    counted="skador",
    vocabulary="est",
    has_delay=False,
    columns=("Upptäckt", "Kommun", "Objekt", "Typ", "m²", "Kostnad kr", "Polisanmäld"),
    dropped_text=("Beskrivning", "Kommentar", "Anteckning"),
    caveats=(
        "Bara det som kommunen äger och har lagat eller sanerat.",
        "Dagen är när skadan upptäcktes; den kan ha gjorts tidigare.",
        "Kostnaden fylls ofta i efterhand: de senaste månadernas summor är för låga.",
        "Polisanmälda skador finns också bland anmälda brott: lägg aldrig ihop dem.",
    ),
    blind_spots=(
        "skador på det som andra äger",
        "skador på platser som inte är namngivna: de räknas på kommunen",
    ),
)  # fmt: skip


def recognise(file: File) -> bool:
    return {"Upptäckt", "Objekt", "Typ", "Polisanmäld"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    category = incidents.words(rows, "Typ", known=known, vocabulary=SOURCE.vocabulary)
    table: incidents.Table = {
        "kommun_code": incidents.kommun_or_forum(rows, known=known),
        "area_code": incidents.area_named(
            rows, "Objekt", category=category, vocabulary=SOURCE.vocabulary, known=known
        ),
        "category": category,
        "registered_on": incidents.days_of(rows, "Upptäckt"),
        "count": incidents.once(rows),
        "cost_kr": incidents.amounts(rows, "Kostnad kr"),
        "size_m2": incidents.amounts(rows, "m²"),
        "is_reported": incidents.yes_or_no(rows, "Polisanmäld"),
    }
    return incidents.finished(rows, table, registered="Upptäckt")
