"""Rates with small counts, against R, spdep and the definitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from etl.statistics import rates

REFERENCE = Path("../shared/reference/gistar/expected_nc_sids.csv")


def test_the_published_interval() -> None:
    """R poisson.test, see ../shared/reference/README.md."""
    found = rates.poisson_interval([7, 0], exposure=[1000, 1])
    np.testing.assert_allclose(found.lower, [0.002814363, 0], atol=5e-10)
    np.testing.assert_allclose(found.upper, [0.014422675, 3.688879], atol=5e-7)


@given(st.integers(0, 3_000), st.floats(0.001, 0.5))
def test_at_the_bounds_the_count_is_just_too_far_out(count: int, alpha: float) -> None:
    lower, upper = (float(bound) for bound in rates.poisson_interval(count, alpha=alpha))
    assert lower <= count <= upper
    assert stats.poisson.cdf(count, upper) == pytest.approx(alpha / 2, rel=1e-6)
    if count:
        assert stats.poisson.sf(count - 1, lower) == pytest.approx(alpha / 2, rel=1e-6)


def test_any_shape_and_nothing_to_count_over() -> None:
    found = rates.poisson_interval(np.arange(3)[:, None], exposure=[1, 2, 0, 4])
    assert found.lower.shape == (3, 4)
    assert np.isnan(found.upper).sum(0).tolist() == [0, 0, 3, 0]
    for wrong in ({"count": -1}, {"count": 1, "exposure": -1}, {"count": np.nan}):
        with pytest.raises(ValueError, match="negative or missing"):
            rates.poisson_interval(**wrong)


def test_the_published_rates_of_north_carolina() -> None:
    """spdep 1.2-7, EBest(family = "poisson")."""
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} saknas")
    table = pd.read_csv(REFERENCE)
    found = rates.empirical_bayes(table["SID74"], exposure=table["BIR74"])
    np.testing.assert_allclose(found, table["eb_est"], rtol=0, atol=1e-12)


GROUPS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 900)), min_size=2, max_size=12)


@given(GROUPS)
def test_empirical_bayes_one_area_at_a_time(group: list[tuple[int, int]]) -> None:
    events, people = sum(y for y, _ in group), sum(n for _, n in group)
    b = events / people
    a = sum(n * (y / n - b) ** 2 for y, n in group) / people - b / (people / len(group))
    slow = [b + a * (y / n - b) / (a + b / n) if a > 0 else b for y, n in group]
    count, exposure = np.transpose(group)
    np.testing.assert_allclose(rates.empirical_bayes(count, exposure=exposure), slow, atol=1e-12)


def test_empirical_bayes_where_nobody_lives() -> None:
    found = rates.empirical_bayes([1, 30, 0], exposure=[100, 100, 0])
    assert found[2] == pytest.approx(31 / 200)  # as all together
    np.testing.assert_allclose(found[:2], rates.empirical_bayes([1, 30], exposure=[100, 100]))
    with pytest.raises(ValueError, match="exposure"):
        rates.empirical_bayes([1], exposure=[0])


@given(GROUPS, st.floats(0.002, 0.2))
def test_funnel_limits_by_adding_chances_up(group: list[tuple[int, int]], alpha: float) -> None:
    count, exposure = np.transpose(group)
    if not count.any():
        return
    found = rates.funnel_limits(count, exposure=exposure, alpha=alpha)
    rate = count.sum() / exposure.sum()
    z = [(y - rate * n) / (rate * n) ** 0.5 for y, n in group]
    low, high = np.quantile(z, 0.1), np.quantile(z, 0.9)
    widening = max(1.0, float(np.mean([min(max(v, low), high) ** 2 for v in z])))
    tail = stats.norm.cdf(stats.norm.ppf(alpha / 2) * widening**0.5)

    def quantile(p: float, mean: float) -> float:
        reached, k = stats.poisson.pmf(0, mean), 0
        while reached < p:
            k += 1
            reached += stats.poisson.pmf(k, mean)
        return max(k - (reached - p) / stats.poisson.pmf(k, mean), 0)

    assert found.rate == pytest.approx(rate)
    assert found.overdispersion == pytest.approx(widening)
    if tail < 1e-9:  # adding up is not exact that far out
        return
    for n, lower, upper in zip(exposure, found.lower, found.upper, strict=True):
        assert lower * n == pytest.approx(quantile(tail, rate * n), abs=1e-4)
        assert upper * n == pytest.approx(quantile(1 - tail, rate * n), abs=1e-4)


def test_chance_alone_seldom_leaves_the_funnel() -> None:
    rng = np.random.default_rng(3)
    exposure = rng.integers(200, 20_000, 300)
    count = rng.poisson(exposure * 0.004)
    found = rates.funnel_limits(count, exposure=exposure)
    outside = (count > found.upper * exposure) | (count < found.lower * exposure)
    assert found.overdispersion == 1  # the outer tenths are drawn in
    assert 0.02 <= outside.mean() <= 0.09
    with pytest.raises(ValueError, match="exposure"):
        rates.funnel_limits([1, 2], exposure=[1, 0])


def test_a_group_that_differs_by_more_than_chance_has_a_wider_funnel() -> None:
    rng = np.random.default_rng(8)
    exposure = np.full(80, 5_000)
    count = rng.poisson(exposure * 0.01 * rng.gamma(20, 1 / 20, 80))  # variance 3.5 times the mean
    found = rates.funnel_limits(count, exposure=exposure)
    outside = (count > found.upper * exposure) | (count < found.lower * exposure)
    assert 2 < found.overdispersion < 4
    assert outside.mean() <= 0.15
