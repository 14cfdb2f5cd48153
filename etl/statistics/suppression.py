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
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

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
    while (unsafe := found & (high - low < width)).any():
        cell = int(np.flatnonzero(unsafe)[np.argmin(counts[unsafe])])  # has the least choice
        up, down = goal - counts, np.minimum(goal - width - counts, 0)
        pull = np.where(high < goal, up, down) * unsafe
        moved = _moved(
            sums, cell=cell, pull=pull,
            down=np.where(seen, 0, counts - 1), up=np.where(seen, 0, np.inf),
            cost=np.where(found, 0, cost),
        )  # fmt: skip
        if moved is not None:
            found |= moved != 0
            low, high = np.minimum(low, counts + moved), np.maximum(high, counts + moved)
        elif goal[cell] < counts[cell] + width:
            goal[cell] = counts[cell] + width
        else:
            raise CannotHide
    return found


def _moved(
    sums: sparse.csr_array,
    *,
    cell: int,
    pull: NDArray[np.float64],
    down: NDArray[np.float64],
    up: NDArray[np.float64],
    cost: NDArray[np.float64],
) -> Counts | None:
    """The cheapest change (n,) that keeps all sums and moves `cell` by its `pull`; None where there is none.

    A cell may change by at most `down` and `up`, at `cost` a step. Among the cheapest, one
    that moves the others too by theirs.
    """
    by = int(pull[cell])
    free = np.flatnonzero((down > 0) | (up > 0))
    n = len(free)
    pulled = np.flatnonzero((pull[free] != 0) & (free != cell))
    p = len(pulled)
    parts = sums[:, free]
    # the change is more - less; a gain is at most the change in its cell, and its pull
    sign = sparse.csr_array((np.sign(pull[free][pulled]), (np.arange(p), pulled)), shape=(p, n))
    rows = sparse.block_array(
        [[parts, -parts, None], [-sign, sign, sparse.eye_array(p)]], format="csr"
    )
    at = int(np.searchsorted(free, cell))
    least, most = np.zeros(2 * n), np.concatenate([up[free], down[free]])
    least[[at, n + at]] = most[[at, n + at]] = max(by, 0), max(-by, 0)
    for is_whole in (False, True):  # the quick way gives whole numbers nearly always
        found = milp(
            np.concatenate([cost[free], cost[free], np.full(p, -ALONG)]),
            integrality=np.repeat([is_whole, False], [2 * n, p]),
            bounds=Bounds(
                np.concatenate([least, np.full(p, -np.inf)]),
                np.concatenate([most, np.abs(pull[free][pulled])]),
            ),
            constraints=LinearConstraint(
                rows,
                np.repeat([0, -np.inf], [parts.shape[0], p]),
                np.zeros(parts.shape[0] + p),
            ),
        )
        if found.x is None:
            return None
        change = np.zeros(sums.shape[1], dtype=np.int64)
        change[free] = np.rint(found.x[:n] - found.x[n : 2 * n])
        is_within = (change <= up).all() and (-change <= down).all()
        if is_within and change[cell] == by and not (sums @ change).any():
            return change
    raise ArithmeticError("the solver's whole numbers do not keep the sums")
