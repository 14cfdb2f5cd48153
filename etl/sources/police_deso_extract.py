"""The police's monthly extract of reported crime per DeSO, in the two forms that are sent out.

The statistical form comes once per kommun and year so far; the older, disclosed form ("A") has a
row id and a combined date column. The number of columns tells them apart.
"""

from __future__ import annotations

import calendar
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

EXTRACT = (
    "LPO/Sektion nivå 4 brottsplats", "Län", "Kommunnamn", "Kommunkod", "desokod", "Brottskod",
    "Brottskod text", "Inskr år", "Inskr årmånad", "Inskrivningsdatum", "Brottsdatum från",
    "Brottsdatum till", "antal_brott",
)  # fmt: skip
DISCLOSED = (
    "Id", "Brottskod", "Brottskod klartext", "Inskrivningsdatum", "Brottsdatum", "Kommun", "Län",
    "DeSO område", "Antal",
)  # fmt: skip

SOURCE = Source(
    title="Anmälda brott, månadsuttag",
    publisher="Polismyndigheten",
    owner="kommunpolis",
    url="https://polisen.se/om-polisen/polisens-arbete/statistik/",
    licence="Utlämnat till kommunen; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="deso",
    retention_days=3650,
    rhythm_days=31,
    revision_key=(),
    table="incident",
    counted="anmälda brott",
    vocabulary="brottskoder",
    columns=tuple(dict.fromkeys(EXTRACT + DISCLOSED)),
    caveats=(
        "Anmälda brott är inte alla brott: de visar också hur benägna människor är att anmäla.",
        "De senaste veckorna är ofullständiga: många brott anmäls dagar eller veckor i efterhand.",
        "Narkotikabrott och rattfylleri blir fler när polisen letar.",
        "Uttaget är preliminärt: brott kan kodas om eller utgå.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "var de flesta bedrägerier sker: de saknar ofta brottsplats",
        "våld i nära relation, sexualbrott och brott mot barn finare än kommun och kvartal",
    ),
)


def recognise(file: File) -> bool:
    return {"desokod", "Brottskod", "antal_brott"} <= set(file.header) or {
        "DeSO område", "Brottskod", "Brottskod klartext",
    } <= set(file.header)  # fmt: skip


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    extract = rows.has("desokod")
    registered = incidents.days(rows, "Inskrivningsdatum")
    if extract:
        kommun = incidents.kommun_by_code(rows, "Kommunkod", known=known)
    else:
        kommun = incidents.kommun(rows, "Kommun", known=known)
    table = {
        "kommun_code": kommun,
        "area_code": _deso(rows, "desokod" if extract else "DeSO område", kommun),
        "category": incidents.crime_codes(rows, "Brottskod", known=known),
        "registered_on": registered,
    }
    if extract:
        table["occurred_from"] = incidents.days(rows, "Brottsdatum från", required=False)
        table["occurred_to"] = incidents.days(rows, "Brottsdatum till", required=False)
        table["incident_id"] = pa.nulls(len(sheet), pa.string())
        months = rows.values(
            "Inskr årmånad", fields.months, reason="inte en månad på formen ÅÅÅÅMM"
        )
    else:
        occurred = incidents.days(rows, "Brottsdatum", required=False)
        table["occurred_from"] = table["occurred_to"] = occurred
        table["incident_id"] = rows.texts(
            "Id", fields.matching(r"^[\w-]{1,40}$"), reason="radens id går inte att läsa"
        )
    table["count"] = incidents.counts(rows, "antal_brott" if extract else "Antal")
    if extract:  # a slip of the pen here would make the file speak for months it knows nothing of
        strays = registered.astype("datetime64[M]") != months
        rows.reject(strays, column="Inskr årmånad", reason="inte samma månad som Inskrivningsdatum")
    reading = incidents.finished(
        rows,
        table,
        registered="Inskrivningsdatum",
        preliminary=True,
        notes=incidents.unknown_crime_codes(sheet, "Brottskod", known=known),
    )
    if reading.covers is None:
        return reading
    # A file speaks for whole months of registration: what it no longer holds has been taken out.
    first, last = reading.covers
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return replace(reading, covers=(first.replace(day=1) if extract else first, last))


def _deso(rows: Rows, name: str, kommun: pa.DictionaryArray) -> pa.DictionaryArray:
    """A code of another form, or of another kommun than the row's, rejects the row."""
    deso = rows.texts(
        name,
        fields.matching(r"^\d{4}[A-Z]\d{3,4}0?$"),
        reason="inte en DeSO-kod",
        required=False,
        missing=incidents.NAMELESS,
    )
    within = pa.DictionaryArray.from_arrays(
        deso.indices, pc.utf8_slice_codeunits(deso.dictionary, 0, 4)
    )
    strays = pc.fill_null(pc.not_equal(within, kommun), False).to_numpy(zero_copy_only=False)
    rows.reject(strays, column=name, reason="DeSO-koden hör till en annan kommun")
    return deso
