"""Areas of an older division in those of a newer one: by the people who live there, else by land."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.locate import Floats, Texts

SLIVER = 0.005  # of an area: less is two drawings of the same border


def shares(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, *, cells: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How each area of `before` is divided among those of `after`.

    Both have code and geometry in EPSG:3006. `cells`: cell_code (SCB's rutid: easting and northing
    of the lower left corner), cell_size (metres) and population; residents count as spread evenly
    over their cell. Answers with before_code, after_code, share and is_by_population; the shares
    of an area sum to 1. Areas without residents in `cells` are divided by land. Overlaps under
    half a per cent of the area are left out, and areas that overlap nothing are not there.
    """
    old, new = before.geometry.to_numpy(), after.geometry.to_numpy()
    row, other = shapely.STRtree(new).query(old, predicate="intersects")
    pieces = shapely.intersection(old[row], new[other])
    land = shapely.area(pieces) / shapely.area(old)[row]
    kept = land >= SLIVER
    row, other, pieces, land = row[kept], other[kept], pieces[kept], land[kept]
    residents = np.zeros(len(row)) if cells is None else _residents(pieces, cells)
    lived_in = np.bincount(row, residents, minlength=len(old)) > 0
    weight = np.where(lived_in[row], residents, land)
    whole = np.bincount(row, weight, minlength=len(old))
    found = pd.DataFrame({
        "before_code": before["code"].to_numpy()[row],
        "after_code": after["code"].to_numpy()[other],
        "share": weight / whole[row],
        "is_by_population": lived_in[row],
    })  # fmt: skip
    return found[found["share"] > 0].sort_values(["before_code", "after_code"], ignore_index=True)


def mostly(found: pd.DataFrame, parts: Texts, *, least: float) -> pd.Series:
    """The one of `parts` (n,) that at least the share `least` of each area lies in, by before_code.

    `found` (n rows) is what `shares` answered with; `parts` names each row's area of `after`, or a
    coarser one around it. Areas that lie in no part so wholly are not there.
    """
    summed = found.assign(part=parts).groupby(["before_code", "part"])["share"].sum()
    summed = summed[summed >= least].reset_index("part")
    return summed["part"]


def _residents(pieces: npt.NDArray[np.object_], cells: pd.DataFrame) -> npt.NDArray[np.float64]:
    corner = _corners(cells["cell_code"].astype("str"))
    size = cells["cell_size"].to_numpy(float)
    boxes = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + size, corner[:, 1] + size)
    piece, cell = shapely.STRtree(boxes).query(pieces, predicate="intersects")
    part = shapely.area(shapely.intersection(pieces[piece], boxes[cell])) / size[cell] ** 2
    residents = np.zeros(len(pieces))
    np.add.at(residents, piece, part * cells["population"].to_numpy(float)[cell])
    return residents


def _corners(codes: pd.Series) -> Floats:
    return np.column_stack([codes.str[:6].astype(float), codes.str[6:].astype(float)])
