"""Before and after: the difference beside a control area, with what may have moved next door."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Counts = tuple[npt.ArrayLike, npt.ArrayLike]
SIGNS = np.array([1, -1, 1, -1])  # treated, control, displacement treated, displacement control


class Difference(NamedTuple):
    """In events; `z` is the estimate in standard errors. Each a number, or (periods,) cumulative.

    Where there are no events at all only the estimate is a number: nothing tells how sure it is.
    """

    estimate: npt.NDArray[np.float64]
    standard_error: npt.NDArray[np.float64]
    z: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]


def weighted_displacement_difference(
    treated: Counts,
    control: Counts,
    *,
    displacement_treated: Counts | None = None,
    displacement_control: Counts | None = None,
    weights: npt.ArrayLike | None = None,
    alpha: float = 0.05,
    overdispersion: float = 1.0,
) -> Difference:
    """How many events more there were than the control area gives reason to expect.

    Each area is its counts (before, after); `displacement_…` are the surroundings of the treated
    area and the control's. `weights` multiply the counts and broadcast to (4, 2): rows treated,
    control, displacement treated, displacement control, columns before and after; for periods or
    areas of unequal size.

    (after − before) of the treated area and its surroundings, less that of the control and its.
    The counts are Poisson, so each is its own variance; `overdispersion` is how many times larger
    it is. Wheeler and Ratcliffe, Crime Science 7:11 (2018). It rests on both areas changing by as
    many events (not by as many per cent) where nothing is done.

    Raises ValueError for negative counts or an overdispersion that is not above zero.
    """
    areas = (treated, control, displacement_treated, displacement_control)
    return _difference(
        np.array([(0, 0) if area is None else area for area in areas], dtype=float),
        np.broadcast_to(1.0 if weights is None else np.asarray(weights, dtype=float), (4, 2)),
        alpha=alpha,
        overdispersion=overdispersion,
    )


def cumulative_difference(
    treated: Counts,
    control: Counts,
    *,
    displacement_treated: Counts | None = None,
    displacement_control: Counts | None = None,
    alpha: float = 0.05,
    overdispersion: float = 1.0,
) -> Difference:
    """The same difference up to and with each period after, each attribute (periods after,).

    Each area is its counts per period: (periods before,), (periods after,), of equal lengths in
    all areas. The periods before are weighted to as many as have passed since: after t periods
    the estimate is weighted_displacement_difference of the sums, with weights (t / before, 1).
    The interval is for one period at a time, not for the whole curve.

    Raises ValueError as above, and where lengths differ or there is no period before.
    """
    areas = (treated, control, displacement_treated, displacement_control)
    before, after = (
        np.array([np.zeros_like(treated[k]) if a is None else a[k] for a in areas], dtype=float)
        for k in (0, 1)
    )
    if not before.shape[-1]:
        raise ValueError("there must be a period before")
    passed = np.arange(1, after.shape[-1] + 1)
    counts = np.broadcast_arrays(before.sum(-1), after.cumsum(-1).T)  # (periods, areas) each
    weights = np.broadcast_arrays((passed / before.shape[-1])[:, None], np.ones(4))
    return _difference(
        np.stack(counts, axis=-1),
        np.stack(weights, axis=-1),
        alpha=alpha,
        overdispersion=overdispersion,
    )


def _difference(
    counts: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
    *,
    alpha: float,
    overdispersion: float,
) -> Difference:
    """Of counts and weights (…, areas, before and after)."""
    if not (counts >= 0).all():
        raise ValueError("a count cannot be negative or missing")
    if not overdispersion > 0:
        raise ValueError("overdispersion must be above zero")
    estimate = np.diff(weights * counts).squeeze(-1) @ SIGNS
    variance = overdispersion * (weights**2 * counts).sum((-2, -1))
    error = np.sqrt(np.where(variance > 0, variance, np.nan))
    half = special.ndtri(1 - alpha / 2) * error
    return Difference(estimate, error, estimate / error, estimate - half, estimate + half)
