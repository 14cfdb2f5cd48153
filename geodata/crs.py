"""Which coordinate system is this, and into SWEREF 99 TM (EPSG:3006).

The system is found from the numbers, not assumed: police GeoJSON holds EPSG:3006 where the format
promises WGS84, and kommuner publish in twelve local zones that look alike.
"""

from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

SWEREF99_TM = 3006
WGS84 = 4326
RT90 = 3021
LOCAL_ZONES = tuple(range(3007, 3019))  # SWEREF 99 dd mm: same false easting, other meridians

# A zone is drawn around its meridian (easting 150,000 m); nobody publishes farther out than this,
# and it keeps the zones apart from SWEREF 99 TM, whose land begins at easting 270,000 m.
ZONE_EASTING = (50_000.0, 250_000.0)

# Sweden with its waters and a margin of 10-20 km, in km of EPSG:3006: the union of RegSO 2025,
# buffered by 20 km and simplified by 8 km.
SWEDEN = shapely.Polygon(
    1000.0
    * np.fromstring(
        "229 6541 298 6576 294 6615 307 6650 342 6671 348 6708 331 6773 365 6801 329 6851 339 6906 "
        "329 7013 345 7069 387 7121 439 7123 417 7170 457 7250 463 7347 500 7360 501 7386 541 7446 "
        "527 7486 559 7549 589 7577 610 7573 619 7624 684 7619 695 7642 686 7681 736 7688 785 7643 "
        "846 7613 879 7573 892 7479 914 7441 907 7385 941 7313 932 7271 846 7205 860 7158 835 7108 "
        "833 7063 765 6995 736 6985 689 6917 680 6871 674 6771 745 6739 748 6686 802 6606 791 6572 "
        "747 6523 777 6512 794 6485 799 6427 778 6356 720 6276 682 6270 654 6289 625 6207 566 6165 "
        "500 6165 448 6095 361 6094 331 6132 343 6172 303 6247 312 6280 257 6387 227 6486",
        sep=" ",
    ).reshape(-1, 2)
)
shapely.prepare(SWEDEN)

MIN_SHARE = 0.95  # of the positions must fit: single slips in a file do not hide its system
SAMPLE = 10_000  # positions looked at, evenly spread over the file

Floats = npt.NDArray[np.float64]
Geometry = TypeVar("Geometry", BaseGeometry, npt.NDArray[np.object_])


class UnknownCrs(ValueError):
    """The coordinate system could not be told, or the positions are not in Sweden."""


class Found(NamedTuple):
    """EPSG code, and whether the two columns came as (north, east) or (lat, lon)."""

    crs: int
    swap: bool


def find_crs(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    declared: int | None = None,
    near: tuple[float, float] | BaseGeometry | None = None,
) -> Found:
    """The system that places at least 95 % of the positions in Sweden.

    `x`, `y`: (n,) numbers in the order of the file; non-finite values and (0, 0) are missing.
    `declared`: EPSG code that the file states; wins where it fits. `near`: (lon, lat), or a
    geometry in EPSG:3006, close to which the positions lie; decides between systems that all fit.
    Raises UnknownCrs when no system fits, or several do and `near` does not tell them apart.
    """
    xy = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
    xy = xy[np.isfinite(xy).all(axis=1) & (xy != 0).any(axis=1)]
    if not len(xy):
        raise UnknownCrs("Inga positioner: koordinaterna saknas eller är inga tal.")
    xy = xy[:: -(-len(xy) // SAMPLE)]
    codes = [SWEREF99_TM, RT90, WGS84, *LOCAL_ZONES]
    if declared is not None and declared not in codes:
        codes.append(declared)
    guesses = [Found(code, swap) for code in codes for swap in (False, True)]
    fitting = [found for found in guesses if _fits(xy, found)]
    for wanted in (Found(declared or 0, False), Found(declared or 0, True)):
        if wanted in fitting:
            return wanted
    if len(fitting) > 1 and near is not None:
        fitting = _nearest(xy, fitting, near)
    if len(fitting) != 1:
        raise UnknownCrs(_message(xy, fitting))
    return fitting[0]


def to_3006(x: npt.ArrayLike, y: npt.ArrayLike, found: Found) -> Floats:
    """Positions as (n, 2) easting and northing in metres, EPSG:3006; NaN where there is none."""
    first, second = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    east, north = (second, first) if found.swap else (first, second)
    xy = np.column_stack([east, north])
    if found.crs != SWEREF99_TM:
        xy = np.column_stack(_transformer(found.crs, SWEREF99_TM).transform(east, north))
    xy[~np.isfinite(xy).all(axis=1)] = np.nan
    return xy


def geometry_to_3006(geometry: npt.NDArray[np.object_], found: Found) -> npt.NDArray[np.object_]:
    """Shapely geometries, two-dimensional, in EPSG:3006."""
    flat = shapely.force_2d(geometry)
    if found == Found(SWEREF99_TM, swap=False):
        return flat
    return shapely.transform(flat, lambda xy: to_3006(xy[:, 0], xy[:, 1], found))


def to_wgs84(geometry: Geometry) -> Geometry:
    """One shapely geometry, or an array of them, from EPSG:3006 to longitude and latitude."""
    transform = _transformer(SWEREF99_TM, WGS84).transform
    return shapely.transform(geometry, lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1])))


def epsg(crs: object) -> int | None:
    """EPSG code of what a file declares (anything pyproj reads); None where it has none."""
    return None if crs is None else CRS.from_user_input(crs).to_epsg()


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _fits(xy: Floats, found: Found) -> bool:
    east = xy[:, 1 if found.swap else 0]
    inside = shapely.contains_xy(SWEDEN, to_3006(xy[:, 0], xy[:, 1], found))
    if found.crs in LOCAL_ZONES:
        inside &= (east >= ZONE_EASTING[0]) & (east <= ZONE_EASTING[1])
    return bool(inside.mean() >= MIN_SHARE)


def _nearest(
    xy: Floats, fitting: list[Found], near: tuple[float, float] | BaseGeometry
) -> list[Found]:
    """The one system that lands clearly nearest: less than half as far away as the next."""
    if isinstance(near, tuple):
        near = Point(to_3006([near[0]], [near[1]], Found(WGS84, swap=False))[0])
    shapely.prepare(near)
    away = np.array(
        [
            np.mean(shapely.distance(shapely.points(to_3006(xy[:, 0], xy[:, 1], found)), near))
            for found in fitting
        ]
    )
    order = np.argsort(away)
    best, second = away[order[0]], away[order[1]]
    return [fitting[order[0]]] if best < second / 2 and best < 50_000 else fitting


def _message(xy: Floats, fitting: list[Found]) -> str:
    low, high = np.quantile(xy, 0.05, axis=0), np.quantile(xy, 0.95, axis=0)
    digits = 0 if np.abs(xy).max() < 1000 else -3
    seen = " och ".join(
        f"{np.round(a, digits):.0f} till {np.round(b, digits):.0f}"
        for a, b in zip(low, high, strict=True)
    )
    if not fitting:
        return (
            f"Koordinaterna ({seen}) ligger inte i Sverige i något känt koordinatsystem "
            "(SWEREF 99 TM, lokala SWEREF-zoner, RT 90, WGS 84). Kontrollera kolumnerna."
        )
    codes = ", ".join(f"EPSG:{found.crs}" for found in fitting)
    return (
        f"Koordinaterna ({seen}) kan höra till flera koordinatsystem: {codes}. "
        "Ange vilket system filen har, eller vilken kommun den gäller."
    )
