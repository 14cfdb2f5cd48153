"""The police's extract of offences with a position and two moments: the finest there is.

It is fit for an address register, which is why so little of it stays: the street is never read, and
the position becomes the finest area that the offence's problem type may be shown in.
"""

from __future__ import annotations

import numpy as np

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Anmälda brott med läge och klockslag",
    publisher="Polismyndigheten",
    owner="kommunpolis",
    url="https://polisen.se/om-polisen/polisens-arbete/statistik/",
    licence="Utlämnat till kommunen; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="plats",
    retention_days=1825,
    revision_key=(),
    table="incident",
    counted="anmälda brott",
    vocabulary="brottskoder",
    has_delay=False,
    columns=(
        "ID", "BROTTSKOD", "LATITUDE", "LONGITUDE", "KOMMUN", "BROTTSDATUMTID_START",
        "BROTTSDATUMTID_SLUT",
    ),
    dropped_text=("GATA", "GATUNR"),
    caveats=(
        "Anmälda brott är inte alla brott: de visar också hur benägna människor är att anmäla.",
        "Filen säger inte när brottet skrevs in: dagen då det senast kan ha skett står i dess ställe.",
        "Sent inkomna går därför inte att se, och de senaste veckorna kan vara ofullständiga.",
        "Läget blir en namngiven plats, ett DeSO eller ett RegSO; gatan läses aldrig in.",
        "Samma brott kan finnas i månadsuttaget: lägg aldrig ihop dem.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "var ett brott skedde när läget saknas eller ligger i en annan kommun än den som anges",
        "våld i nära relation, sexualbrott och brott mot barn finare än kommun och kvartal",
    ),
)  # fmt: skip


def recognise(file: File) -> bool:
    return {"BROTTSKOD", "LATITUDE", "LONGITUDE", "BROTTSDATUMTID_START"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    kommun = incidents.kommun(rows, "KOMMUN", known=known)
    category = incidents.crime_codes(rows, "BROTTSKOD", known=known)
    start = incidents.moments(rows, "BROTTSDATUMTID_START")
    end = incidents.moments(rows, "BROTTSDATUMTID_SLUT", required=False)
    rows.reject(end < start, column="BROTTSDATUMTID_SLUT", reason="slutet ligger före början")
    points = incidents.positions(rows, x="LONGITUDE", y="LATITUDE", known=known)
    area = incidents.area_at(
        points, kommun=kommun, category=category, vocabulary=SOURCE.vocabulary, known=known
    )
    table: incidents.Table = {
        "kommun_code": kommun,
        "area_code": area,
        "category": category,
        "incident_id": rows.texts(
            "ID", fields.matching(r"^[\w-]{1,40}$"), reason="radens id går inte att läsa"
        ),
        **incidents.interval(start, end),
        "registered_on": np.where(np.isnat(end), start, end).astype("datetime64[D]"),
        "count": incidents.once(rows),
    }
    notes = incidents.unknown_crime_codes(sheet, "BROTTSKOD", known=known)
    reading = incidents.finished(
        rows, table, registered="BROTTSDATUMTID_SLUT", preliminary=True, notes=notes
    )
    return incidents.with_near_repeats(reading, rows, table, points=points, area=area, known=known)
