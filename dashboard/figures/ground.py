"""The ground of a map: borders as one picture, and outlines to colour."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from dashboard.figures.box import Box
from dashboard.figures.palette import Palette

DETAIL = 2000  # of the picture's width: finer than that no screen shows


def box(areas: gpd.GeoDataFrame, kommuner: tuple[str, ...]) -> Box:
    """What a map of these kommuner has to hold, metres."""
    shapes = areas[(areas["level"] == "kommun") & areas["area_code"].isin(kommuner)]
    west, south, east, north = shapes.total_bounds
    return Box(west, south, east, north)


def svg(areas: gpd.GeoDataFrame, *, level: str, kommun: str, box: Box, palette: Palette) -> str:
    """Land, borders of the areas at `level`, and kommun borders over them, inside `box`.

    Of one kommun, or of all where `kommun` is empty.

    The picture is as large as the view it is for: a browser draws a small picture first and
    enlarges it afterwards, and borders turn to smears.
    """
    unit = max(box.east - box.west, box.north - box.south) / DETAIL
    around = box.padded(0.05)
    within = areas[areas["kommun_code"] == kommun] if kommun else areas

    def path(of: str) -> str:
        shapes = within[within["level"] == of].geometry.to_numpy()
        shapes = shapes[shapely.intersects(shapes, shapely.box(*around.corners))]
        inside = shapely.clip_by_rect(_plain(shapes, unit), *around.corners)
        text = []
        for ring in shapely.get_rings(shapely.get_parts(inside)):
            xy = shapely.get_coordinates(ring)
            xy = np.column_stack([xy[:, 0] - box.west, box.north - xy[:, 1]]).round().astype(int)
            text.append("M" + "L".join(f"{x} {y}" for x, y in xy[:-1]) + "Z")
        return "".join(text)

    land = path("kommun")
    style = 'fill="none" vector-effect="non-scaling-stroke" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" '
        f'viewBox="0 0 {box.east - box.west:.0f} {box.north - box.south:.0f}">'
        f'<path d="{land}" fill="{palette.land}"/>'
        f'<path d="{path(level)}" {style} stroke="{palette.line}" stroke-width="1"/>'
        f'<path d="{land}" {style} stroke="{palette.quiet}" stroke-width="1.6"/>'
        "</svg>"
    )


def outlines(areas: gpd.GeoDataFrame, *, level: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Each area's border as x and y, rings parted by NaN, for surfaces on the same map."""
    rows = areas[areas["level"] == level]
    west, _, east, _ = areas.total_bounds
    shapes = _plain(rows.geometry.to_numpy(), (east - west) / DETAIL)
    found = {}
    for code, shape in zip(rows["area_code"], shapes, strict=True):
        rings = [shapely.get_coordinates(r) for r in shapely.get_rings(shapely.get_parts(shape))]
        gap = np.full((1, 2), np.nan)
        xy = np.concatenate([part for ring in rings for part in (ring, gap)])[:-1]
        x, y = xy.round().astype(np.float32).T  # whole metres as they are, in half the bytes
        found[code] = (x, y)
    return found


def _plain(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Simplified together, so that neighbours still share their border."""
    if not len(shapes):
        return shapes
    return shapely.coverage_simplify(shapes, tolerance)
