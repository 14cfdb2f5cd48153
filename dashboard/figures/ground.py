"""The ground of a map as one picture: land, borders, and areas filled in steps."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely

from dashboard.figures.box import Box
from dashboard.figures.palette import Palette

DETAIL = 2000  # of the picture's width: finer than that no screen shows
CLOSE = 30_000.0  # metres: in a wider view full borders would outweigh what they hold


def paths(areas: gpd.GeoDataFrame, *, level: str, kommun: str, box: Box) -> dict[str, str]:
    """The border of each area at `level` that is in or near `box`, by its code.

    Of one kommun, or of all where `kommun` is empty. As SVG writes a path, in metres from the
    north-west corner of `box`.
    """
    unit = max(box.width, box.height) / DETAIL
    around = box.padded(0.05)
    within = areas[areas["level"] == level]
    within = within[within["kommun_code"] == kommun] if kommun else within
    within = within[shapely.intersects(within.geometry.to_numpy(), shapely.box(*around.corners))]
    inside = shapely.clip_by_rect(_plain(within.geometry.to_numpy(), unit), *around.corners)
    parts, of_part = shapely.get_parts(inside, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    codes = within["area_code"].to_numpy()[of_part[of_ring]]
    found = dict.fromkeys(codes, "")
    for code, ring in zip(codes, rings, strict=True):
        found[code] += _written(ring, box)
    return found


def water(shapes: np.ndarray, *, box: Box) -> str:
    """What of `shapes` is in or near `box`, as one path."""
    near = shapes[shapely.intersects(shapes, shapely.box(*box.corners))]
    inside = shapely.clip_by_rect(near, *box.padded(0.05).corners)
    return "".join(_written(ring, box) for ring in shapely.get_rings(shapely.get_parts(inside)))


def _written(ring: shapely.LinearRing, box: Box) -> str:
    xy = shapely.get_coordinates(ring)
    xy = np.column_stack([xy[:, 0] - box.west, box.north - xy[:, 1]]).round().astype(int)
    return "M" + "L".join(f"{x} {y}" for x, y in xy[:-1].tolist()) + "Z"


def svg(
    *,
    land: Mapping[str, str],
    borders: Mapping[str, str],
    steps: Mapping[str, int],
    box: Box,
    palette: Palette,
    under: str = "",
    names: str = "",
    sea: str = "",
) -> str:
    """Land, borders, kommun borders over them, and the areas in `steps` filled with their colour.

    `land` and `borders` are paths of kommuner and of areas in `box`. `under` is SVG of what lies in
    the landscape, drawn paler outside the kommuner; `names` stand over all. `sea` is a path of what
    of the kommuner is water. The picture is as large
    as the view it is for: a browser draws a small picture first and enlarges it afterwards, and
    borders turn to smears.
    """
    by_step: list[list[str]] = [[] for _ in palette.rates]
    for code, step in steps.items():
        by_step[step].append(borders.get(code, ""))
    whole = "".join(land.values())
    size = f"{box.width:.0f} {box.height:.0f}"
    style = 'vector-effect="non-scaling-stroke" stroke-linejoin="round"'
    line = f'fill="none" {style}'
    surfaces = [
        f'<path d="{"".join(shapes)}" fill="{colour}" fill-rule="evenodd" {style} '
        f'stroke="{palette.card}" stroke-width="0.8"/>'
        for shapes, colour in zip(by_step, palette.rates, strict=True)
        if any(shapes)
    ]
    east, south = size.split()
    veil = (
        f'<path d="M0 0H{east}V{south}H0Z{whole}" fill="{palette.card}" fill-rule="evenodd" '
        f'fill-opacity="0.6"/>'
    )
    coast = (
        f'<clipPath id="land"><path d="{whole}"/></clipPath>'
        f'<path d="{sea}" fill="{palette.water}" fill-rule="evenodd" clip-path="url(#land)"/>'
    )
    is_close = box.width < CLOSE
    border = palette.normal if under or is_close else palette.line
    faint = ' stroke-opacity="0.55"' if under or is_close else ""
    faint += ' stroke-dasharray="5 3"' if under else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg">'
        f'<svg width="100%" height="100%" preserveAspectRatio="none" viewBox="0 0 {size}">'
        f'<path d="{whole}" fill="{palette.land}"/>{coast if sea else ""}{under}{veil if under else ""}'
        f'<path d="{"".join(borders.values())}" {line} stroke="{border}" stroke-width="1"{faint}/>'
        f'<path d="{whole}" {line} stroke="{palette.quiet}" stroke-width="1.6"/>'
        f"{''.join(surfaces)}</svg>{names}</svg>"
    )


def _plain(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Simplified together, so that neighbours still share their border."""
    if not len(shapes):
        return shapes
    return shapely.coverage_simplify(shapes, tolerance)
