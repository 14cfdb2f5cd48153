"""Named places: those in lagesbild.toml and those in platser.toml, each changed where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import shapely
import tomlkit
from tomlkit.items import Table

from etl.privacy import personal_text
from etl.provenance import Refused
from etl.setting_up import trial
from etl.workplace import Workplace
from geodata.crs import to_wgs84
from geodata.places import Place, slug

SETTINGS, ADDED = "lagesbild.toml", "platser.toml"
HEAD = "# Namngivna platser. Skrivs också av sidan Inställningar; kommentarer står kvar.\n"


def listed(workplace: Workplace) -> list[dict[str, Any]]:
    """code, name, kind, aliases, lat, lon (of the mark, WGS84), radius (metres, None for an area),
    polygon (corners [lon, lat], [] for a circle) and outline (EPSG:3006, [[x, y], …])."""
    return [_told(place) for place in workplace.places]


def _told(place: Place) -> dict[str, Any]:
    point = to_wgs84(place.point)
    corners = to_wgs84(place.extent).exterior.coords[:-1] if place.radius is None else []
    return {
        "code": place.code,
        "name": place.name,
        "kind": place.kind,
        "aliases": list(place.aliases),
        "lat": round(point.y, 5),
        "lon": round(point.x, 5),
        "radius": place.radius,
        "polygon": [[round(lon, 5), round(lat, 5)] for lon, lat in corners],
        "outline": shapely.get_coordinates(place.extent.exterior).round().tolist(),
    }


def save(workplace: Workplace, code: str, said: Mapping[str, Any]) -> None:
    """Make place `code` ("" for a new one) as it is said: namn, slag, alias, and lat, lon and radie
    or polygon. It keeps its code, for what is counted on it bears that. Raises Refused."""
    if any(personal_text(text) for text in (said["namn"], *said["alias"])):
        raise Refused("Ett namn ser ut som en personuppgift. Skriv vad platsen heter.")
    shape = {key: said.get(key) for key in ("lat", "lon", "radie", "polygon")}

    def edit(document: tomlkit.TOMLDocument) -> None:
        rows = trial.rows(document, "plats")
        whole = {"namn": said["namn"], "slag": said["slag"], "alias": said["alias"], **shape}
        if not code:
            rows.append(trial.table(whole))
            return
        row = next(row for row in rows if _code(row) == code)
        if slug(said["namn"]) != code:
            whole["kod"] = code
        trial.fill(row, whole)

    file = _file_of(workplace, code) if code else ADDED
    trial.tried(workplace, file, edit, first=HEAD)


def remove(workplace: Workplace, code: str) -> None:
    """Raises Refused."""

    def edit(document: tomlkit.TOMLDocument) -> None:
        rows = trial.rows(document, "plats")
        del rows[next(n for n, row in enumerate(rows) if _code(row) == code)]

    trial.tried(workplace, _file_of(workplace, code), edit)


def _code(row: Mapping[str, Any] | Table) -> str:
    return str(row.get("kod") or slug(row["namn"]))


def _file_of(workplace: Workplace, code: str) -> str:
    _ = workplace.places  # raises Refused for a file that somebody has broken
    for name in (SETTINGS, ADDED):
        file = workplace.folder / name
        if file.exists():
            rows = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("plats", [])
            if any(_code(row) == code for row in rows):
                return name
    raise Refused("Platsen finns inte. Läs om sidan.")
