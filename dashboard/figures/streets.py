"""A street map as part of the ground: water, green, houses, roads by rank. Quiet: our marks stand out.

After the layers and kinds of Protomaps' basemap (https://docs.protomaps.com/basemaps/layers).
"""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely

from dashboard.figures.box import Box
from dashboard.figures.palette import Palette

SCREEN = 1000  # px across: what the widths below are for
# px in a view of 30 km: roads by rank, the least first, so that the larger lie over the smaller
WIDTHS = {"path": 0.5, "minor_road": 0.9, "medium_road": 1.2, "major_road": 1.6, "highway": 2.4}
GREEN = frozenset({
    "allotments", "cemetery", "forest", "garden", "golf_course", "grass", "grassland", "meadow",
    "national_park", "nature_reserve", "orchard", "park", "pitch", "playground", "protected_area",
    "recreation_ground", "scrub", "village_green", "wood", "zoo",
})  # fmt: skip
Features = Mapping[str, gpd.GeoDataFrame]


def drawn(features: Features, *, box: Box, palette: Palette) -> str:
    """SVG of the features in metres from the north-west corner of `box`."""
    scale = width_scale(box)
    whole = {name: _of(features, name, box) for name in ("earth", "landuse", "water", "buildings", "roads")}  # fmt: skip
    surfaces = [
        (whole["earth"], palette.land),
        (_kinds(whole["landuse"], GREEN), palette.green),
        (whole["water"], palette.water),
        (whole["buildings"], palette.house),
    ]
    out = []
    for frame, colour in surfaces:
        if path := _path(frame, box, dimension=2):
            out.append(f'<path d="{path}" fill="{colour}"/>')
    line = 'fill="none" vector-effect="non-scaling-stroke" stroke-linejoin="round" stroke-linecap="round"'  # fmt: skip
    if path := _path(whole["water"], box, dimension=1):
        out.append(f'<path d="{path}" {line} stroke="{palette.water}" stroke-width="{1.3 * scale:.1f}"/>')  # fmt: skip
    by_rank = {kind: _path(_kinds(whole["roads"], {kind}), box, dimension=1) for kind in WIDTHS}
    for colour, edge in ((palette.kerb, 1.2), (palette.road, 0.0)):
        for kind, path in by_rank.items():
            width = WIDTHS[kind] * scale + edge
            if path and (kind != "path" or not edge):
                dashes = ' stroke-dasharray="3 3"' if kind == "path" else ""
                out.append(f'<path d="{path}" {line} stroke="{colour}" stroke-width="{width:.1f}"{dashes}/>')  # fmt: skip
    if path := _path(_kinds(whole["roads"], {"rail"}), box, dimension=1):
        out.append(f'<path d="{path}" {line} stroke="{palette.normal}" stroke-width="1" stroke-dasharray="6 2" stroke-opacity="0.6"/>')  # fmt: skip
    return "".join(out)


def width_scale(box: Box) -> float:
    """How much wider lines are drawn than in a view of 30 km: less than streets widen."""
    return float(np.clip((30_000 / max(box.width, box.height)) ** 0.5, 0.6, 3))


def _of(features: Features, layer: str, box: Box) -> gpd.GeoDataFrame:
    """What of a layer is in or near the view; empty where there is none."""
    frame = features.get(layer)
    if frame is None:
        return gpd.GeoDataFrame({"kind": []}, geometry=[], crs=3006)
    west, south, east, north = shapely.bounds(frame.geometry.to_numpy()).T
    near = (west < box.east) & (east > box.west) & (south < box.north) & (north > box.south)
    return frame[near]


def _kinds(frame: gpd.GeoDataFrame, kinds: frozenset[str] | set[str]) -> gpd.GeoDataFrame:
    return frame[frame["kind"].isin(kinds)]


def _path(frame: gpd.GeoDataFrame, box: Box, *, dimension: int) -> str:
    """What of `frame` has so many dimensions, as SVG writes a path: whole metres, each step from
    the last."""
    parts = shapely.get_parts(frame.geometry.to_numpy())
    parts = parts[shapely.get_dimensions(parts) == dimension]
    lines = shapely.get_rings(parts) if dimension == 2 else parts
    if not len(lines):
        return ""
    xy, of = shapely.get_coordinates(lines, return_index=True)
    xy = np.column_stack([xy[:, 0] - box.west, box.north - xy[:, 1]]).round().astype(int)
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    steps = np.diff(xy, axis=0, prepend=xy[:1])
    steps[starts] = xy[starts]
    moved: np.ndarray = np.any(
        steps, axis=1
    )  # many a corner of a tile is less than a metre from the next
    moved[starts] = True
    written = [f"{x} {y}" for x, y in steps[moved].tolist()]
    first = np.cumsum(moved)[starts] - 1
    ends = [*first[1:].tolist(), len(written)]
    close = "z" if dimension == 2 else ""
    return "".join(
        f"M{written[a]}l{' '.join(written[a + 1 : b])}{close}"
        for a, b in zip(first.tolist(), ends, strict=True)
        if b - a > 1
    )
