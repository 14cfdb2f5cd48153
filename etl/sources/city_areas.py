"""A city's own division: Malmö's delområden, as GeoPackage or any other file of boundaries.

Beside SCB's areas and not among them: no figures are told per such an area yet.
"""

from __future__ import annotations

from etl import area_rows
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Sheet
from geodata.city_areas import FROM, NAME, NUMBER, TO, read_city_areas

SOURCE = Source(
    title="Stadens egen områdesindelning",
    publisher="Staden",
    owner="trygghetssamordnare",
    url="https://malmo.se",
    licence="CC0",
    purpose="Områden med de namn som invånarna använder",
    audience="shared",
    finest_level="stadsdel",
    retention_days=7300,
    revision_key=("area_code", "vintage"),
    table="area",
    columns=(NUMBER, NAME, "area", FROM, TO),
    caveats=(
        "Indelningen är stadens egen: SCB:s folkmängd finns inte för den.",
        "Ett område hör till den kommun där det mesta av det ligger.",
        "Ett område visas från giltig_fran till och med giltig_till, om filen har de kolumnerna.",
    ),
    blind_spots=("var inom ett område något har hänt",),
)


def recognise(file: File) -> bool:
    return file.kind == "geo" and {NUMBER, NAME} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    return area_rows.reading(file, sheet, read=read_city_areas)
