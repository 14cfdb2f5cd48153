"""SCB's boundaries of DeSO, RegSO and kommuner: GeoPackage, GeoJSON or MapInfo."""

from __future__ import annotations

from pathlib import Path

from etl import area_rows
from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Sheet
from geodata.area_file import AreaFile, read_areas
from geodata.areas import LAN

# A file is recognised by all columns of one form.
FORMS = (
    ("objekttyp", "desokod", "kommunkod"),  # DeSO 2025
    ("objekttyp", "regsokod", "kommunkod"),  # RegSO 2020 and 2025
    ("deso", "kommun", "lan"),  # DeSO 2018
    ("regso", "kommun", "lan"),
    ("KnKod", "KnNamn"),  # kommuner, MapInfo
    ("id", "kom_namn", "lan_code"),  # kommuner, GeoJSON
)

SOURCE = Source(
    title="Gränser för områden",
    publisher="SCB",
    owner="trygghetssamordnare",
    url="https://geodata.scb.se/geoserver/stat/wfs",
    licence="CC0",
    purpose="Områden att visa händelser, tal och bedömningar i",
    audience="shared",
    finest_level="deso",
    retention_days=7300,
    revision_key=("area_code", "vintage"),
    table="area",
    columns=tuple(dict.fromkeys([
        *(name for form in FORMS for name in form),
        "objectid", "regsonamn", "lanskod", "version", "ansvarig_organisation", "referensdatum",
        "kommunnamn", "lannamn",
    ])),
    # the publisher's own row identity (some look like a personal number) and a midpoint
    dropped_text=("objektidentitet", "geo_point_2d"),
    caveats=(
        "Områdena räknar in vatten: ytan är inte landyta.",
        (
            "RegSO och kommuner ritas efter de gränser som följer med programmet (SCB 2025, förenklade "
            "till ungefär 100 meter), också när en fil med dem är inläst. DeSO ritas ur filen."
        ),
        "Indelningen ändrades 2025. Samma kod kan vara ett annat område i äldre uppgifter.",
    ),
    blind_spots=("var inom ett område något har hänt",),
)  # fmt: skip


def recognise(file: File) -> bool:
    return file.kind == "geo" and any(set(form) <= set(file.header) for form in FORMS)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    """Raises Refused (Swedish) for a file whose boundaries cannot be read, or are only of län."""
    return area_rows.reading(file, sheet, read=_without_lan)


def _without_lan(path: Path) -> AreaFile:
    found = read_areas(path)
    if found.areas["level"].eq(LAN).any():
        raise Refused(
            f"{path.name}: inga koder för kommun eller mindre områden går att läsa. Läs in DeSO, "
            "RegSO eller kommuner; länens gränser följer av dem."
        )
    return found
