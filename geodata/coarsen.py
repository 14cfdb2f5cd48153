"""Positions leave as areas: the finest that the source allows and that names nobody's home."""

from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.areas import (
    CELL,
    CODE_FORMS,
    DESO,
    KOMMUN,
    LAN,
    LEVELS,
    LPO,
    PLATS,
    REGSO,
    STADSDEL,
    lpo_of_kommun,
)
from geodata.locate import Floats, Texts, covering, locate
from geodata.places import Place

CELL_SIZE = 250  # metres, SCB's grid
MIN_RESIDENTS = 50  # in a cell, for the cell to be told


class Coarse(NamedTuple):
    """Per point: a level of LEVELS and the code there; both None where the point is in no area."""

    level: Texts
    code: Texts


def coarsen(
    points: Floats,
    *,
    finest_level: str | npt.ArrayLike,
    areas: gpd.GeoDataFrame,
    places: Sequence[Place] = (),
    population_cells: pd.DataFrame | None = None,
) -> Coarse:
    """Each position as the finest of these that `finest_level` (one, or one per point) allows:

    1. *plats*: the declared place it lies in; of several the smallest, then the lowest code;
    2. *cell*: its 250 m cell, only where the loaded population gives that very cell at least
       50 residents; population of other cell sizes does not count;
    3. the area of `areas` it lies in (see `locate`), or the coarser ones above it: RegSO, kommun,
       LPO where the kommun's is known, län.

    `points`: (n, 2), EPSG:3006. `population_cells`: columns `cell_code` (SCB's rutid), `cell_size`
    (metres) and `population`. No position, distance or row number leaves this function.
    Raises ValueError for a level that is not in LEVELS.
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    finest = _level_numbers(finest_level, count=len(points))
    ladder = np.full((len(points), len(LEVELS)), None, dtype=object)
    row = locate(points, areas)
    ladder[row >= 0] = _ladder(areas)[row[row >= 0]]
    ladder[:, LEVELS.index(PLATS)] = _place_codes(points, places)
    if population_cells is not None:
        ladder[:, LEVELS.index(CELL)] = _told_cells(points, population_cells)
    allowed = (ladder != None) & (np.arange(len(LEVELS)) >= finest[:, np.newaxis])
    step = np.where(allowed.any(axis=1), allowed.argmax(axis=1), len(LEVELS))
    codes = np.column_stack([ladder, np.full(len(points), None)])
    return Coarse(
        level=np.array([*LEVELS, None], dtype=object)[step],
        code=codes[np.arange(len(points)), step],
    )


def cell_codes(points: Floats, *, size: int = CELL_SIZE) -> Texts:
    """SCB's rutid: easting (6 digits) and northing (7) of the cell's lower left corner, metres."""
    corner = np.nan_to_num(np.floor(points / size) * size).astype(np.int64)
    inside = np.isfinite(points).all(axis=1) & (corner >= [100_000, 1_000_000]).all(axis=1)
    inside &= (corner < [1_000_000, 10_000_000]).all(axis=1)
    codes = (corner[:, 0] * 10_000_000 + corner[:, 1]).astype(str).astype(object)
    codes[~inside] = None
    return codes


def _level_numbers(finest_level: str | npt.ArrayLike, *, count: int) -> npt.NDArray[np.intp]:
    levels = np.broadcast_to(np.asarray(finest_level, dtype=object), (count,))
    numbers = pd.Index(LEVELS).get_indexer(levels)
    if (numbers < 0).any():
        raise ValueError(f"Okänd nivå. Nivåerna är {', '.join(LEVELS)}.")
    return numbers


def _ladder(areas: gpd.GeoDataFrame) -> Texts:
    """(areas, levels): the code of each area and of the areas above it, None where unknown."""
    kommun = areas["kommun_code"]
    parent = areas["parent_code"]
    steps = pd.DataFrame(index=areas.index, columns=list(LEVELS), dtype=object)
    steps[REGSO] = parent.where(parent.str.fullmatch(CODE_FORMS[REGSO]).eq(True))
    steps[KOMMUN] = kommun
    steps[LPO] = kommun.map(lpo_of_kommun())
    steps[LAN] = kommun.str[:2].fillna(parent.where(areas["level"] == LPO))
    for level in (DESO, REGSO, STADSDEL, KOMMUN, LPO, LAN):
        steps[level] = areas["code"].where(areas["level"] == level, steps[level])
    return steps.astype(object).where(steps.notna(), None).to_numpy(dtype=object)


def _place_codes(points: Floats, places: Sequence[Place]) -> Texts:
    # The last one covering a point wins, so the smallest stands last.
    ordered = sorted(places, key=lambda place: place.code, reverse=True)
    ordered.sort(key=lambda place: place.extent.area, reverse=True)
    extents = np.array([place.extent for place in ordered], dtype=object)
    codes = np.array([*(place.code for place in ordered), None], dtype=object)
    return codes[covering(points, extents)]


def _told_cells(points: Floats, population_cells: pd.DataFrame) -> Texts:
    cells = population_cells[population_cells["cell_size"] == CELL_SIZE]
    # A cell that a border cuts may come as one row per area.
    residents = cells["population"].groupby(cells["cell_code"].astype("str")).sum()
    told = residents.index[residents >= MIN_RESIDENTS]
    codes = cell_codes(points)
    codes[~pd.Series(codes).isin(told).to_numpy()] = None
    return codes
