"""What a street map holds in a view: its features by layer, in SWEREF 99 TM."""

from __future__ import annotations

import logging
import math

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from dashboard.basemap.archive import Archive
from dashboard.basemap.vector_tile import Layer, decoded

SHOWN = {
    "earth": ["kind"],
    "landuse": ["kind"],
    "water": ["kind", "name"],
    "buildings": ["kind"],
    "roads": ["kind", "name"],
    "places": ["kind", "kind_detail", "name"],
}
HOUSES = 13  # the zoom from which houses are worth their lines
SCREEN = 1100  # px across: about the largest a map is drawn
TILE = 512  # px that a vector tile is made for
MOST = 40  # tiles in a view: more are asked for only where a map lacks its coarse ones
LARGEST = 24_000_000  # bytes of the unpacked tiles of a view
HALF = 20_037_508.342789  # metres: half the side of Web Mercator's square
Corners = tuple[float, float, float, float]
_to_mercator = Transformer.from_crs(3006, 3857, always_xy=True)
_to_ours = Transformer.from_crs(3857, 3006, always_xy=True)
log = logging.getLogger(__name__)


def zoom(corners: Corners, archive: Archive) -> int:
    """The zoom that has a view's details, of those in the file."""
    west, _, east, _ = _to_mercator.transform_bounds(*corners)
    fitting = round(math.log2(2 * HALF / (east - west) * SCREEN / TILE))
    return min(max(fitting, archive.zooms[0]), archive.zooms[1])


def features(archive: Archive, corners: Corners) -> dict[str, gpd.GeoDataFrame]:
    """By layer, each with the columns of SHOWN and a geometry in EPSG:3006, cut at no tile's edge.

    What cannot be read is left out, and the log says so.
    """
    level = zoom(corners, archive)
    wanted = {layer: of for layer, of in SHOWN.items() if layer != "buildings" or level >= HOUSES}
    parts: dict[str, list[Layer]] = {layer: [] for layer in wanted}
    size = 0
    try:
        for x, y, tile in archive.tiles(level, _wanted(corners, level)):
            size += len(tile)
            if size > LARGEST:
                raise ValueError("too much in one view")
            for layer, found in decoded(tile, wanted).items():
                parts[layer].append(_placed(found, level, x, y))
    except (ValueError, OSError) as error:
        log.warning("%s: %s", archive.file.name, error)
    return {layer: _whole(found) for layer, found in parts.items() if found}


def _wanted(corners: Corners, level: int) -> list[tuple[int, int]]:
    west, south, east, north = _to_mercator.transform_bounds(*corners)
    side = 2 * HALF / 2**level
    across = range(math.floor((west + HALF) / side), math.floor((east + HALF) / side) + 1)
    down = range(math.floor((HALF - north) / side), math.floor((HALF - south) / side) + 1)
    if len(across) * len(down) > MOST:
        return []
    inside = range(2**level)
    return [(x, y) for x in across for y in down if x in inside and y in inside]


def _placed(layer: Layer, level: int, x: int, y: int) -> Layer:
    """From shares of a tile's side to metres in SWEREF 99 TM."""
    side = 2 * HALF / 2**level

    def ours(xy: np.ndarray) -> np.ndarray:
        east, south = (xy + (x, y)).T * side
        return np.column_stack(_to_ours.transform(east - HALF, HALF - south))

    return Layer(shapely.transform(layer.geometry, ours), layer.texts)


def _whole(layers: list[Layer]) -> gpd.GeoDataFrame:
    texts = {name: np.concatenate([of.texts[name] for of in layers]) for name in layers[0].texts}
    shapes = np.concatenate([of.geometry for of in layers])
    is_there = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    return gpd.GeoDataFrame(texts, geometry=shapes, crs=3006)[is_there]
