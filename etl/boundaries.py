"""The areas a workplace shows: shipped RegSO, kommuner and LPO, and the DeSO it has loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl.provenance import Refused
from etl.workplace import Workplace
from geodata import areas as geo
from geodata.areas import DESO, STADSDEL, UNKNOWN
from geodata.crs import SWEREF99_TM
from geodata.locate import locate
from geodata.overlay import mostly, shares

NEARLY_ALL = 0.95


def areas(workplace: Workplace, db: duckdb.DuckDBPyConnection) -> gpd.GeoDataFrame:
    """Every area of the kommuner in use, finest level first; geometry in EPSG:3006.

    In use is the forum's kommuner; without a declared forum, those the loaded rows name.
    Columns: area_code, name, level, parent_code, kommun_code, vintage, x, y, west, south, east,
    north, km2, geometry.
    """
    forum = workplace.forum
    codes = forum.kommun_codes if forum else _seen(db)
    deso = _loaded_deso(db, codes)
    city = _loaded(db, codes, level=STADSDEL).drop_duplicates("code", keep="last")
    layers = [deso, geo.load_regso(codes), city, geo.kommuner(codes)]
    if forum and forum.area_code.startswith("lpo-"):
        layers.append(_lpo(forum.area_code, forum.name, layers[-1]))
    layers.insert(0, _places(workplace, deso if len(deso) else layers[1]))
    kept = [layer for layer in layers if len(layer)]
    if not kept:
        return _described(deso)
    return _described(gpd.GeoDataFrame(pd.concat(kept, ignore_index=True), crs=SWEREF99_TM))


def write(areas: gpd.GeoDataFrame, folder: Path) -> None:
    """All areas with their boundaries as GeoParquet, EPSG:3006: what the maps are drawn from."""
    areas.to_parquet(folder / "areas.parquet", compression="zstd")


def _seen(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Kommuner that statistics are about. The event feed is about the whole country: not here."""
    found = db.execute("""
        select kommun_code from raw.incident
        union select kommun_code from raw.area where level in ('deso', 'stadsdel')
        union select left(area_code, 4) from raw.population where length(area_code) < 13  -- no cells
        union select area_code from raw.indicator where length(area_code) = 4
        order by all
    """).fetchall()
    return [code for (code,) in found if code in geo.kommun_names()]


def converted(areas: gpd.GeoDataFrame, db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Where the DeSO of older divisions lie among those of `areas`, by their residents or land.

    Columns: area_code (one that is not shown), deso_code and regso_code of which at least
    NEARLY_ALL of it is, missing where it is divided: what happened there is told no more finely
    than is known.
    """
    columns = ["area_code", "deso_code", "regso_code"]
    shown = areas[areas["level"] == DESO].rename(columns={"area_code": "code"})
    loaded = _loaded(db, shown["kommun_code"].unique().tolist(), level=DESO)
    older = loaded[~loaded["code"].isin(shown["code"])].drop_duplicates("code", keep="last")
    if older.empty:
        return pd.DataFrame(columns=columns).astype("str")
    cells = db.execute("""
        select area_code as cell_code, 1000 as cell_size, population from raw.population
        where length(area_code) = 13 and age_group = 'total'
        qualify row_number() over (partition by area_code order by year desc, batch desc) = 1
    """).df()
    found = shares(older, shown, cells=cells if len(cells) else None)
    parent = shown.set_index("code")["parent_code"].astype(object)
    within = {
        "deso_code": found["after_code"].to_numpy(object),
        "regso_code": parent.loc[found["after_code"]].to_numpy(),
    }
    places = {level: mostly(found, code, least=NEARLY_ALL) for level, code in within.items()}
    every = pd.Index(found["before_code"].unique(), name="area_code")
    return pd.DataFrame(places, index=every).reset_index()[columns].astype("str")


def _loaded_deso(db: duckdb.DuckDBPyConnection, codes: list[str] | tuple[str, ...]) -> gpd.GeoDataFrame:  # fmt: skip
    frame = geo.newest_division(_loaded(db, codes, level=DESO))
    regso = geo.load_regso(codes) if len(frame) else frame
    names = dict(zip(regso["code"], regso["name"], strict=True))
    # A DeSO has no name of its own: its RegSO's, and its number within it.
    number = frame.groupby("parent_code").cumcount() + 1
    within = frame["parent_code"].map(names).astype("str")
    return frame.assign(name=within.str.cat(number.astype(str), sep=" ").fillna(frame["code"]))


def _loaded(db: duckdb.DuckDBPyConnection, codes: Sequence[str], *, level: str) -> gpd.GeoDataFrame:
    """Every loaded area of the level, the older first; the last file stands for a code of the same
    vintage. Not those that are not yet valid, nor a code whose last area has ended."""
    rows = db.execute(
        """
        select area_code as code, name, level, parent_code, kommun_code, vintage, geometry
        from raw.area
        where level = $level and list_contains($codes, kommun_code)
            and coalesce(valid_from <= current_date, true)
        window last_begun as (
            partition by area_code order by valid_from desc nulls last, batch desc
        )
        qualify row_number() over (partition by area_code, vintage order by batch desc) = 1
            and coalesce(first_value(valid_to) over last_begun >= current_date, true)
        order by vintage = $unknown desc, vintage, area_code
        """,
        {"codes": list(codes), "unknown": UNKNOWN, "level": level},
    ).df()
    geometry = shapely.from_wkb(rows.pop("geometry").map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(rows, geometry=geometry, crs=SWEREF99_TM)


def _lpo(code: str, name: str, kommuner: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    row = {"code": [code], "name": [name], "level": ["lpo"], "vintage": [None]}
    whole = shapely.coverage_union_all(kommuner.geometry.array)
    return gpd.GeoDataFrame(row, geometry=[whole], crs=SWEREF99_TM)


def _places(workplace: Workplace, within: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The declared places, each in the area of `within` that holds its point."""
    places = workplace.places
    points = np.array([(p.point.x, p.point.y) for p in places]).reshape(-1, 2)
    found = locate(points, within)
    if (found < 0).any():
        name = places[int(np.argmax(found < 0))].name
        raise Refused(f"lagesbild.toml: platsen {name} ligger utanför de kommuner som visas.")
    row = {
        "code": [p.code for p in places],
        "name": [p.name for p in places],
        "level": "plats",
        "parent_code": within["code"].to_numpy()[found],
        "kommun_code": within["kommun_code"].to_numpy()[found],
        "vintage": None,
    }
    return gpd.GeoDataFrame(row, geometry=[p.extent for p in places], crs=SWEREF99_TM)


def _described(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """With a point inside, bounds (EPSG:3006, metres) and surface."""
    shapes = areas.geometry.array
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes)).round()
    bounds = shapely.bounds(shapes).round()
    described = areas.rename(columns={"code": "area_code"}).assign(
        x=inside[:, 0],
        y=inside[:, 1],
        **dict(zip(("west", "south", "east", "north"), bounds.T, strict=True)),
        km2=np.round(shapely.area(shapes) / 1e6, 2),
    )
    text = ("area_code", "name", "level", "parent_code", "kommun_code", "vintage")
    return described.astype(dict.fromkeys(text, "str"))
