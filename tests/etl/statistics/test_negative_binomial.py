"""The negative binomial by its moments against scipy's, and its limits against a search by ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from etl.statistics import negative_binomial as nb

MEANS = st.floats(0.001, 300)
SPREADS = st.one_of(st.just(1.0), st.floats(1.001, 20))  # variance / mean
LEVELS = st.sampled_from([1e-6, 0.0005, 0.005, 0.025, 0.2])


def _law(mean: float, variance: float) -> Any:
    if variance <= mean:
        return stats.poisson(mean)
    return stats.nbinom(mean**2 / (variance - mean), mean / variance)


@given(MEANS, SPREADS, st.integers(0, 500))
def test_both_tails_as_scipy_has_them(mean: float, spread: float, count: int) -> None:
    law, variance = _law(mean, spread * mean), spread * mean
    assert nb.at_least(count, mean, variance) == pytest.approx(law.sf(count - 1), rel=1e-7)
    assert nb.at_most(count, mean, variance) == pytest.approx(law.cdf(count), rel=1e-7)


@given(MEANS, SPREADS, LEVELS)
def test_limits_are_where_counting_by_ones_finds_them(
    mean: float, spread: float, level: float
) -> None:
    variance = spread * mean
    upper = 0
    while nb.at_least(upper + 1, mean, variance) > level:
        upper += 1
    lower = 0
    while nb.at_most(lower, mean, variance) <= level:
        lower += 1
    assert nb.largest_usual(level, mean, variance) == upper
    assert nb.least_usual(level, mean, variance) == lower


def test_where_nothing_is_expected_nothing_is_usual() -> None:
    assert nb.at_least([0, 1], 0.0, 0.0).tolist() == [1.0, 0.0]
    assert nb.at_most([-1, 0, 1], 0.0, 0.0).tolist() == [0.0, 1.0, 1.0]
    assert nb.largest_usual(0.01, 0.0, 0.0) == nb.least_usual(0.01, 0.0, 0.0) == 0


def test_too_little_variance_is_poisson() -> None:
    assert nb.at_least(9, 4.0, 1.0) == nb.at_least(9, 4.0, 4.0)


def test_what_is_unknown_stays_unknown() -> None:
    nan = np.nan
    for count, mean, variance in ((nan, 1, 1), (1, nan, 1), (-1, nan, 1), (1, 1, nan)):
        assert np.isnan(nb.at_least(count, mean, variance))
        assert np.isnan(nb.at_most(count, mean, variance))
    assert np.isnan(nb.largest_usual(0.01, [nan, 1], [1, nan])).all()
    assert nb.largest_usual(0.01, np.ones((2, 3)), 1.0).shape == (2, 3)


def test_a_mean_that_ran_away_is_normal_and_quick() -> None:
    mean = np.array([1e13, 1e100, 1e290])
    upper, lower = nb.largest_usual(0.01, mean, mean), nb.least_usual(0.01, mean, mean)
    assert (lower <= mean).all()
    assert (mean <= upper).all()
    assert nb.at_least(mean, mean, mean) == pytest.approx(0.5)
    assert nb.at_most(upper, mean, mean)[0] == pytest.approx(0.99, abs=1e-3)
