"""The public's tables of one source and kommun as cells and the sums between them.

Counts come in as a cube: problem type x RegSO x month of one year. Out go the cells of three
grids: problem type x quarter, all x month and RegSO x frågeområde x year, the first and the last
with their margins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

Cube = NDArray[np.int64]  # (types, RegSO, 12)
Ids = NDArray[np.int64]
Sums = list[tuple[Ids, Ids]]  # the parts and the wholes of each

UNKNOWN = "okänd"  # the RegSO of what has none
ALL = {"grid": "", "problem_type": "", "group_code": "", "regso_code": "", "quarter": 0, "month": 0}
KEYS = tuple(ALL)
OF_TYPE = ("problem_type", "group_code", "is_monthly", "is_placed")
MARGIN_COST = 3.0  # a total is of more use than one of its parts


@dataclass(frozen=True)
class Grids:
    """`cells` (n) has a row per cell: KEYS, in which what ALL has stands for all, and count. `sums` (k, n)
    has 1 for the parts and -1 for the wholes. `weight` (n,) is what hiding the cell costs beside
    another of its size."""

    cells: pd.DataFrame
    sums: sparse.csr_array
    weight: NDArray[np.float64]

    @property
    def cost(self) -> NDArray[np.float64]:
        """What hiding a cell costs: more for a large count, and for a total."""
        return self.weight * (1 + np.log1p(self.cells["count"].to_numpy()))


def of_quarter(cube: Cube, types: pd.DataFrame, *, quarter: int) -> Grids:
    """One quarter by itself: problem types and months. `types` is as in `of_year`."""
    return _grids(cube, types, (), quarters=(quarter,))


def of_year(cube: Cube, types: pd.DataFrame, regsos: Sequence[str]) -> Grids:
    """The whole year. `types` has OF_TYPE, one row per type of the cube; those that are not monthly are
    in no month, those not placed in no RegSO."""
    return _grids(cube, types, tuple(regsos), quarters=(1, 2, 3, 4))


def _grids(
    cube: Cube, types: pd.DataFrame, regsos: tuple[str, ...], *, quarters: tuple[int, ...]
) -> Grids:
    labels, sums, weight = _empty(
        tuple(types[list(OF_TYPE)].itertuples(index=False, name=None)), regsos, quarters
    )
    is_year = len(quarters) > 1
    per_month = cube.sum(axis=1)
    per_quarter = np.stack([_of(per_month, q).sum(axis=1) for q in quarters], axis=1)
    counts = [_with_margins(per_quarter, both=is_year)]
    monthly = per_month[types["is_monthly"].to_numpy()].sum(axis=0)
    counts += [_of(monthly, quarter) for quarter in quarters]
    if is_year:
        placed, groups = types["is_placed"].to_numpy(), types["group_code"].to_numpy()
        per_regso = cube.sum(axis=2)
        of_group = [per_regso[placed & (groups == g)].sum(axis=0) for g in _named(groups, placed)]
        counts.append(_with_margins(np.stack(of_group, axis=1), both=True))
    count = np.concatenate([part.ravel() for part in counts])
    return Grids(labels.assign(count=count), sums, weight)


@lru_cache(512)  # a nation has as many kinds of years as kommuner, and one kind of quarter
def _empty(
    types: tuple[tuple[str, str, bool, bool], ...],
    regsos: tuple[str, ...],
    quarters: tuple[int, ...],
) -> tuple[pd.DataFrame, sparse.csr_array, NDArray[np.float64]]:
    """All of the grids but their counts."""
    codes, groups, monthly, placed = (np.array(column) for column in zip(*types, strict=True))
    parts: list[dict[str, NDArray]] = []
    sums: Sums = []

    def ids(grid: str, **axes: Sequence[str] | Sequence[int]) -> Ids:
        first = sum(len(part["grid"]) for part in parts)
        parts.append(_labels(grid, **axes))
        shape = tuple(map(len, axes.values()))
        return np.arange(first, first + len(parts[-1]["grid"])).reshape(shape)

    is_year = len(quarters) > 1
    of_type = ids(
        "type", problem_type=(*codes, ""), quarter=(*quarters, 0) if is_year else quarters
    )
    sums += _margins(of_type, both=is_year)
    for at, quarter in enumerate(quarters):
        months = ids("month", month=range(3 * quarter - 2, 3 * quarter + 1))
        sums.append((of_type[:-1, at][monthly], months))
    if is_year:
        named = _named(groups, placed)
        of_regso = ids("regso", regso_code=(*regsos, ""), group_code=(*named, ""))
        sums += _margins(of_regso, both=True)
        for at, group in enumerate(named):
            sums.append((of_type[:-1, -1][placed & (groups == group)], of_regso[-1:, at]))
    labels = pd.DataFrame({key: np.concatenate([part[key] for part in parts]) for key in KEYS})
    return labels, _matrix(sums, len(labels)), np.where(_is_inner(labels), 1.0, MARGIN_COST)


def _is_inner(cells: pd.DataFrame) -> NDArray[np.bool_]:
    of_type = (cells["grid"] == "type") & (cells["problem_type"] != "") & (cells["quarter"] > 0)
    of_regso = (cells["grid"] == "regso") & (cells["regso_code"] != "") & (cells["group_code"] != "")  # fmt: skip
    return np.asarray(of_type | of_regso)


def _named(groups: NDArray, placed: NDArray[np.bool_]) -> list[str]:
    return list(dict.fromkeys(groups[placed]))


def _of(months: NDArray[np.int64], quarter: int) -> NDArray[np.int64]:
    return months[..., 3 * quarter - 3 : 3 * quarter]


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


def _labels(grid: str, **axes: Sequence[str] | Sequence[int]) -> dict[str, NDArray]:
    """Every combination of the one or two axes, the last one fastest; the other keys are of all."""
    shape = tuple(map(len, axes.values()))
    found: dict[str, NDArray] = {
        key: np.full(prod(shape), value, dtype=_dtype(key)) for key, value in ALL.items()
    }
    found["grid"][:] = grid
    for key, at in zip(axes, np.indices(shape), strict=True):
        found[key] = np.array(axes[key], dtype=_dtype(key))[at.ravel()]
    return found


def _dtype(key: str) -> type:
    return object if ALL[key] == "" else np.int64


def _matrix(sums: Sums, n: int) -> sparse.csr_array:
    columns = np.concatenate([np.concatenate(pair) for pair in sums])
    values = np.concatenate([np.repeat([1, -1], [len(p), len(w)]) for p, w in sums])
    rows = np.repeat(np.arange(len(sums)), [len(p) + len(w) for p, w in sums])
    return sparse.csr_array((values, (rows, columns)), shape=(len(sums), n))
