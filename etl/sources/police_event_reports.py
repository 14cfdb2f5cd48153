"""The police's event reports: how many of each kind they went to, per day and kommun.

What the police did, not what happened to people: a control of traffic is a row here and no problem.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Polisens händelserapporter",
    publisher="Polismyndigheten",
    owner="kommunpolis",
    url="https://polisen.se/om-polisen/polisens-arbete/statistik/",
    licence="Utlämnat som allmän handling; inte öppna data",
    purpose="Att se polisens insatser bredvid problemen i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=3650,
    revision_key=(),
    table="event_report",
    columns=(
        "Lokalpolisområde", "Kommun", "HR-kod Beskrivning Slutlig", "Prio Slutlig", "Datum",
        "Antal HR",
    ),
    caveats=(
        "Händelserapporter är vad polisen har åkt på eller gjort, inte hur vanligt ett problem är.",
        "Fler trafikkontroller betyder fler insatser, inte mer trafikbrott.",
        "En dag utan rad kan vara en dag utan händelserapport eller en dag som inte togs med.",
        "Händelser som kan vara av känsligt slag, och summor där de ingår, visas bara per kvartal.",
    ),
    blind_spots=(
        "insatser som inte blir en händelserapport",
        "var i kommunen polisen var",
    ),
)  # fmt: skip

KIND = r"^(?P<code>\d{4}) \| (?P<name>[A-ZÅÄÖÉ0-9][A-ZÅÄÖÉ0-9 ,.:/()&-]{1,60})$"


def recognise(file: File) -> bool:
    return {"Kommun", "Datum", "Antal HR"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    table: incidents.Table = {
        "kommun_code": incidents.kommun(rows, "Kommun", known=known),
        "registered_on": incidents.days(rows, "Datum"),
        "priority": pa.nulls(len(sheet), pa.int8()),
        "count": incidents.counts(rows, "Antal HR"),
        **_kind(rows),
    }
    if rows.has("Prio Slutlig"):
        priority = rows.values("Prio Slutlig", _priority, reason="inte en prioritet från 1 till 9")
        table["priority"] = pa.array(priority).cast(pa.int8(), safe=False)
    return incidents.finished(rows, table, registered="Datum")


def _kind(rows: Rows) -> incidents.Table:
    """ "3007 | TRAFIKKONTROLL" -> its code and its name."""
    name = "HR-kod Beskrivning Slutlig"
    if not rows.has(name):
        return {key: pa.nulls(len(rows.sheet), pa.string()) for key in ("event_code", "event_name")}
    reason = "inte en kod, ett streck och en beskrivning med stora bokstäver"
    return {
        f"event_{part}": rows.texts(name, _part(part), reason=reason) for part in ("code", "name")
    }


def _part(part: str) -> incidents.Parse:
    def parse(texts: np.ndarray) -> np.ndarray:
        parts = pc.extract_regex(pa.array(texts, pa.string()), KIND)
        return pc.struct_field(parts, part).to_numpy(zero_copy_only=False)

    return parse


def _priority(texts: np.ndarray) -> np.ndarray:
    numbers = fields.counts(texts)
    return np.where((numbers >= 1) & (numbers <= 9), numbers, np.nan)
