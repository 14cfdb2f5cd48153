"""Before and after beside a control area, against the published case and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.displacement import cumulative_difference, weighted_displacement_difference

COUNTS = st.integers(0, 400)
PAIRS = st.tuples(COUNTS, COUNTS)


def test_the_published_case() -> None:
    """Wheeler and Ratcliffe (2018), table 2."""
    found = weighted_displacement_difference(
        (207, 110), (308, 318), displacement_treated=(178, 157), displacement_control=(150, 140)
    )
    assert found.estimate == -118
    assert found.standard_error == pytest.approx(39.598, abs=5e-4)
    assert found.z == pytest.approx(-2.98, abs=5e-3)
    assert (round(found.lower), round(found.upper)) == (-196, -40)


@given(
    PAIRS, PAIRS, st.one_of(st.none(), PAIRS), st.one_of(st.none(), PAIRS), st.floats(0.1, 10),
    st.lists(st.floats(0.1, 5), min_size=8, max_size=8),
)  # fmt: skip
def test_against_the_sum_by_hand(
    treated: tuple[int, int],
    control: tuple[int, int],
    near_treated: tuple[int, int] | None,
    near_control: tuple[int, int] | None,
    overdispersion: float,
    weights: list[float],
) -> None:
    table = np.reshape(weights, (4, 2))
    found = weighted_displacement_difference(
        treated, control, displacement_treated=near_treated, displacement_control=near_control,
        weights=table, alpha=0.1, overdispersion=overdispersion,
    )  # fmt: skip
    areas = [treated, control, near_treated or (0, 0), near_control or (0, 0)]
    estimate, variance = 0.0, 0.0
    for sign, (before, after), (w, v) in zip((1, -1, 1, -1), areas, table.tolist(), strict=True):
        estimate += sign * (v * after - w * before)
        variance += overdispersion * (w**2 * before + v**2 * after)
    assert found.estimate == pytest.approx(estimate, abs=1e-9)
    if variance == 0:
        assert np.isnan(found[1:]).all()
        return
    error = math.sqrt(variance)
    assert found.standard_error == pytest.approx(error)
    assert found.z == pytest.approx(estimate / error, abs=1e-9)
    assert found.lower == pytest.approx(estimate - 1.6448536 * error, abs=1e-4)
    assert found.upper == pytest.approx(estimate + 1.6448536 * error, abs=1e-4)


def test_weights_broadcast() -> None:
    pairs = {"displacement_treated": (20, 24), "displacement_control": (16, 12)}
    doubled = weighted_displacement_difference((10, 8), (6, 4), weights=2, **pairs)
    plain = weighted_displacement_difference((10, 8), (6, 4), **pairs)
    assert doubled.estimate == 2 * plain.estimate
    assert doubled.z == plain.z
    halved = weighted_displacement_difference((10, 8), (6, 4), weights=[0.5, 1], **pairs)
    assert halved.estimate == (8 - 5) - (4 - 3) + (24 - 10) - (12 - 8)


@given(
    st.integers(1, 6), st.integers(1, 6), st.booleans(), st.integers(0, 2**32), st.floats(0.5, 3)
)
def test_the_cumulative_difference_is_that_of_the_sums(
    before: int, after: int, nearby: bool, seed: int, overdispersion: float
) -> None:
    rng = np.random.default_rng(seed)
    areas = [(rng.poisson(5, before), rng.poisson(4, after)) for _ in range(4 if nearby else 2)]
    names = ["displacement_treated", "displacement_control"]
    found = cumulative_difference(
        *areas[:2], **dict(zip(names, areas[2:], strict=False)), overdispersion=overdispersion
    )
    for t in range(1, after + 1):
        sums = [(series[0].sum(), series[1][:t].sum()) for series in areas]
        one = weighted_displacement_difference(
            *sums[:2], **dict(zip(names, sums[2:], strict=False)),
            weights=[t / before, 1], overdispersion=overdispersion,
        )  # fmt: skip
        np.testing.assert_allclose([part[t - 1] for part in found], one, rtol=1e-9, atol=1e-9)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(4)
    hits = 0
    for _ in range(2_000):
        treated, control = rng.poisson((60, 40)), rng.poisson((80, 76))
        found = weighted_displacement_difference(tuple(treated), tuple(control))
        hits += found.lower <= -16 <= found.upper
    assert 0.94 <= hits / 2_000 <= 0.96


def test_what_cannot_be_counted_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        weighted_displacement_difference((1, -1), (1, 1))
    with pytest.raises(ValueError, match="overdispersion"):
        weighted_displacement_difference((1, 1), (1, 1), overdispersion=0)
    with pytest.raises(ValueError, match="before"):
        cumulative_difference(([], [1]), ([], [2]))
    with pytest.raises(ValueError, match="shape"):
        cumulative_difference(([1], [1]), ([1], [2, 3]))
