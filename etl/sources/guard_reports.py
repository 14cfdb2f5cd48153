"""Guards' reports of what they met on their rounds: when, at which object, and what kind."""

from __future__ import annotations

from etl import incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Väktarrapporter",
    publisher="Bevakningsföretaget",
    owner="säkerhetssamordnare",
    url="https://bra.se/forebygga-brott/arbeta-brottsforebyggande/egna-forberedelser/borja-med-statistik.html",
    licence="Uppdragsgivarens egna uppgifter; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="plats",
    retention_days=1825,
    revision_key=(),
    table="incident",
    counted="väktarrapporter",
    vocabulary="est",
    has_delay=False,
    columns=("Datum", "Tid", "Kommun", "Objekt", "Händelsetyp"),
    dropped_text=("Åtgärd", "Anteckning", "Beskrivning"),
    caveats=(
        "Antalet följer var och när väktarna går: fler ronder ger fler rapporter.",
        "Väktarens ord för händelsen är en första bild, inte en utredning.",
        "Samma händelse kan vara felanmäld eller polisanmäld också: lägg aldrig ihop källor.",
    ),
    blind_spots=(
        "platser och tider utan bevakning",
        "händelser vid objekt som inte är namngivna platser: de räknas på kommunen",
        "vad väktaren gjorde: den texten läses aldrig",
    ),
)  # fmt: skip


def recognise(file: File) -> bool:
    return {"Datum", "Tid", "Objekt", "Händelsetyp"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    category = incidents.words(rows, "Händelsetyp", known=known, vocabulary=SOURCE.vocabulary)
    day, time = incidents.days(rows, "Datum"), incidents.times(rows, "Tid")
    table: incidents.Table = {
        "kommun_code": incidents.kommun_or_forum(rows, known=known),
        "area_code": incidents.area_named(
            rows, "Objekt", category=category, vocabulary=SOURCE.vocabulary, known=known
        ),
        "category": category,
        "occurred_from": day,
        "occurred_to": day,
        "time_from": time,
        "time_to": time,
        "registered_on": day,
        "count": incidents.once(rows),
    }
    return incidents.finished(rows, table, registered="Datum")
