"""What residents and staff report as broken, dirty or dark: the kommun's fault reports.

Only the categories that are problem types come in; a hole in the road is somebody else's matter.
"""

from __future__ import annotations

import numpy as np

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Felanmälan",
    publisher="Kommunens felanmälan",
    owner="gatuchef",
    url="https://bra.se/forebygga-brott/arbeta-brottsforebyggande/egna-forberedelser/borja-med-statistik.html",
    licence="Kommunens egna uppgifter; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="plats",
    retention_days=1825,
    revision_key=(),
    table="incident",
    counted="felanmälningar",
    vocabulary="est",
    has_delay=False,
    columns=("Ärendenr", "Kommun", "Skapad", "Kategori", "Lat", "Lon", "Objekt"),
    dropped_text=("Beskrivning", "Kommentar", "Fritext"),
    caveats=(
        "Antalet visar vad människor anmäler, inte hur mycket som är trasigt.",
        "Flera kan anmäla samma fel, och en bovärd eller väktare kan ha rapporterat det också.",
        "Dagen är när ärendet skapades; felet kan vara äldre.",
    ),
    blind_spots=(
        "fel som ingen anmäler",
        "kvällar och nätter, när få är ute och anmäler",
        "ärenden i kategorier som inte är problemtyper, till exempel hål i vägen",
    ),
)  # fmt: skip


def recognise(file: File) -> bool:
    return {"Ärendenr", "Skapad", "Kategori"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    kommun = incidents.kommun_or_forum(rows, known=known)
    category = incidents.words(rows, "Kategori", known=known, vocabulary=SOURCE.vocabulary)
    table: incidents.Table = {
        "kommun_code": kommun,
        "area_code": _area(rows, kommun=kommun, category=category, known=known),
        "category": category,
        "incident_id": rows.texts(
            "Ärendenr", fields.matching(r"^[\w/-]{1,40}$"), reason="ärendenumret går inte att läsa"
        ),
        "registered_on": incidents.days_of(rows, "Skapad"),
        "count": incidents.once(rows),
    }
    return incidents.finished(rows, table, registered="Skapad")


def _area(rows: Rows, *, known: Known, **about: incidents.Column) -> np.ndarray:
    """By position, and where there is none by the object's name."""
    area = np.full(len(rows.sheet), None, dtype=object)
    if rows.has("Lat") and rows.has("Lon"):
        points = incidents.positions(rows, x="Lon", y="Lat", known=known)
        area = incidents.area_at(points, vocabulary=SOURCE.vocabulary, known=known, **about)
    if rows.has("Objekt"):
        named = incidents.area_named(
            rows, "Objekt", category=about["category"], vocabulary=SOURCE.vocabulary, known=known
        )
        area = np.where(area.astype(bool), area, named)
    return area
