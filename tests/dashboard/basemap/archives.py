"""PMTiles files that the tests write themselves, whole and broken. After the published formats:
PMTiles 3 and Mapbox vector tiles 2.1."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

EXTENT = 4096
HALF = 20037508.342789244  # metres: half the side of the square world
FIELDS = {"kind": "String", "kind_detail": "String", "name": "String"}
OSM = '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a>'


def varint(*numbers: int) -> bytes:
    out = bytearray()
    for number in numbers:
        while number > 127:
            out.append(number & 127 | 128)
            number >>= 7
        out.append(number)
    return bytes(out)


def field(number: int, content: bytes | int) -> bytes:
    if isinstance(content, int):
        return varint(number << 3, content)
    return varint(number << 3 | 2, len(content)) + content


def vector_tile(layers: Mapping[str, gpd.GeoDataFrame], corners: tuple[float, ...]) -> bytes:
    """One tile of what lies in or near `corners` (EPSG:3857)."""
    out = b""
    for name, frame in layers.items():
        near = frame.cx[corners[0] : corners[2], corners[1] : corners[3]]
        keys, values, features = list(FIELDS), [], []
        for row in near.itertuples():
            for geometry in shapely.get_parts(_clipped(row.geometry, corners)):
                if geometry.geom_type not in ("Point", "LineString", "Polygon"):
                    continue
                tags = []
                for n, key in enumerate(keys):
                    if value := getattr(row, key, None):
                        values.append(value)
                        tags += [n, len(values) - 1]
                kind = {"Point": 1, "LineString": 2, "Polygon": 3}[geometry.geom_type]
                commands = _commands(geometry, corners)
                features.append(field(2, varint(*tags)) + field(3, kind) + field(4, commands))
        if features:
            out += field(3, b"".join([
                field(1, name.encode()), *(field(2, feature) for feature in features),
                *(field(3, key.encode()) for key in keys),
                *(field(4, field(1, str(value).encode())) for value in values),
                field(5, EXTENT), field(15, 2),
            ]))  # fmt: skip
    return out


def _clipped(geometry: Any, corners: tuple[float, ...]) -> Any:
    pad = (corners[2] - corners[0]) * 64 / EXTENT
    west, south, east, north = corners
    cut = shapely.clip_by_rect(geometry, west - pad, south - pad, east + pad, north + pad)
    return shapely.orient_polygons(cut, exterior_cw=True)  # as the format tells a hole


def _commands(geometry: Any, corners: tuple[float, ...]) -> bytes:
    rings = shapely.get_rings(geometry) if geometry.geom_type == "Polygon" else [geometry]
    here, out = np.zeros(2, int), b""
    for ring in rings:
        xy = shapely.get_coordinates(ring)
        scale = EXTENT / (corners[2] - corners[0])
        grid = np.column_stack([xy[:, 0] - corners[0], corners[3] - xy[:, 1]]) * scale
        points = grid.round().astype(int)
        points = points[:-1] if geometry.geom_type == "Polygon" else points
        steps = np.diff(np.vstack([here, points]), axis=0)
        zigzag = [int(v) << 1 if v >= 0 else (int(-v) << 1) - 1 for v in steps.ravel()]
        out += varint(1 << 3 | 1, *zigzag[:2])
        if len(points) > 1:
            out += varint((len(points) - 1) << 3 | 2, *zigzag[2:])
        if geometry.geom_type == "Polygon":
            out += varint(1 << 3 | 7)
        here = points[-1]
    return out


def tile_id(z: int, x: int, y: int) -> int:
    """Along Hilbert's curve, after all tiles of lower zoom."""
    found, n = (4**z - 1) // 3, 1 << z >> 1
    while n:
        rx, ry = int(x & n > 0), int(y & n > 0)
        found += n * n * (3 * rx ^ ry)
        if not ry:
            if rx:
                x, y = n - 1 - x & (n - 1), n - 1 - y & (n - 1)
            x, y = y, x
        n >>= 1
    return found


def tiles(layers: Mapping[str, gpd.GeoDataFrame], zooms: Iterable[int]) -> dict[int, bytes]:
    """Every tile with something in it; `layers` in EPSG:3857."""
    bounds = np.array([frame.total_bounds for frame in layers.values()])
    west, south, east, north = *bounds[:, :2].min(0), *bounds[:, 2:].max(0)
    found = {}
    for z in zooms:
        side = 2 * HALF / 2**z
        for x in range(int((west + HALF) / side), int((east + HALF) / side) + 1):
            for y in range(int((HALF - north) / side), int((HALF - south) / side) + 1):
                corner = (x * side - HALF, HALF - (y + 1) * side, (x + 1) * side - HALF, HALF - y * side)  # fmt: skip
                if tile := vector_tile(layers, corner):
                    found[tile_id(z, x, y)] = tile
    return found


def directory(entries: list[tuple[int, int, int, int]]) -> bytes:
    """`entries`: id, run, length, offset."""
    ids = np.diff([0, *(entry[0] for entry in entries)]).tolist()
    out = varint(len(entries), *ids)
    for n in (1, 2):
        out += varint(*(entry[n] for entry in entries))
    return out + varint(*(entry[3] + 1 for entry in entries))


def write(
    file: Path,
    found: Mapping[int, bytes],
    *,
    zooms: tuple[int, int],
    metadata: dict[str, Any] | bytes | None = None,
    kind: int = 1,
    bounds: tuple[float, ...] = (13.0, 56.7, 14.8, 57.8),
    root: bytes | None = None,
    packed: bool = True,
    **header: int,
) -> Path:
    """An archive of `found`; each of the rest replaces what it would have said."""
    pack = gzip.compress if packed else (lambda content, *a, **b: content)
    data, entries = b"", []
    for number in sorted(found):
        tile = pack(found[number], mtime=0)
        entries.append((number, 1, len(tile), len(data)))
        data += tile
    root = gzip.compress(directory(entries), mtime=0) if root is None else root
    if not isinstance(metadata, bytes):
        said = described() if metadata is None else metadata
        metadata = gzip.compress(json.dumps(said).encode(), mtime=0)
    said_at = {
        "root": 127, "root_length": len(root), "json": 127 + len(root), "json_length": len(metadata),
        "leaves": 127 + len(root) + len(metadata), "leaves_length": 0,
        "data": 127 + len(root) + len(metadata), "data_length": len(data),
        "addressed": len(found), "entries": len(found), "contents": len(found),
    } | header  # fmt: skip
    east = [int(value * 1e7) for value in bounds]
    head = struct.pack(
        "<7sB11Q6B4iBii", b"PMTiles", 3, *said_at.values(), 1, 2, 2 if packed else 1, kind, *zooms,
        *east, zooms[0], east[0], east[1],
    )  # fmt: skip
    file.write_bytes(head + root + metadata + data)
    return file


def described(**changes: Any) -> dict[str, Any]:
    names = ("earth", "landuse", "water", "roads", "buildings", "places", "boundaries")
    layers = [{"id": name, "fields": FIELDS, "minzoom": 0, "maxzoom": 15} for name in names]
    return {"name": "Påhittad stad", "attribution": OSM, "vector_layers": layers} | changes
