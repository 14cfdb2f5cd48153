"""A coordinate, a publisher's place name or an area code -> an area."""

import csv
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.areas import (
    BOUNDARIES,
    CODE_FORMS,
    CODE_SUFFIX,
    DESO,
    REGSO,
    kommun_names,
    lan_names,
)

MAX_DISTANCE = 200.0  # metres: simplified shores and quays put people in the water

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Texts = npt.NDArray[np.object_]  # str or None


def locate(points: Floats, areas: gpd.GeoDataFrame, *, max_distance: float = MAX_DISTANCE) -> Rows:
    """Row number in `areas` of the one area each point lies in, -1 for none.

    `points`: (n, 2) easting and northing, EPSG:3006; non-finite is nowhere. A point on a border
    that areas share belongs to the one with the lowest code. A point outside all areas belongs to
    the nearest within `max_distance` metres (the lowest code of equally near ones).
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    falling = np.argsort(areas["code"].to_numpy(dtype=str), kind="stable")[::-1]
    boundaries = areas.geometry.to_numpy()[falling]
    found = covering(points, boundaries)
    lost = np.flatnonzero((found < 0) & np.isfinite(points).all(axis=1))
    if max_distance > 0 and len(lost):
        point, area = shapely.STRtree(boundaries).query_nearest(
            shapely.points(points[lost]), max_distance=max_distance
        )
        np.maximum.at(found, lost[point], area)
    return np.append(falling, -1)[found]


def covering(points: Floats, boundaries: npt.NDArray[np.object_]) -> Rows:
    """Number of the last boundary that each point lies in or on the border of, -1 for none.

    `points`: (n, 2) in the boundaries' system. Sorting the points by northing and testing each
    boundary against its own slice of them beats a spatial index: no point becomes an object.
    """
    order = np.argsort(points[:, 1])
    x, y = points[order, 0], points[order, 1]
    west, south, east, north = shapely.bounds(boundaries).T
    first, last = np.searchsorted(y, south), np.searchsorted(y, north, side="right")
    shapely.prepare(boundaries)
    found = np.full(len(points), -1, dtype=np.intp)
    for number in np.flatnonzero(last > first):
        band = x[first[number] : last[number]]
        near = np.flatnonzero((band >= west[number]) & (band <= east[number])) + first[number]
        inside = shapely.intersects_xy(boundaries[number], x[near], y[near])
        found[order[near[inside]]] = number
    return found


def kommun_code(names: Iterable[object]) -> Texts:
    """Kommun codes of publishers' names, None for a name that is not known.

    Known are the official names, those with "kommun" or "s kommun" after them, and the spellings
    in boundaries/kommun_alias.csv. Case, repeated spaces and kinds of dash do not matter; nothing
    is guessed.
    """
    return _look_up(names, lambda name: _kommun_spellings().get(_plain(name)))


def lan_code(names: Iterable[object]) -> Texts:
    """Län codes of official names ("Jönköpings län"), None for a name that is not known."""
    codes = {_plain(name): code for code, name in lan_names().items()}
    return _look_up(names, lambda name: codes.get(_plain(name)))


def resolve_codes(
    codes: Iterable[object], *, known: Collection[str]
) -> tuple[Texts, npt.NDArray[np.bool_]]:
    """The area that each code can be shown as, and whether that is the area the code means.

    `known`: codes that have boundaries. A known code is itself. A DeSO or RegSO that is not known
    becomes its kommun, flagged False (*utan delområde*). Kommuner and län are themselves, their
    boundaries always being at hand. PxWeb's suffix ("_DeSO2025") and a kommun code's lost leading
    zero are seen through. None, False for what is none of these.
    """
    boundaries = frozenset(known) | kommun_names().keys() | lan_names().keys()

    def clean(code: str) -> str:
        code = re.sub(CODE_SUFFIX, "", code.strip(), flags=re.IGNORECASE)
        code = f"0{code}" if re.fullmatch(r"\d{3}", code) else code
        return code if code in boundaries else code.upper()

    def shown(code: str) -> str | None:
        is_part = any(re.fullmatch(CODE_FORMS[level], code) for level in (DESO, REGSO))
        area = code[:4] if is_part and code not in boundaries else code
        return area if area in boundaries else None

    cleaned = _look_up(codes, clean)
    areas = _look_up(cleaned, shown)
    return areas, (areas == cleaned) & (areas != None)


def street_only(texts: Iterable[object]) -> Texts:
    """Addresses without street number and what follows: "Storgatan 12B, lgh 1101" -> "Storgatan".

    Cuts at a comma, at a number, and at words for flat, floor, stairs or "c/o". None stays None.
    """
    return _look_up(texts, lambda text: _NUMBER.sub("", text).strip())


# A number ends the street's name, except in "1:a Långgatan" and within a short name such as "E4".
_NUMBER = re.compile(
    r"""(?: ,
        | (?: ^ | \s | (?<=[^\W\d]{2}) ) \d (?! :[ae]\b )
        | \b (?: c/o | lgh | lägenhet | vån | våning | uppg | uppgång | port | nr ) (?! \w )
    ) .* """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def _look_up(texts: Iterable[object], meaning: Callable[[str], object]) -> Texts:
    """`meaning` of each text, asked once per distinct text; None for a missing one."""
    numbers, distinct = pd.factorize(pd.Series(texts, dtype=object))
    meanings = np.array([*(meaning(str(text)) for text in distinct), None], dtype=object)
    return meanings[numbers]


def _plain(name: str) -> str:
    """One form for spellings that differ only in case, spaces, kind of dash or Unicode form."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return " ".join(re.sub("[‐‑‒–—−]", "-", composed).split())


@cache
def _kommun_spellings() -> dict[str, str]:
    spellings = {}
    for code, name in kommun_names().items():
        for form in (name, f"{name} kommun", f"{name}s kommun"):
            spellings[_plain(form)] = code
    with (BOUNDARIES / "kommun_alias.csv").open(encoding="utf-8", newline="") as lines:
        spellings |= {_plain(row["alias"]): row["code"] for row in csv.DictReader(lines)}
    return spellings
