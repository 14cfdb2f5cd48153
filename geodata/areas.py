"""Areas: code, name, level, parent, vintage and boundary (EPSG:3006).

Every frame of areas has the columns AREA_COLUMNS, one row per area, in order of code.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import SWEREF99_TM

LEVELS = ("plats", "cell", "deso", "regso", "stadsdel", "kommun", "lpo", "lan")  # finest first
PLATS, CELL, DESO, REGSO, STADSDEL, KOMMUN, LPO, LAN = LEVELS

# SCB's codes; all begin with the kommun's four digits, of which the first two are the län's.
CODE_FORMS = {DESO: r"\d{4}[ABCX]\d{4}", REGSO: r"\d{4}R\d{3}", KOMMUN: r"\d{4}", LAN: r"\d{2}"}
CODE_SUFFIX = r"_(?:DeSO|RegSO)\d{4}$"  # PxWeb marks the vintage; SCB's boundaries do not

AREA_COLUMNS = ["code", "name", "level", "parent_code", "kommun_code", "vintage", "geometry"]
REGSO_VINTAGE = "2025"
UNKNOWN = "okänd"  # vintage of a file that does not tell

BOUNDARIES = Path(__file__).parent / "boundaries"


@dataclass(frozen=True)
class Lpo:
    """A local police area whose kommuner are all known; `source` says where the list is from."""

    code: str
    name: str
    kommun_codes: tuple[str, ...]
    source: str


def finer(a: str, b: str) -> bool:
    """Whether level `a` is strictly finer than level `b`; ValueError for an unknown level."""
    return LEVELS.index(a) < LEVELS.index(b)


def kommun_names() -> dict[str, str]:
    """Official name by four-digit kommun code, 290 of them."""
    return dict(_names("kommun.csv"))


def lan_names() -> dict[str, str]:
    """Official name ("Jönköpings län") by two-digit län code, 21 of them."""
    return dict(_names("lan.csv"))


def kommun_name(code: str) -> str:
    """Raises ValueError for a code that is no kommun's."""
    _check([code], _names("kommun.csv"), "kommun")
    return _names("kommun.csv")[code]


def load_regso(codes: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Sweden's 3,363 RegSO 2025, or those of the kommun `codes`; boundaries within about 100 m."""
    regso = _regso()
    if codes is not None:
        wanted = _check(codes, _names("kommun.csv"), "kommun")
        regso = regso[regso["kommun_code"].isin(wanted)].reset_index(drop=True)
    return regso.copy()


def kommuner(codes: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Kommuner (all, or those asked for), dissolved from RegSO; the parent is the län."""
    names = _names("kommun.csv")
    wanted = _check(names if codes is None else codes, names, "kommun")
    return _frame(
        KOMMUN,
        codes=wanted,
        names=[names[code] for code in wanted],
        parents=[code[:2] for code in wanted],
        members=[(code,) for code in wanted],
    )


def lan(codes: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Län (all, or those asked for), dissolved from RegSO; no parent, no kommun_code."""
    names = _names("lan.csv")
    wanted = _check(names if codes is None else codes, names, "län")
    members = [tuple(kommun for kommun in _names("kommun.csv") if kommun[:2] == c) for c in wanted]
    return _frame(
        LAN,
        codes=wanted,
        names=[names[code] for code in wanted],
        parents=[None] * len(wanted),
        members=members,
    )


def lpos(codes: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Known LPOs (all, or those asked for); the parent is the län that holds all its kommuner."""
    known = _lpos()
    wanted = _check(known if codes is None else codes, known, "lokalpolisområde")
    members = [known[code].kommun_codes for code in wanted]
    counties = [{kommun[:2] for kommun in kommun_codes} for kommun_codes in members]
    return _frame(
        LPO,
        codes=wanted,
        names=[known[code].name for code in wanted],
        parents=[min(county) if len(county) == 1 else None for county in counties],
        members=members,
    )


def lpo(code: str) -> Lpo:
    """The known LPO with this code ("lpo-varnamo"); ValueError for an unknown one."""
    return _lpos()[_check([code], _lpos(), "lokalpolisområde")[0]]


def lpo_of_kommun() -> dict[str, str]:
    """LPO code by kommun code, for the kommuner whose LPO is known."""
    return {kommun: lpo.code for lpo in _lpos().values() for kommun in lpo.kommun_codes}


def area_frame(columns: Mapping[str, object], *, geometry: object) -> gpd.GeoDataFrame:
    """A frame of areas (AREA_COLUMNS, text or missing, EPSG:3006) in order of code."""
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=SWEREF99_TM)[AREA_COLUMNS]
    text = frame.astype(dict.fromkeys(AREA_COLUMNS[:-1], "str"))
    return text.sort_values("code", ignore_index=True)


def newest_division(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Of each kommun the areas of its newest vintage, in order of code: two divisions drawn over
    each other would count the land twice. The last row stands for a code."""
    vintage = areas["vintage"].replace(UNKNOWN, "")
    newest = vintage.groupby(areas["kommun_code"]).transform("max")
    last = areas[vintage == newest].drop_duplicates("code", keep="last")
    return last.sort_values("code", ignore_index=True)


def _frame(
    level: str,
    *,
    codes: list[str],
    names: list[str],
    parents: list[str | None],
    members: list[tuple[str, ...]],
) -> gpd.GeoDataFrame:
    kommun_codes = codes if level == KOMMUN else [None] * len(codes)
    columns = {
        "code": codes,
        "name": names,
        "level": level,
        "parent_code": parents,
        "kommun_code": kommun_codes,
        "vintage": REGSO_VINTAGE,
    }
    return area_frame(columns, geometry=[_union(group) for group in members])


@cache
def _union(kommun_codes: tuple[str, ...]) -> shapely.Geometry:
    rows = np.concatenate([_rows_of_kommun()[code] for code in kommun_codes])
    return shapely.coverage_union_all(_regso().geometry.to_numpy()[rows])


@cache
def _rows_of_kommun() -> dict[str, npt.NDArray[np.intp]]:
    return _regso().groupby("kommun_code").indices


@cache
def _regso() -> gpd.GeoDataFrame:
    stored = gpd.read_parquet(BOUNDARIES / "regso_2025.parquet")
    columns = {
        "code": stored["code"],
        "name": stored["name"],
        "level": REGSO,
        "parent_code": stored["kommun_code"],
        "kommun_code": stored["kommun_code"],
        "vintage": REGSO_VINTAGE,
    }
    return area_frame(columns, geometry=stored.geometry)


@cache
def _names(file: str) -> dict[str, str]:
    with (BOUNDARIES / file).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


@cache
def _lpos() -> dict[str, Lpo]:
    rows = tomllib.loads((BOUNDARIES / "lpo.toml").read_text(encoding="utf-8"))["lpo"]
    found = [Lpo(**{**row, "kommun_codes": tuple(row["kommun_codes"])}) for row in rows]
    return {lpo.code: lpo for lpo in found}


def _check(codes: Iterable[str], known: Iterable[str], what: str) -> list[str]:
    """The distinct codes in order; ValueError naming those that are not known."""
    wanted = sorted(set(codes))
    if unknown := sorted(set(wanted) - set(known)):
        raise ValueError(f"Okänd kod för {what}: {', '.join(unknown)}.")
    return wanted


@cache
def water() -> np.ndarray:
    """The sea and the largest lakes, coarsely: polygons, EPSG:3006. For maps of whole kommuner."""
    return gpd.read_parquet(BOUNDARIES / "water.parquet").geometry.to_numpy()
