"""Places (*platser*): named spots that the kommun itself has declared, with their extent."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point, Polygon

from geodata.crs import WGS84, Found, UnknownCrs, find_crs, to_3006

KINDS = (
    "torg",
    "skola",
    "resecentrum",
    "centrum",
    "idrottsplats",
    "park",
    "handel",
    "fritidsgard",
    "annat",
)
KEYS = ("kod", "namn", "slag", "alias", "lat", "lon", "radie", "polygon")  # settings are Swedish
MAX_RADIUS = 2_000.0  # metres; anything wider is an area, not a place


@dataclass(frozen=True)
class Place:
    """A named place in EPSG:3006.

    `point`: where its mark stands on a map. `extent`: what counts as being there; a disc around
    the point when the place was declared with `radius` (metres), else the declared polygon.
    """

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    point: Point
    extent: Polygon
    radius: float | None = None


def places_from_toml(rows: Iterable[Mapping[str, Any]]) -> list[Place]:
    """Places from the [[plats]] tables of a settings file.

    A table has `namn`, `slag` (one of KINDS), either `lat`, `lon` (WGS84) and `radie` (metres) or
    `polygon` (corners as [lon, lat]), and if wanted `kod` (else made of the name) and `alias`.
    Raises ValueError, in Swedish, naming the row and what to do.
    """
    places = [_place(dict(row), row_number=number) for number, row in enumerate(rows, start=1)]
    _check_unique(places)
    return places


def _place(row: dict[str, Any], *, row_number: int) -> Place:
    where = f"Plats {row_number}"
    for key in row.keys() - set(KEYS):
        near = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.0)
        raise ValueError(f"{where}: okänd nyckel ”{key}”. Menade du ”{near[0]}”?")
    name = row.get("namn")
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"{where}: namn saknas. Skriv namn = ”…”.")
    where = f"Plats {row_number} ({name})"
    kind = row.get("slag")
    if kind not in KINDS:
        raise ValueError(f"{where}: slag ska vara något av {', '.join(KINDS)}.")
    aliases = row.get("alias", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError(f"{where}: alias ska vara en lista med namn, [”…”, ”…”].")
    disc = {"lat", "lon", "radie"} & row.keys()
    if ("polygon" in row) == bool(disc) or len(disc) not in (0, 3):
        raise ValueError(
            f"{where}: läget anges antingen med lat, lon och radie (meter) eller med polygon."
        )
    point, extent, radius = _disc(row, where=where) if disc else _polygon(row, where=where)
    return Place(
        code=str(row.get("kod") or slug(name)),
        name=name.strip(),
        kind=kind,
        aliases=tuple(alias.strip() for alias in aliases),
        point=point,
        extent=extent,
        radius=radius,
    )


def slug(name: str) -> str:
    """ "Värnamo resecentrum" -> "varnamo-resecentrum"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _disc(row: dict[str, Any], *, where: str) -> tuple[Point, Polygon, float]:
    numbers = [row["lon"], row["lat"], row["radie"]]
    if not all(isinstance(value, int | float) for value in numbers):
        raise ValueError(f"{where}: lat, lon och radie ska vara tal.")
    lon, lat, radius = (float(value) for value in numbers)
    if not 0 < radius <= MAX_RADIUS:
        raise ValueError(f"{where}: radie ska vara mellan 1 och {MAX_RADIUS:.0f} meter.")
    point = Point(_to_3006([(lon, lat)], where=where)[0])
    return point, point.buffer(radius, quad_segs=32), radius


def _polygon(row: dict[str, Any], *, where: str) -> tuple[Point, Polygon, None]:
    try:
        corners = np.asarray(row["polygon"], dtype=float)
    except (TypeError, ValueError):
        corners = np.empty(0)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError(f"{where}: polygon ska vara minst tre hörn, vart och ett [lon, lat].")
    extent = Polygon(_to_3006(corners, where=where))
    if not extent.is_valid or extent.area == 0:
        raise ValueError(f"{where}: polygonens sidor korsar varandra eller saknar yta.")
    return shapely.point_on_surface(extent), extent, None


def _to_3006(corners: Any, *, where: str) -> np.ndarray:
    lon, lat = np.asarray(corners, dtype=float).T
    try:
        found = find_crs(lon, lat, declared=WGS84)
    except UnknownCrs as error:
        raise ValueError(f"{where}: läget ligger inte i Sverige.") from error
    if found != Found(WGS84, swap=False):
        raise ValueError(f"{where}: läget ska vara longitud och latitud; lat är omkring 55–69.")
    return to_3006(lon, lat, found)


def _check_unique(places: list[Place]) -> None:
    for what, field in (("kod", "code"), ("namn", "name")):
        seen = [getattr(place, field).casefold() for place in places]
        twice = sorted({value for value in seen if seen.count(value) > 1})
        if twice:
            raise ValueError(f"Platserna har samma {what} mer än en gång: {', '.join(twice)}.")
