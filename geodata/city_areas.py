"""A file of a city's own division, with the city's own numbers and names -> a frame of areas.

The numbers are only the city's: the code is the kommun's and then the number. The same number may
stand for one area at a time: its vintage is then the first day it is valid.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.area_file import NO_SURFACE, AreaFile, has_surface, read_layer
from geodata.areas import STADSDEL, area_frame, load_regso
from geodata.overlay import mostly, shares

NUMBER, NAME = "do_kod", "delomrade"  # Malmö's
FROM, TO = "giltig_fran", "giltig_till"  # ours, and optional: first and last day it is an area
MOST = 0.5  # of an area lies in its kommun
LONGEST_NAME = 60


def read_city_areas(file: Path) -> AreaFile:
    """Each area belongs to the kommun that most of it lies in, by RegSO's simplified boundaries.

    Beside AREA_COLUMNS there are valid_from and valid_to (both days included), missing where the
    file does not say. Raises ValueError when the file cannot be read, UnknownCrs when its
    coordinate system cannot be told.
    """
    raw, geometry = read_layer(file)
    number = raw[NUMBER].astype("str").str.removesuffix(".0")
    name = raw[NAME].astype("str").str.strip()
    reasons = pd.Series(None, index=raw.index, dtype=object)
    reasons[raw[NAME].isna() | ~name.str.len().between(1, LONGEST_NAME)] = "raden har inget namn"
    reasons[~number.str.fullmatch(r"\d{1,10}").eq(True)] = "raden har inget nummer"
    valid = pd.DataFrame({"valid_from": _days(raw, FROM), "valid_to": _days(raw, TO)})
    key = pd.DataFrame({"number": number, "valid_from": valid["valid_from"]})
    reasons[reasons.isna() & key.duplicated()] = "samma nummer står redan på en tidigare rad"
    for column, days in zip((FROM, TO), valid, strict=True):
        if column in raw:
            reasons[raw[column].notna() & valid[days].isna()] = (
                f"{column} är inget datum. Skriv det som 2026-01-31"
            )
    reasons[valid["valid_to"] < valid["valid_from"]] = f"{TO} är före {FROM}"
    reasons[~has_surface(geometry)] = NO_SURFACE
    shaped = np.flatnonzero(reasons.isna())
    kommun = pd.Series(None, index=raw.index, dtype=object)
    kommun.iloc[shaped] = _kommuner(geometry[shaped])
    reasons[reasons.isna() & kommun.isna()] = "området ligger inte i någon kommun"
    keep = reasons.isna()
    columns = {
        "code": kommun.str.cat(number, sep="-"),
        "name": name.where(~name.str.isupper(), name.str.title()),
        "level": STADSDEL,
        "parent_code": kommun,
        "kommun_code": kommun,
        "vintage": valid["valid_from"].dt.strftime("%Y-%m-%d"),
    }
    areas = area_frame(pd.DataFrame(columns)[keep], geometry=geometry[keep])
    dated = pd.DataFrame(columns).join(valid)[["code", "vintage", *valid]][keep]
    areas = areas.merge(dated, on=["code", "vintage"], validate="one_to_one")
    return AreaFile(areas, [(int(row) + 1, reason) for row, reason in reasons[~keep].items()])


def _kommuner(geometry: np.ndarray) -> np.ndarray:
    """The kommun of each, None for one in no kommun or in two alike, (n,)."""
    if not len(geometry):
        return np.empty(0, dtype=object)
    every = load_regso()
    near = every[shapely.intersects(every.geometry.array, shapely.box(*shapely.total_bounds(geometry)))]  # fmt: skip
    numbered = gpd.GeoDataFrame({"code": np.arange(len(geometry))}, geometry=list(geometry), crs=every.crs)  # fmt: skip
    found = shares(numbered, near)
    parts = near.set_index("code")["kommun_code"].astype(object).loc[found["after_code"]].to_numpy()
    kommun = mostly(found, parts, least=MOST).reindex(range(len(geometry))).astype(object)
    return kommun.where(kommun.notna(), None).to_numpy()


def _days(raw: gpd.GeoDataFrame, column: str) -> pd.Series:
    """The days in `column`, missing where there is none, or no such column."""
    if column not in raw:
        return pd.Series(pd.NaT, index=raw.index, dtype="datetime64[s]")
    text = raw[column].astype("str").str[:10]
    return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
