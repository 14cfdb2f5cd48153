"""A file of SCB's areas (DeSO, RegSO, kommuner, län) -> a frame of areas, and what was refused."""

import re
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geodata import crs
from geodata.areas import (
    CODE_FORMS,
    CODE_SUFFIX,
    DESO,
    KOMMUN,
    LAN,
    REGSO,
    area_frame,
    kommun_names,
    lan_names,
)

# What publishers call the column that holds each level's code (compared without case, space and
# underscore). Finest first: a DeSO file also holds the coarser codes.
CODE_COLUMNS = {
    DESO: ("desokod", "deso", "desokod2018", "desokod2025"),
    REGSO: ("regsokod", "regso", "regsokod2020", "regsokod2025"),
    KOMMUN: ("kommunkod", "kommun", "knkod", "komkod", "kommunid", "id"),
    LAN: ("lanskod", "lan", "lankod", "lnkod", "lancode"),
}
LEVEL_LABELS = {DESO: "DeSO", REGSO: "RegSO", KOMMUN: "kommun", LAN: "län"}
# These may just as well be a running number or a name: taken only when every value is a real code.
VAGUE_COLUMNS = ("deso", "regso", "kommun", "id", "lan")
NAME_COLUMNS = {REGSO: ("regsonamn", "namn")}

NO_SURFACE = "raden har ingen gräns, eller en gräns utan yta"
Rejected = tuple[int, str]  # row number in the file, from 1, and the reason in Swedish


class AreaFile(NamedTuple):
    """Every row of the file is either in `areas` (one row each) or in `rejected`."""

    areas: gpd.GeoDataFrame
    rejected: list[Rejected]


def read_areas(file: Path) -> AreaFile:
    """Read a file of SCB's areas: GeoPackage, GeoJSON, MapInfo, anything pyogrio reads.

    The level is the finest whose code the file holds; the coordinate system is found. Invalid
    boundaries are repaired. The first layer is read. Raises ValueError when the file cannot be
    read or holds no code column, UnknownCrs when its coordinate system cannot be told.
    """
    file = Path(file)
    raw, geometry = read_layer(file)
    level, codes = _codes(raw, file=file)
    reasons = _reasons(codes, level=level, geometry=geometry)
    keep = reasons.isna()
    columns = {
        "code": codes,
        "name": _names(raw, level=level, codes=codes),
        "level": level,
        "parent_code": _parents(raw, level=level, codes=codes),
        "kommun_code": None if level == LAN else codes.str[:4],
        "vintage": _vintage(raw, file=file),
    }
    areas = area_frame(pd.DataFrame(columns)[keep], geometry=geometry[keep])
    rejected = [(int(row) + 1, reason) for row, reason in reasons[~keep].items()]
    return AreaFile(areas, rejected)


def read_layer(file: Path) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    """The first layer's rows, and their valid two-dimensional boundaries in EPSG:3006, None where
    there is none. Raises ValueError, UnknownCrs."""
    try:
        if pyogrio.read_info(file, layer=0)["geometry_type"] is None:
            raise ValueError(f"{file.name}: filen har inga gränser, bara en tabell.")
        raw = pyogrio.read_dataframe(file, layer=0)
    except pyogrio.errors.DataSourceError as error:
        raise ValueError(f"{file.name}: går inte att läsa som kartfil.") from error
    return raw, _boundaries(raw, file=file)


def has_surface(geometry: np.ndarray) -> np.ndarray:
    """(n,) bool."""
    return np.isin(shapely.get_type_id(geometry), [3, 6]) & ~shapely.is_empty(geometry)


def _codes(raw: gpd.GeoDataFrame, *, file: Path) -> tuple[str, pd.Series]:
    for level, aliases in CODE_COLUMNS.items():
        column = _column(raw, aliases)
        if column is None:
            continue
        codes = _code_text(raw[column], level=level)
        if column.casefold() not in VAGUE_COLUMNS or _is_real(codes.dropna(), level=level).all():
            return level, codes
    seen = ", ".join(str(name) for name in raw.columns if name != raw.geometry.name)
    known = ", ".join(aliases[0] for aliases in CODE_COLUMNS.values())
    raise ValueError(
        f"{file.name}: ingen kolumn med SCB:s områdeskod. Filen har kolumnerna {seen}; "
        f"det behövs någon av {known}."
    )


def _code_text(values: pd.Series, *, level: str) -> pd.Series:
    """Codes as text; kommun 114 stored as a number becomes "0114" again."""
    if pd.api.types.is_numeric_dtype(values):
        values = values.astype("Int64")
    text = values.astype("str").str.strip().str.replace(CODE_SUFFIX, "", regex=True)
    width = {KOMMUN: 4, LAN: 2}.get(level, 0)
    return text.mask(text.isin(["", "<NA>"])).str.zfill(width)


def _boundaries(raw: gpd.GeoDataFrame, *, file: Path) -> np.ndarray:
    geometry = raw.geometry.to_numpy()
    xy = shapely.get_coordinates(geometry)
    try:
        found = crs.find_crs(xy[:, 0], xy[:, 1], declared=crs.epsg(raw.crs))
    except crs.UnknownCrs as error:
        raise crs.UnknownCrs(f"{file.name}: {error}") from error
    geometry = crs.geometry_to_3006(geometry, found)
    broken = ~shapely.is_valid(geometry) & ~shapely.is_missing(geometry)
    geometry[broken] = shapely.make_valid(
        geometry[broken], method="structure", keep_collapsed=False
    )
    return geometry


def _reasons(codes: pd.Series, *, level: str, geometry: np.ndarray) -> pd.Series:
    """Why each row is refused; missing where it is not."""
    reasons = pd.Series(None, index=codes.index, dtype=object)
    reasons[~has_surface(geometry)] = NO_SURFACE
    reasons[~_is_real(codes, level=level)] = f"koden är ingen kod för {LEVEL_LABELS[level]}"
    reasons[codes.isna()] = "raden har ingen kod"
    fine = codes[reasons.isna()]
    reasons[fine.index[fine.duplicated()]] = "samma kod står redan på en tidigare rad"
    return reasons


def _is_real(codes: pd.Series, *, level: str) -> pd.Series:
    """Whether each code has the level's form and lies in a real kommun (or is a real län)."""
    real = codes.isin(lan_names()) if level == LAN else codes.str[:4].isin(kommun_names())
    return real & codes.str.fullmatch(CODE_FORMS[level]).eq(True)


def _names(raw: gpd.GeoDataFrame, *, level: str, codes: pd.Series) -> pd.Series:
    """Official names of kommuner and län; the file's for RegSO; DeSO have none but the code."""
    if level in (KOMMUN, LAN):
        return codes.map(kommun_names() if level == KOMMUN else lan_names())
    column = _column(raw, NAME_COLUMNS.get(level, ()))
    return codes if column is None else raw[column].str.strip().fillna(codes)


def _parents(raw: gpd.GeoDataFrame, *, level: str, codes: pd.Series) -> pd.Series | None:
    if level == LAN:
        return None
    if level == KOMMUN:
        return codes.str[:2]
    regso = _column(raw, CODE_COLUMNS[REGSO])
    if level == REGSO or regso is None:
        return codes.str[:4]
    parents = _code_text(raw[regso], level=REGSO)
    return parents.where(parents.str.fullmatch(CODE_FORMS[REGSO]).eq(True), codes.str[:4])


def _vintage(raw: gpd.GeoDataFrame, *, file: Path) -> pd.Series | str | None:
    """The year in the publisher's version or reference date, else in the file's name."""
    column = _column(raw, ("version", "referensdatum"))
    if column is not None:
        return raw[column].astype("str").str.extract(r"^(\d{4})")[0]
    year = re.search(r"(?<!\d)20\d\d(?!\d)", file.stem)
    return year and year.group()


def _column(raw: gpd.GeoDataFrame, aliases: tuple[str, ...]) -> str | None:
    plain = {re.sub(r"[\W_]", "", str(name)).casefold(): str(name) for name in raw.columns}
    return next((plain[alias] for alias in aliases if alias in plain), None)
