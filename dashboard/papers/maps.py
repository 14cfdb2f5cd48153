"""A map for paper: counts as circles on quiet ground, with a scale bar and north."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle as Disc
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from dashboard import swedish
from dashboard.figures.palette import LIGHT
from dashboard.papers.letters import label
from dashboard.papers.pictures import Circle, Map
from geodata import areas

NEAR, CROWDED = 5_000, 3  # metres from the largest, and circles
EDGE = LIGHT.kerb
LETTER, LINE = 3.9, 9.5  # points: about a letter's width and a line's height
LARGEST = 0.055  # of the map's longer side, the radius of the largest circle
COLOURS = {"clear": LIGHT.clear, "look": LIGHT.look, "fewer": LIGHT.fewer}
HATCHES = {"clear": "", "look": "////", "fewer": "...."}


@lru_cache(maxsize=8)
def ground(kommuner: tuple[str, ...]) -> gpd.GeoDataFrame:
    """The kommuner's RegSO, EPSG:3006, by code."""
    return areas.load_regso(kommuner).set_index("code")


@lru_cache(maxsize=8)
def whole(kommuner: tuple[str, ...]) -> gpd.GeoDataFrame:
    return areas.kommuner(kommuner).set_index("code")


def draw(picture: Map, blank: Callable[..., Figure]) -> Figure:
    parts, kommuner = ground(picture.kommuner), whole(picture.kommuner)
    west, south, east, north = kommuner.total_bounds
    size = max(east - west, north - south)
    discs = _discs(picture, parts, largest=LARGEST * size)
    town = _town(discs)
    figure = blank(4.6)
    ratios = (1.25, 1) if town else (1,)
    axes, *zoom = figure.subplots(1, len(ratios), width_ratios=ratios, squeeze=False)[0]
    pad = 0.03 * size
    _lay(axes, (west - pad, south - 2.2 * pad, east + pad, north + pad), parts, kommuner)
    inside = {d.circle.code for d in discs if town and town.contains(d.centre)}
    _circles(axes, [d for d in discs if d.circle.code not in inside], rest=[d for d in discs if d.circle.code in inside], point=max((east - west) / 3.6, (north - south) / 4.4) / 72)  # fmt: skip
    if town is not None:
        _lay(zoom[0], town.bounds, parts, kommuner)
        _frame(axes, town)
        scale = (town.bounds[2] - town.bounds[0]) / size
        _circles(zoom[0], [d.scaled(scale) for d in discs if d.circle.code in inside], rest=[], point=scale * size / 2.9 / 72)  # fmt: skip
        _frame(zoom[0], town)
    _scale(axes, west=west - pad, south=south - pad * 1.7, width=east - west)
    axes.annotate("N", (0.985, 0.985), xycoords="axes fraction", ha="center", va="top", fontsize=9, fontweight="bold")  # fmt: skip
    axes.annotate("", (0.985, 0.945), (0.985, 0.885), xycoords="axes fraction", arrowprops={"arrowstyle": "-|>", "color": LIGHT.ink, "lw": 1})  # fmt: skip
    return figure


@dataclass(frozen=True)
class _Disc:
    circle: Circle
    centre: shapely.Point
    radius: float  # metres

    def scaled(self, by: float) -> _Disc:
        return replace(self, radius=self.radius * by * 1.6)


def _discs(picture: Map, parts: gpd.GeoDataFrame, *, largest: float) -> list[_Disc]:
    """The largest first: no small circle under a large one."""
    found = [c for c in picture.circles if c.code in parts.index and c.count]
    found.sort(key=lambda circle: (-circle.count, circle.code))
    most = max((circle.count for circle in found), default=1)
    centres = parts.geometry.representative_point()
    return [_Disc(c, centres[c.code], largest * float(np.sqrt(c.count / most))) for c in found]


def _town(discs: list[_Disc]) -> shapely.Polygon | None:
    """The square around the largest circle where circles would cover each other; None where none do."""
    near = [d for d in discs if d.centre.distance(discs[0].centre) < NEAR]
    if len(near) < CROWDED:
        return None
    west, south, east, north = shapely.union_all([d.centre for d in near]).bounds
    half = max(east - west, north - south) / 2 + 1_500
    x, y = (west + east) / 2, (south + north) / 2
    return shapely.box(x - half, y - half, x + half, y + half)


def _lay(axes: Axes, box: tuple[float, ...], parts: gpd.GeoDataFrame, kommuner: gpd.GeoDataFrame) -> None:  # fmt: skip
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(box[0], box[2])
    axes.set_ylim(box[1], box[3])
    for shapes, face, edge, width in (
        (parts, LIGHT.land, EDGE, 0.5),
        (kommuner, "none", LIGHT.quiet, 1.0),
    ):
        near = shapely.clip_by_rect(shapes.geometry.to_numpy(), *box)
        _surfaces(axes, shapely.simplify(near, (box[2] - box[0]) / 800), face=face, edge=edge, width=width)  # fmt: skip


def _frame(axes: Axes, box: shapely.Polygon) -> None:
    x, y = box.exterior.xy
    axes.plot(x, y, color=LIGHT.accent, linewidth=1, clip_on=False)


def _circles(axes: Axes, discs: list[_Disc], *, point: float, rest: list[_Disc]) -> None:
    """With names where there is room; `rest` are named elsewhere. `point` is its size in metres."""
    taken = [shapely.box(*disc.centre.buffer(disc.radius).bounds) for disc in [*rest, *discs]]
    for disc in [*rest, *discs]:
        role = disc.circle.role
        look = {"facecolor": COLOURS.get(role, LIGHT.normal), "hatch": HATCHES.get(role, "")}
        axes.add_patch(Disc((disc.centre.x, disc.centre.y), disc.radius, alpha=0.85, edgecolor="white", linewidth=0.8, **look))  # fmt: skip
    for disc in discs:
        text = f"{label(disc.circle.name)} {swedish.number(disc.circle.count)}"
        half, high = len(text) * LETTER * point / 2, LINE * point
        for x, y in _around(disc, half, high):
            box = shapely.box(x - half, y - high / 2, x + half, y + high / 2)
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                named = axes.annotate(text, (x, y), ha="center", va="center", fontsize=7.5)  # fmt: skip
                named.set_path_effects([withStroke(linewidth=2, foreground="white")])
                break


def _around(disc: _Disc, half: float, high: float) -> list[tuple[float, float]]:
    """Where a name of that size could stand: under, over, to the right, to the left."""
    x, y, away = disc.centre.x, disc.centre.y, disc.radius + high * 0.6
    side = disc.radius + half * 1.05 + high * 0.2
    return [(x, y - away), (x, y + away), (x + side, y), (x - side, y)]


def _surfaces(axes: Axes, shapes: np.ndarray, *, face: str, edge: str, width: float) -> None:
    polygons = [p for p in shapely.get_parts(shapes) if p.geom_type == "Polygon" and not p.is_empty]
    patches = [PathPatch(_path(polygon)) for polygon in polygons]
    axes.add_collection(PatchCollection(patches, facecolor=face, edgecolor=edge, linewidth=width))


def _path(polygon: shapely.Polygon) -> Path:
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon)]
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(codes))


def _scale(axes: Axes, *, west: float, south: float, width: float) -> None:
    """A bar of about a fifth of the map, a round number of kilometres."""
    fifth = width / 5000
    length = max(km for km in (1, 2, 5, 10, 20, 50, 100) if km <= max(fifth, 1))
    axes.plot([west, west + length * 1000], [south, south], color=LIGHT.ink, linewidth=2, solid_capstyle="butt")  # fmt: skip
    axes.annotate(f"{length} km", (west + length * 500, south), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8)  # fmt: skip
