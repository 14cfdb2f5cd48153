"""Which cells of a table must be hidden, so that nobody can work out the small ones from the others.

A table is its cells and the sums between them (margins are cells too). Small counts, 1 to `least` - 1,
are hidden (primary). Since a whole less its other parts gives the part away, other cells must be
hidden with them (secondary), as cheaply as can be.

The attacker knows every shown cell, every sum, and that what is hidden is not zero; not which hidden
cells are the small ones, since all are printed alike. A hidden cell is safe when two tables that agree
with all of that differ by `width` in it: for a small one tables where it is small still, when
there are any. We look for them one unsafe cell at a time, as an integer programme: the cheapest change of
the true table that moves the cell far enough, where to change a cell that is shown costs what hiding
it costs. The tables that are found are the proof, and one often proves many cells. They are whole
numbers: no cleverer attacker gains by them.

Source: Fischetti and Salazar-Gonzalez, "Models and algorithms for optimizing cell suppression in
tabular data with linear constraints", JASA 95 (2000); one cell at a time as in Hundepool et al.,
"Statistical Disclosure Control" (2012), chapter 4.
"""

from __future__ import annotations

import numpy as np
from highspy import HighsModelStatus, HighsVarType, MatrixFormat, ObjSense, kHighsInf
from highspy._core import _Highs
from numpy.typing import NDArray
from scipy import sparse

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

ALONG = 1e-3  # what it is worth to move another unsafe cell too, against the cost of hiding one


class CannotHide(Exception):
    """No choice of cells makes every small count safe."""


def suppress(
    counts: Counts,
    sums: sparse.csr_array,
    *,
    cost: NDArray[np.float64],
    least: int = 5,
    width: int = 3,
    hidden: Mask | None = None,
    shown: Mask | None = None,
) -> Mask:
    """The cells to hide, (n,). Raises CannotHide.

    `counts` (n,) is 0 or more; `sums` (k, n) has 1 for the parts and -1 for the whole, so that
    sums @ counts is 0. `cost` (n,) is what hiding each cell costs, above 0. `hidden` must be hidden
    whatever they are, none of them 0; `shown` has been seen already, and neither they nor zeros
    are hidden. `width` is at most `least` - 2: that a count is small says the rest.
    """
    none = np.zeros(len(counts), dtype=bool)
    seen = (counts == 0) | (none if shown is None else shown)
    found = ((counts < least) | (none if hidden is None else hidden)) & ~seen
    low, high = counts.copy(), counts.copy()  # the least and the most that a proof has shown
    goal = np.where(counts < least, np.minimum(least - 1, counts + width), counts + width)
    changes = _Changes(sums, down=np.where(seen, 0, counts - 1), up=np.where(seen, 0, np.inf))
    while (unsafe := found & (high - low < width)).any():
        cell = int(np.flatnonzero(unsafe)[np.argmin(counts[unsafe])])  # has the least choice
        up, down = goal - counts, np.minimum(goal - width - counts, 0)
        pull = np.where(high < goal, up, down) * unsafe
        moved = changes.cheapest(cell, pull=pull, cost=np.where(found, 0, cost))
        if moved is not None:
            found |= moved != 0
            low, high = np.minimum(low, counts + moved), np.maximum(high, counts + moved)
        elif goal[cell] < counts[cell] + width:
            goal[cell] = counts[cell] + width
        else:
            raise CannotHide
    return found


class _Changes:
    """The changes of a table that keep its sums, as a programme that stays in the solver: each
    question goes on from the answer to the one before, which takes a tenth of asking anew.

    A change is four columns for each cell that can change: up and down, each first as far as the cell
    is pulled and then the rest, since to be moved along is worth something only so far.
    """

    def __init__(self, sums: sparse.csr_array, *, down: NDArray, up: NDArray) -> None:
        """A cell may change by at most `down` and `up`, (n,)."""
        self._sums, self._down, self._up = sums, down, up
        self._free = np.flatnonzero((down > 0) | (up > 0))
        parts = sums[:, self._free]
        rows = sparse.hstack([parts, parts, -parts, -parts], format="csc")
        k, n = rows.shape
        self._columns = np.arange(n, dtype=np.int32)
        self._solver = _Highs()  # `Highs` is the same, and prints who made it
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(
            n, k, rows.nnz, MatrixFormat.kColwise.value, ObjSense.kMinimize.value, 0.0, np.zeros(n), np.zeros(n), np.zeros(n),
            np.zeros(k), np.zeros(k), rows.indptr, rows.indices, rows.data, np.zeros(n, dtype=np.int32),
        )  # fmt: skip

    def cheapest(
        self, cell: int, *, pull: NDArray[np.int64], cost: NDArray[np.float64]
    ) -> Counts | None:
        """The cheapest change (n,), at `cost` (n,) a step, that moves `cell` by its `pull` (n,); None where
        there is none. Among the cheapest, one that moves the others too by theirs."""
        free, by, n = self._free, int(pull[cell]), len(self._columns)
        at = int(np.searchsorted(free, cell)) + np.arange(4) * len(free)
        pulled, dear = pull[free], cost[free]
        first = np.maximum([pulled, -pulled], 0)
        most = np.stack([first[0], self._up[free] - first[0], first[1], self._down[free] - first[1]])  # fmt: skip
        least, most = np.zeros(n), np.minimum(most.ravel(), kHighsInf)
        least[at] = most[at] = [0, max(by, 0), 0, max(-by, 0)]
        against = ALONG * (np.array([pulled, -pulled]) < 0)  # the other way
        costs = np.concatenate([dear - ALONG, dear + against[0], dear - ALONG, dear + against[1]])
        self._solver.changeColsBounds(n, self._columns, least, most)
        self._solver.changeColsCost(n, self._columns, costs)
        for kind in (HighsVarType.kContinuous, HighsVarType.kInteger):
            self._solver.changeColsIntegrality(n, self._columns, np.full(n, kind.value, np.uint8))
            self._solver.run()
            if self._solver.getModelStatus() == HighsModelStatus.kInfeasible:
                return None
            found = np.reshape(self._solver.getSolution().col_value, (4, -1))
            change = np.zeros(self._sums.shape[1], dtype=np.int64)
            change[free] = np.rint(found[0] + found[1] - found[2] - found[3])
            is_within = (change <= self._up).all() and (-change <= self._down).all()
            # the quick way gives whole numbers nearly always
            if is_within and change[cell] == by and not (self._sums @ change).any():
                return change
        raise ArithmeticError("the solver's whole numbers do not keep the sums")
