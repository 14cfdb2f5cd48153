"""An invented town where Värnamo lies: streets, houses, a lake, a railway; roads to its neighbours."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, Point, Polygon, box

from tests.dashboard.basemap import archives

CENTRE = (444_200.0, 6_338_400.0)  # SWEREF 99 TM
NEIGHBOURS = {"Gislaved": (411_600, 6_351_700), "Gnosjö": (424_000, 6_357_500), "Vaggeryd": (447_300, 6_372_600), "Ljungby": (437_000, 6_299_000)}  # fmt: skip
STREETS = ("Storgatsbacken", "Lagavägen", "Åbroslingan", "Östra Ringgatan", "Kyrkstigen", "Myntgränd", "Jakobsvägen", "Fabriksgatan")  # fmt: skip


@lru_cache(maxsize=1)
def layers() -> dict[str, gpd.GeoDataFrame]:
    """By Protomaps' layer, in SWEREF 99 TM."""
    rng = np.random.default_rng(7)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in ("earth", "landuse", "water", "roads", "buildings", "places")}  # fmt: skip
    x0, y0 = CENTRE

    def add(layer: str, geometry: object, kind: str, name: str = "", detail: str = "") -> None:
        rows[layer].append({"geometry": geometry, "kind": kind, "name": name, "kind_detail": detail})  # fmt: skip

    add("earth", box(x0 - 60e3, y0 - 60e3, x0 + 60e3, y0 + 60e3), "earth")
    for _ in range(60):
        x, y, size = *rng.uniform(-50e3, 50e3, 2), rng.uniform(300, 3500)
        if np.hypot(x, y) > 5e3:
            add("water", _blob(rng, (x0 + x, y0 + y), size), "lake")
    add("water", _blob(rng, (x0 + 1900, y0 + 600), 650), "lake", "Prostsjön")
    river = [(x0 - 700 + 350 * np.sin(n / 3), y0 - 30e3 + n * 1200) for n in range(50)]
    add("water", LineString(river), "river", "Lagaå")
    for _ in range(160):
        x, y = rng.normal(0, 25e3, 2)
        add("landuse", _blob(rng, (x0 + x, y0 + y), rng.uniform(300, 3000)), "forest")
    for n, (dx, dy, size) in enumerate([(500, 700, 190), (-900, -900, 260), (1300, -700, 220)]):
        add("landuse", _blob(rng, (x0 + dx, y0 + dy), size), ("park", "cemetery", "pitch")[n])
    add("landuse", box(x0 - 2400, y0 - 1800, x0 - 1500, y0 - 700), "industrial")
    for n, (name, there) in enumerate(NEIGHBOURS.items()):
        kind = "highway" if name in ("Vaggeryd", "Ljungby") else "major_road"
        way = _winding(rng, (x0 + (2600 if kind == "highway" else 0), y0), there)
        add("roads", way, kind, "E4" if kind == "highway" else f"Riksväg {26 + n}")
        add("places", Point(*there), "locality", name, "town")
    add("places", Point(x0, y0), "locality", "Värnamo", "town")
    add("places", Point(x0 + 1200, y0 + 1300), "neighbourhood", "Nästestorp")
    add("roads", _winding(rng, (x0 - 350, y0 - 40e3), (x0 - 350, y0 + 40e3)), "rail")
    turn = np.deg2rad(17)
    lanes = np.arange(-1800, 1801, 150)
    for n, lane in enumerate(lanes):
        kind = "major_road" if lane in (0, -900, 900) else "minor_road"
        for m in (0, 1):
            ends = [_turned((t, lane)[:: 1 - 2 * m], turn) for t in (-1900, 1900)]
            add("roads", LineString([(x0 + x, y0 + y) for x, y in ends]), kind, STREETS[(n + 3 * m) % 8])  # fmt: skip
    for a in lanes[:-1]:
        for b in lanes[:-1]:
            if rng.random() < 0.7:
                for dx, dy in ((20, 20), (85, 20), (20, 85), (85, 85)):
                    wide, high = rng.uniform(18, 48, 2)
                    corner = [(a + dx, b + dy), (a + dx + wide, b + dy), (a + dx + wide, b + dy + high), (a + dx, b + dy + high)]  # fmt: skip
                    add("buildings", Polygon([np.add(_turned(c, turn), CENTRE) for c in corner]), "building")  # fmt: skip
    add("roads", _winding(rng, (x0 + 300, y0 + 500), (x0 + 900, y0 + 900)), "path")
    return {name: gpd.GeoDataFrame(of, crs=3006) for name, of in rows.items()}


def archive(file: Path) -> Path:
    """The town as a PMTiles file. The finest tiles hold houses and small streets."""
    whole = {name: of.to_crs(3857) for name, of in layers().items()}
    roads = whole["roads"]
    coarse = whole | {"roads": roads[~roads["kind"].isin(["minor_road", "path"])]}
    del coarse["buildings"]
    near = gpd.GeoSeries([Point(CENTRE).buffer(4000)], crs=3006).to_crs(3857).iloc[0]
    town = {name: of.clip(near) for name, of in whole.items()}
    found = archives.tiles(coarse, range(6, 12)) | archives.tiles(town, range(12, 15))
    return archives.write(file, found, zooms=(6, 14))


def _turned(point: tuple[float, float], by: float) -> np.ndarray:
    return np.array([[np.cos(by), -np.sin(by)], [np.sin(by), np.cos(by)]]) @ point


def _blob(rng: np.random.Generator, centre: tuple[float, float], size: float) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    reach = size * (1 + 0.25 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.2 * np.sin(2 * angle))
    return Polygon(np.column_stack([np.cos(angle) * reach, 1.4 * np.sin(angle) * reach]) + centre)


def _winding(rng: np.random.Generator, start: tuple[float, ...], end: tuple[float, ...]) -> LineString:  # fmt: skip
    t = np.linspace(0, 1, 40)[:, None]
    line = np.array(start) * (1 - t) + np.array(end) * t
    along = np.array(end) - start
    side = np.array([-along[1], along[0]]) * 0.03
    return shapely.simplify(LineString(line + np.sin(t * rng.uniform(6, 12)) * side * (t * (1 - t) * 4)), 20)  # fmt: skip
