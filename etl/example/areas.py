"""Invented DeSO and residents inside the real RegSO of one local police area.

SCB's DeSO for this area do not lie in the project, and an example must not pass for SCB's own:
each RegSO is split into two to four parts whose codes carry the letter X where SCB has A, B or C.
"""

import json
import uuid
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.cluster.vq import kmeans2

from geodata.areas import load_regso

# Kommuner of lokalpolisområde Värnamo; residents rounded from SCB's published totals.
KOMMUN_NAMES = {"0617": "Gnosjö", "0662": "Gislaved", "0665": "Vaggeryd", "0683": "Värnamo"}
RESIDENTS = {"0617": 9_500, "0662": 30_000, "0665": 15_000, "0683": 35_000}

# RegSO that hold a town's shops and stations, and how strongly they draw what happens in public.
# Värnamo's resecentrum stands where Centrum-Apladalen meets Nylund-Duvelund; the example says the
# former.
CENTRES = {
    "0617R002": 2.0,
    "0662R001": 1.5,
    "0662R006": 4.0,
    "0662R011": 1.5,
    "0665R004": 1.5,
    "0665R007": 2.0,
    "0683R003": 5.0,
}
RURAL_M2 = 100e6  # a larger RegSO here is countryside
RESIDENTS_PER_PART = 1_000
VINTAGE = 2025  # of the RegSO that are split; readers take the year from the version's beginning
GRID_M = 0.001  # RegSO boundaries are stored to the millimetre

# Share of residents per age band, roughly a small Swedish kommun's.
AGE_BANDS = {"65-69": 0.058, "70-74": 0.055, "75-79": 0.052, "80-": 0.062}


def deso(*, seed: int) -> gpd.GeoDataFrame:
    """Return the invented DeSO, one row each, ordered by code; the same for the same `seed`.

    Columns: code, regso_code, kommun_code, population, draw (how strongly the public life of a
    town gathers there: 1 is an ordinary residential area, 0.15 countryside), geometry (EPSG:3006).
    The parts cover their RegSO without gaps or overlaps.
    """
    rng = np.random.default_rng([seed, 1])
    regso = load_regso(RESIDENTS)
    residents = _share_out(regso["kommun_code"], np.ones(len(regso)), rng)
    parts = np.clip(np.rint(residents / RESIDENTS_PER_PART), 2, 4).astype(int)
    layer = _split(regso, parts, rng)
    layer["population"] = _share_out(layer["kommun_code"], np.repeat(residents / parts, parts), rng)
    layer["draw"] *= rng.gamma(4, 1 / 4, len(layer)) ** 0.7  # areas of one kind differ, too
    return layer


def _share_out(kommun: pd.Series, weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Share each kommun's residents among its areas, unevenly but near `weights`."""
    uneven = weights * rng.gamma(12, size=len(weights))
    shared = np.zeros(len(weights), dtype=int)
    for code, residents in RESIDENTS.items():
        here = (kommun == code).to_numpy()
        shared[here] = rng.multinomial(residents, uneven[here] / uneven[here].sum())
    return shared


def _split(
    regso: gpd.GeoDataFrame, parts: np.ndarray, rng: np.random.Generator
) -> gpd.GeoDataFrame:
    """Cut RegSO i into parts[i] pieces along the Voronoi edges of that many seeded centres."""
    shapes = regso.geometry.to_numpy()
    centres = [_centres(shape, count, rng) for shape, count in zip(shapes, parts, strict=True)]
    owner = np.repeat(np.arange(len(regso)), parts)
    edges = [
        shapely.intersection(
            shapely.voronoi_polygons(shapely.multipoints(c), extend_to=s, only_edges=True), s
        )
        for c, s in zip(centres, shapes, strict=True)
    ]
    # All borders and cuts are noded together: cut one by one, a neighbour would lack the new corner.
    lines = shapely.union_all([*shapely.boundary(shapes), *edges], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    middles = shapely.point_on_surface(faces)
    face, inside = shapely.STRtree(shapes).query(middles, predicate="within")
    away = np.linalg.norm(
        shapely.get_coordinates(middles[face])[:, None] - np.concatenate(centres)[None], axis=2
    )
    part = np.where(owner[None] == inside[:, None], away, np.inf).argmin(axis=1)
    shape = gpd.GeoSeries(faces[face], crs=regso.crs).groupby(part).agg(shapely.coverage_union_all)
    return _named(regso, owner, gpd.GeoSeries(shape.to_numpy(), crs=regso.crs))


def _centres(shape: shapely.Geometry, count: int, rng: np.random.Generator) -> np.ndarray:
    west, south, east, north = shapely.bounds(shape)
    cloud = rng.uniform((west, south), (east, north), size=(600, 2))
    cloud = cloud[shapely.contains_xy(shape, cloud)]
    return kmeans2(cloud, count, minit="++", rng=rng)[0]


def _named(regso: gpd.GeoDataFrame, owner: np.ndarray, shape: gpd.GeoSeries) -> gpd.GeoDataFrame:
    code = regso["code"].to_numpy()[owner]
    number = np.arange(len(owner)) - np.searchsorted(owner, owner) + 1
    rural = regso.area.to_numpy()[owner] > RURAL_M2
    # The centre itself is the first part; the rest of that RegSO is half as lively.
    centre = pd.Series(code).map(CENTRES).fillna(1.0).to_numpy() ** np.where(number == 1, 1.5, 0.5)
    return gpd.GeoDataFrame({
        "code": [f"{c[:4]}X{c[-3:]}{n}" for c, n in zip(code, number, strict=True)],
        "regso_code": code,
        "kommun_code": regso["kommun_code"].to_numpy()[owner],
        "draw": np.where(rural, 0.15, centre),
        "geometry": shape,
    })  # fmt: skip


def write_layer(path: Path, *, layer: gpd.GeoDataFrame, until: date) -> None:
    """Write the layer as SCB's WFS answers: GeoJSON whose coordinates are EPSG:3006."""
    shapes = shapely.to_geojson(layer.geometry.to_numpy())
    features = [
        {
            "type": "Feature",
            "id": f"EXEMPEL.{number}",
            "geometry": json.loads(shape),
            "geometry_name": "sp_geometry",
            "properties": {
                "objectid": number,
                "objektidentitet": str(uuid.uuid5(uuid.NAMESPACE_OID, f"EXEMPEL {code}")),
                "objekttyp": "deso",
                "desokod": code,
                "regsokod": regso_code,
                "lanskod": kommun_code[:2],
                "kommunkod": kommun_code,
                "version": f"{VINTAGE}_EXEMPEL",
                "ansvarig_organisation": "EXEMPEL, påhittad indelning",
                "referensdatum": f"{VINTAGE}0101",
            },
        }
        for number, (shape, code, regso_code, kommun_code) in enumerate(
            zip(shapes, layer["code"], layer["regso_code"], layer["kommun_code"], strict=True), 1
        )
    ]
    answer = {
        "type": "FeatureCollection",
        "features": features,
        "totalFeatures": len(features),
        "numberMatched": len(features),
        "numberReturned": len(features),
        "timeStamp": f"{until}T00:00:00.000Z",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
    }
    path.write_text(json.dumps(answer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def write_population(path: Path, *, layer: gpd.GeoDataFrame, year: int, seed: int) -> None:
    """Write residents per DeSO and age band on 31 December `year`, as SCB's PxWeb v2 gives CSV."""
    rng = np.random.default_rng([seed, 2])
    total = layer["population"].to_numpy()
    older = rng.binomial(total[:, None], list(AGE_BANDS.values()))
    bands = ["totalt", *AGE_BANDS]
    pd.DataFrame({
        "Region": np.repeat(layer["code"].to_numpy() + f"_DeSO{VINTAGE}", len(bands)),
        "Alder": np.tile(bands, len(layer)),
        "Kon": "1+2",
        f"000007Y7 {year}": np.column_stack([total, older]).ravel(),
    }).to_csv(path, index=False, quoting=2, lineterminator="\n")  # fmt: skip
