"""The form in which observers' reports (EST) are read, whoever wrote the file: a row per incident, and a
row that counts nothing where there was nothing to report."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading
from etl.reading import File, Rows, Sheet

VOCABULARY = "est"
COLUMNS = (
    "Verksamhet", "Kommun", "Vecka", "Inget att rapportera", "Händelsetyp", "Plats", "Delområde",
    "Datum", "Klockslag", "Dygnsdel", "Antal", "Polisanmäld", "Inskickad",
)  # fmt: skip
DROPPED_TEXT = ("Beskrivning", "Kommentar", "Fritext", "Egen åtgärd")
REPORT = "Rapport"  # the id of a report that the app itself received: no other file has it
CAVEATS = (
    "Antalet följer hur många som rapporterar: fler rapportörer ger fler händelser.",
    "Flera kan ha sett samma händelse; möjliga dubbletter föreslås men slås aldrig ihop.",
    "Det är rapportörens egen bild, inte en utredning, och inte anmälda brott.",
)
BLIND_SPOTS = (
    "platser och tider där ingen rapportör är",
    "verksamheter som inte har rapporterat: tystnad är inte lugn",
    "händelser på platser som inte är namngivna: de räknas på delområdet eller kommunen",
)
UNDECLARED = (
    "Inga verksamheter står under [[rapportor]] i lagesbild.toml. Alla namn i kolumnen ”Verksamhet” "
    "har tagits in, och det går inte att se vilka som saknas."
)


def has_form(file: File) -> bool:
    return {"Verksamhet", "Vecka", "Händelsetyp", "Inget att rapportera"} <= set(file.header)


def read(sheet: Sheet, known: Known) -> Reading:
    """Raises Refused where the kommun of the rows cannot be told."""
    rows = Rows(sheet)
    kommun = incidents.kommun_or_forum(rows, known=known)
    category = incidents.words(
        rows, "Händelsetyp", known=known, vocabulary=VOCABULARY, required=False
    )
    table: incidents.Table = {
        "organisation": incidents.organisation(rows, "Verksamhet", known=known),
        "kommun_code": kommun,
        "area_code": _area(rows, kommun=kommun, category=category, known=known),
        "category": category,
        "registered_on": incidents.days_of(rows, "Inskickad"),
        "count": _count(rows, category),
        "is_reported": incidents.yes_or_no(rows, "Polisanmäld"),
        **_when(rows),
    }
    notes = () if known.observers else (UNDECLARED,)
    return incidents.finished(rows, table, registered="Inskickad", notes=notes)


def _count(rows: Rows, category: pa.DictionaryArray) -> np.ndarray:
    """How many, one where nobody said; none where there was nothing to report. (rows,)"""
    nothing = incidents.yes_or_no(rows, "Inget att rapportera").fill_null(False)
    calm, said = nothing.to_numpy(zero_copy_only=False), incidents.spread(category) != None
    column = "Inget att rapportera"
    rows.reject(
        ~calm & ~said, column="Händelsetyp", reason="varken händelse eller inget att rapportera"
    )
    rows.reject(calm & said, column=column, reason="både en händelse och inget att rapportera")
    count = incidents.counts(rows, "Antal", required=False)
    return np.where(calm, 0, np.where(np.isnan(count), 1, count))


def _when(rows: Rows) -> incidents.Table:
    """The day where it is known, else the week that the report is about, and then no clock time:
    an evening of one of seven days is no interval from the first of them to the last."""
    monday = rows.values("Vecka", fields.weeks, reason="inte en vecka på formen ÅÅÅÅ-vVV")
    day = incidents.days(rows, "Datum", required=False)
    strays = (day < monday) | (day > monday + 6)
    rows.reject(strays, column="Datum", reason="dagen ligger inte i den vecka som rapporten gäller")
    reason = f"inte {', '.join(incidents.DAY_PARTS)} eller vet ej"
    start, end = (
        rows.values(
            "Dygnsdel", _minute(edge), reason=reason, required=False, missing=incidents.NOBODY_KNOWS
        )
        for edge in (0, 1)
    )
    at = rows.values(
        "Klockslag",
        fields.clock,
        reason="inte ett klockslag på formen TT:MM",
        required=False,
        missing=incidents.NOBODY_KNOWS,
    )
    begun, ended = (np.where(np.isnat(at), edge, at) for edge in (start, end))
    begun[np.isnat(day)] = ended[np.isnat(day)] = np.timedelta64("NaT")
    return {
        "occurred_from": np.where(np.isnat(day), monday, day),
        "occurred_to": np.where(np.isnat(day), monday + 6, day),
        "time_from": incidents.clock(begun),
        "time_to": incidents.clock(ended),
    }


def _minute(edge: int) -> incidents.Parse:
    def parse(texts: np.ndarray) -> np.ndarray:
        edges = [incidents.DAY_PARTS.get(text.lower(), ("NaT", "NaT"))[edge] for text in texts]
        return np.array([np.timedelta64(minute, "m") for minute in edges], dtype="timedelta64[m]")

    return parse


def _area(
    rows: Rows, *, kommun: pa.DictionaryArray, category: pa.DictionaryArray, known: Known
) -> np.ndarray:
    """The named place, else the part of the kommun by code or RegSO name; (rows,)."""
    about = {"category": category, "vocabulary": VOCABULARY, "known": known}
    place = incidents.area_named(rows, "Plats", **about)
    part = incidents.area_part(rows, "Delområde", kommun=kommun, **about)
    return np.where(place != None, place, part)
