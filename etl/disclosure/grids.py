"""The public's tables of one source and kommun as cells and the sums between them.

Counts come in as a cube: problem type x RegSO x month of one year. Out go the cells of three
grids: problem type x quarter, all x month and RegSO x frågeområde x year, the first and the last
with their margins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

Cube = NDArray[np.int64]  # (types, RegSO, 12)
Ids = NDArray[np.int64]

UNKNOWN = "okänd"  # the RegSO of what has none
KEYS = ("grid", "problem_type", "group_code", "regso_code", "quarter", "month")
MARGIN_COST = 3.0  # a total is of more use than one of its parts


@dataclass(frozen=True)
class Grids:
    """One row of `cells` per cell: KEYS, in which "" and 0 stand for all, and count. `sums` (k, n)
    has 1 for the parts and -1 for the wholes."""

    cells: pd.DataFrame
    sums: sparse.csr_array

    @property
    def cost(self) -> NDArray[np.float64]:
        """What hiding a cell costs: more for a large count, and for a total."""
        of_type = (self.cells["grid"] == "type") & (self.cells["problem_type"] != "")
        of_regso = (self.cells["grid"] == "regso") & (self.cells["regso_code"] != "")
        inner = (of_type & (self.cells["quarter"] > 0)) | (of_regso & (self.cells["group_code"] != ""))  # fmt: skip
        weight = np.where(inner, 1.0, MARGIN_COST)
        return np.asarray(weight * (1 + np.log1p(self.cells["count"])))


def of_quarter(cube: Cube, types: pd.DataFrame, *, quarter: int) -> Grids:
    """One quarter by itself: problem types and months. `types` is as in `of_year`."""
    return _grids(cube, types, (), quarters=(quarter,))


def of_year(cube: Cube, types: pd.DataFrame, regsos: Sequence[str]) -> Grids:
    """The whole year. `types` has problem_type, group_code, is_monthly and is_placed, one row per type of
    the cube; those that are not monthly are in no month, those not placed in no RegSO."""
    return _grids(cube, types, regsos, quarters=(1, 2, 3, 4))


def _grids(
    cube: Cube, types: pd.DataFrame, regsos: Sequence[str], *, quarters: tuple[int, ...]
) -> Grids:
    parts: list[pd.DataFrame] = []
    pairs: list[tuple[Ids, Ids]] = []  # the parts and the wholes of each sum

    def ids(labels: pd.DataFrame, counts: NDArray[np.int64]) -> Ids:
        first = sum(map(len, parts))
        parts.append(labels.assign(count=counts.ravel()))
        return np.arange(first, first + counts.size).reshape(counts.shape)

    codes = (*types["problem_type"], "")
    is_year = len(quarters) > 1
    per_quarter = np.stack([_of(cube, q).sum(axis=(1, 2)) for q in quarters], axis=1)
    counts = _with_margins(per_quarter, both=is_year)
    labels = _labels("type", problem_type=codes, quarter=(*quarters, 0) if is_year else quarters)
    of_type = ids(labels, counts)
    pairs += _margins(of_type, both=is_year)

    monthly = types["is_monthly"].to_numpy()
    for at, quarter in enumerate(quarters):
        months = ids(
            _labels("month", month=tuple(range(3 * quarter - 2, 3 * quarter + 1))),
            _of(cube[monthly], quarter).sum(axis=(0, 1)),
        )
        pairs.append((of_type[:-1, at][monthly], months))

    if is_year:
        placed = types["is_placed"].to_numpy()
        groups = types["group_code"].to_numpy()
        named = list(dict.fromkeys(groups[placed]))
        counts = np.stack([cube[placed & (groups == g)].sum(axis=(0, 2)) for g in named], axis=1)
        labels = _labels("regso", regso_code=(*regsos, ""), group_code=(*named, ""))
        of_regso = ids(labels, _with_margins(counts, both=True))
        pairs += _margins(of_regso, both=True)
        for at, group in enumerate(named):
            pairs.append((of_type[:-1, -1][placed & (groups == group)], of_regso[-1:, at]))
    cells = pd.concat(parts, ignore_index=True)
    return Grids(cells, _sums(pairs, len(cells)))


def _of(cube: Cube, quarter: int) -> Cube:
    return cube[:, :, 3 * quarter - 3 : 3 * quarter]


def _with_margins(counts: NDArray[np.int64], *, both: bool) -> NDArray[np.int64]:
    """With a last row of sums, and a last column of them where `both`."""
    counts = np.vstack([counts, counts.sum(axis=0)])
    return np.hstack([counts, counts.sum(axis=1, keepdims=True)]) if both else counts


def _margins(ids: Ids, *, both: bool) -> Iterator[tuple[Ids, Ids]]:
    for column in ids.T:
        yield column[:-1], column[-1:]
    if both:
        for row in ids:
            yield row[:-1], row[-1:]


@lru_cache(256)  # the same for every year of a kommun
def _labels(grid: str, **axes: tuple[str, ...] | tuple[int, ...]) -> pd.DataFrame:
    """Every combination of the one or two axes, the last one fastest; the other keys are of all."""
    blank = {"grid": grid, "problem_type": "", "group_code": "", "regso_code": "", "quarter": 0, "month": 0}  # fmt: skip
    index = pd.MultiIndex.from_product(list(axes.values()), names=list(axes))
    return index.to_frame(index=False).assign(
        **{key: value for key, value in blank.items() if key not in axes}
    )[list(KEYS)]


def _sums(pairs: list[tuple[Ids, Ids]], n: int) -> sparse.csr_array:
    columns = np.concatenate([np.concatenate(pair) for pair in pairs])
    values = np.concatenate([np.repeat([1, -1], [len(p), len(w)]) for p, w in pairs])
    rows = np.repeat(np.arange(len(pairs)), [len(p) + len(w) for p, w in pairs])
    return sparse.csr_array((values, (rows, columns)), shape=(len(pairs), n))
