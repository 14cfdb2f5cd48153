"""The ground of a map: borders as one picture, and outlines to colour."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from dashboard.figures.map import Box
from dashboard.figures.palette import Palette

DETAIL = 2000  # of the whole picture's width: finer than that no screen shows


def box(areas: gpd.GeoDataFrame, kommuner: tuple[str, ...]) -> Box:
    """What a map of these kommuner has to hold, metres."""
    shapes = areas[(areas["level"] == "kommun") & areas["area_code"].isin(kommuner)]
    west, south, east, north = shapes.total_bounds
    return Box(west, south, east, north)


def svg(areas: gpd.GeoDataFrame, *, level: str, palette: Palette) -> str:
    """Land, borders of the areas at `level`, and kommun borders over them."""
    kommuner = areas[areas["level"] == "kommun"]
    if not len(kommuner):
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'
    west, south, east, north = kommuner.total_bounds
    unit = max(east - west, north - south) / DETAIL

    def path(shapes: np.ndarray) -> str:
        rings = shapely.get_rings(shapely.get_parts(_plain(shapes, unit)))
        text = []
        for ring in rings:
            xy = shapely.get_coordinates(ring)
            xy = np.column_stack([xy[:, 0] - west, north - xy[:, 1]]).round().astype(int)
            text.append("M" + "L".join(f"{x} {y}" for x, y in xy[:-1]) + "Z")
        return "".join(text)

    fine = areas[areas["level"] == level].geometry.to_numpy()
    whole = kommuner.geometry.to_numpy()
    style = 'fill="none" vector-effect="non-scaling-stroke" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" '
        f'viewBox="0 0 {east - west:.0f} {north - south:.0f}">'
        f'<path d="{path(whole)}" fill="{palette.land}"/>'
        f'<path d="{path(fine)}" {style} stroke="{palette.line}" stroke-width="1"/>'
        f'<path d="{path(whole)}" {style} stroke="{palette.quiet}" stroke-width="1.6"/>'
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
        found[code] = (xy[:, 0].round(), xy[:, 1].round())
    return found


def _plain(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Simplified together, so that neighbours still share their border."""
    return shapely.coverage_simplify(shapes, tolerance)
