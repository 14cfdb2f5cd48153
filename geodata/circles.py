"""Circles that grow around each place from one place with cases to the next."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

LEAST = 2  # cases in a cluster: one alone is none, however unexpected

Ints = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]
T = TypeVar("T", bound=np.generic)


class Circles(NamedTuple):
    """Row: a centre. Column k: the circle out to its k-th nearest place with cases.

    `spots` (places, 2) metres; `centre` (rows,) indices into it; the rest (rows, columns).
    `member` is the k-th place, numbered among those with cases; `radius` metres; `cases` all cases
    inside, 0 where no circle ends: the next place is as far away, or the cases inside are fewer
    than two. Past the last circle with at most half of all cases, `member` is one number too high.
    Rows with many columns stand first.
    """

    spots: Floats
    centre: Ints
    member: Ints
    radius: Floats
    cases: Ints

    def places(self, row: int, column: int) -> Ints:
        """Indices of all places inside, with cases or without, the nearest to the centre first."""
        away = metres(self.spots, self.spots[self.centre[[row]]])
        inside = np.flatnonzero(away <= self.radius[row, column])
        return inside[np.argsort(away[inside], kind="stable")]

    def rank(self, row: int, column: int) -> tuple[list[int], int, int]:
        """What sets circles of equally many places with cases apart: the lowest is the first."""
        members = sorted(self.member[row, : column + 1].tolist())
        return members, len(self.places(row, column)), int(self.centre[row])

    def free(self, taken: Ints) -> npt.NDArray[np.bool_]:
        """(rows, columns): circles without any of the places `taken`."""
        centres, others = self.spots[self.centre], self.spots[taken]
        nearest = others[cKDTree(others).query(centres)[1]]
        return self.radius < metres(centres, nearest)[:, np.newaxis]


def circles_around(spots: Floats, with_cases: Ints, cases: Ints, *, max_radius: float) -> Circles:
    """All circles of at most `max_radius` metres around each of `spots` (places, 2).

    `with_cases` (m,) rising indices of the places with cases, `cases` (m,) how many.
    """
    others = cKDTree(spots[with_cases])
    near = cKDTree(spots).sparse_distance_matrix(others, max_radius + 1, output_type="ndarray")
    centre, member = near["i"], near["j"]
    radius = metres(spots[centre], spots[with_cases[member]])
    order = np.lexsort((member, radius, centre))
    order = order[radius[order] <= max_radius]
    centre, member, radius = centre[order], member[order], radius[order]
    ends = (np.diff(centre, append=-1) != 0) | (np.diff(radius, append=-1) != 0)
    start = np.flatnonzero(np.diff(centre, prepend=-1))
    inside = cases[member].cumsum()
    before = inside[start] - cases[member[start]]
    inside -= np.repeat(before, np.diff(start, append=len(centre)))
    kept = inside <= cases.sum() // 2
    centres, row, length = np.unique(centre[kept], return_inverse=True, return_counts=True)
    longest = np.argsort(-length, kind="stable")
    cell = np.argsort(longest)[row], np.arange(len(row)) - (length.cumsum() - length)[row]

    def table(values: npt.NDArray[T], *, beyond: int = 0) -> npt.NDArray[T]:
        cells = np.full((len(length), length.max(initial=0)), beyond, values.dtype)
        cells[cell] = values[kept]
        return cells

    return Circles(
        spots,
        centre=centres[longest],
        member=table(member, beyond=len(with_cases)),
        radius=table(radius),
        cases=table(np.where(ends & (inside >= LEAST), inside, 0)),
    )


def metres(a: Floats, b: Floats) -> Floats:
    """Row by row, to the millimetre: places as far away as that are equally far away."""
    return np.hypot(a[:, 0] - b[:, 0], a[:, 1] - b[:, 1]).round(3)
