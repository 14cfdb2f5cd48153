"""Somebody who has the public's tables, pen, paper and a solver. Knows nothing of how cells were hidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

Cell = tuple[object, ...]
Sum = tuple[Sequence[Cell], Sequence[Cell]]  # the parts, and what they come to


def sums(
    cells: Sequence[Cell], *, monthly: set[str], placed: set[str], group_of: dict[str, str]
) -> list[Sum]:
    """Every sum that the tables of one source, kommun and year let anybody write down.

    A cell is ("type", problem_type, quarter), ("month", month) or ("regso", regso, group), with "" and 0
    for all.
    """
    types = sorted({c[1] for c in cells if c[0] == "type" and c[1]}, key=str)
    quarters = sorted({c[2] for c in cells if c[0] == "type" and c[2]}, key=str)
    regsos = sorted({c[1] for c in cells if c[0] == "regso" and c[1]}, key=str)
    groups = sorted({c[2] for c in cells if c[0] == "regso" and c[2]}, key=str)
    found: list[Sum] = []
    for quarter in [*quarters, 0]:
        found.append(([("type", t, quarter) for t in types], [("type", "", quarter)]))
    for kind in [*types, ""]:
        found.append(([("type", kind, q) for q in quarters], [("type", kind, 0)]))
    for quarter in quarters:
        months = [("month", 3 * int(str(quarter)) - k) for k in (2, 1, 0)]
        found.append(([("type", t, quarter) for t in types if t in monthly], months))
    for group in [*groups, ""]:
        found.append(([("regso", r, group) for r in regsos], [("regso", "", group)]))
        of_group = [t for t in types if t in placed and (group in ("", group_of[str(t)]))]
        found.append(([("type", t, 0) for t in of_group], [("regso", "", group)]))
    for regso in [*regsos, ""]:
        found.append(([("regso", regso, g) for g in groups], [("regso", regso, "")]))
    known = set(cells)
    return [(parts, whole) for parts, whole in found if {*parts, *whole} <= known and parts]


def ranges(
    told: dict[Cell, int | None], sums: list[Sum], *, grown: Sequence[tuple[Cell, Cell]] = ()
) -> pd.DataFrame:
    """What each hidden cell can be, `low` to `high`: it is at least 1, for a zero is always shown.
    Of each pair in `grown` the second is known to be at least the first."""
    hidden = [cell for cell, count in told.items() if count is None]
    at = {cell: n for n, cell in enumerate(hidden)}
    matrix = np.zeros((len(sums), len(hidden)))
    rest = np.zeros(len(sums))
    for row, (parts, whole) in enumerate(sums):
        for sign, cells in ((1, parts), (-1, whole)):
            for cell in cells:
                if cell in at:
                    matrix[row, at[cell]] += sign
                else:
                    rest[row] -= sign * int(told[cell] or 0)
    growth = np.zeros((len(grown), len(hidden)))
    for row, (before, after) in enumerate(grown):
        growth[row, at[before]], growth[row, at[after]] = 1, -1
    used = matrix.any(axis=1)
    assert not rest[~used].any(), "what is shown does not add up"
    found = []
    for cell in hidden:
        for sign in (1, -1):
            aim = np.zeros(len(hidden))
            aim[at[cell]] = sign
            solved = linprog(aim, A_eq=matrix[used], b_eq=rest[used], A_ub=growth, b_ub=np.zeros(len(grown)), bounds=(1, None))  # fmt: skip
            assert solved.status in (0, 3), solved.message
            found.append(sign * solved.fun if solved.status == 0 else np.inf)
    return pd.DataFrame({"cell": hidden, "low": found[::2], "high": found[1::2]})


def together(
    before: dict[Cell, int | None], after: dict[Cell, int | None], sums_of: Callable[[list[Cell]], list[Sum]]
) -> pd.DataFrame:  # fmt: skip
    """As `ranges`, of what was printed first and the revision of it, both of which have been kept, for
    whoever takes it that reports come late but are never taken back."""
    told: dict[Cell, int | None] = {}
    sums: list[Sum] = []
    for when, printed in (("before", before), ("after", after)):
        told |= {(when, *cell): count for cell, count in printed.items()}
        sums += [
            ([(when, *cell) for cell in parts], [(when, *cell) for cell in whole])
            for parts, whole in sums_of(list(printed))
        ]
    grown = [(("before", *c), ("after", *c)) for c, count in before.items() if count is None and after.get(c, 0) is None]  # fmt: skip
    return ranges(told, sums, grown=grown)


def recovered(told: dict[Cell, int | None], sums: list[Sum], *, width: float = 3) -> list[Cell]:
    """The hidden cells that are known more closely than they may be."""
    found = ranges(told, sums)
    return list(found.loc[found["high"] - found["low"] < width - 1e-6, "cell"])
