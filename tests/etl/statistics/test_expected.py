"""What was expected, and the limits that series share, against the same things written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from etl.statistics import expected, negative_binomial
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL
from etl.statistics.expected import Expected, Limits, Reports

FIVE_YEARS = 52 * 5 + 12


@st.composite
def _few_reports(draw: st.DrawFn) -> Reports:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    number, history = draw(st.integers(1, 4)), draw(st.integers(1, 30))
    size = draw(st.integers(0, 60))
    return Reports(
        series=rng.integers(0, number, size),
        weeks_ago=rng.integers(0, 35, size),
        age=rng.integers(0, 6, size),
        count=rng.integers(1, 4, size),
        number=number,
        history=history,
        unread=np.unique(rng.integers(0, history, draw(st.integers(0, 3)))),
    )


@given(_few_reports(), st.sampled_from([1, 4]), st.integers(0, 5), st.integers(1, 8))
def test_counts_row_by_row(reports: Reports, window: int, weeks_ago: int, windows: int) -> None:
    there = np.zeros((windows, reports.number))
    for which in range(windows):
        oldest_first = windows - 1 - which
        for place in range(window):
            week = weeks_ago + which * window + place
            if week in reports.unread:
                there[oldest_first] = np.nan
            for series, ago, age, count in zip(
                reports.series, reports.weeks_ago, reports.age, reports.count, strict=True
            ):
                # this window's own weeks are `weeks_ago` and on: older windows no riper than they
                if ago == week and age <= weeks_ago + place:
                    there[oldest_first, series] += count
        if weeks_ago + (which + 1) * window > reports.history:
            there[oldest_first] = np.nan
    here = expected.counts(reports, window=window, weeks_ago=weeks_ago, windows=windows)
    assert np.array_equal(here, there, equal_nan=True)


def test_earlier_weeks_are_read_as_they_stood_at_the_same_lag() -> None:
    """Half of each week's reports come two weeks late: the last week is then no drop."""
    weeks = np.repeat(np.arange(FIVE_YEARS), 2)
    late = np.tile([0, 2], FIVE_YEARS)
    reports = _reports(weeks, np.full(len(weeks), 20), age=late)
    seen = expected.counts(reports, window=1, weeks_ago=0, windows=60)
    assert (seen == 20).all()
    found = expected.expected(reports, window=1, weeks_ago=0)
    assert found.count == found.mean.round(6) == 20
    ripe = expected.counts(reports, window=1, weeks_ago=2, windows=60)
    assert (ripe == 40).all()
    month = expected.counts(reports, window=4, weeks_ago=1, windows=10)
    assert (month == 20 + 3 * 40).all()


def _reports(
    weeks_ago: np.ndarray,
    count: np.ndarray,
    *,
    age: np.ndarray | None = None,
    history: int = FIVE_YEARS,
    unread: tuple[int, ...] = (),
) -> Reports:
    ages = np.zeros(len(count), int) if age is None else age
    which = np.zeros(len(count), int)
    return Reports(which, weeks_ago, ages, count, 1, history, np.array(unread, int))


def _steady(mean: float, *, history: int = FIVE_YEARS, seed: int = 1, **more: object) -> Reports:
    count = np.random.default_rng(seed).poisson(mean, history)
    return _reports(np.arange(history), count, history=history, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("window", [1, 4])
def test_a_steady_series_is_expected_to_go_on(window: int) -> None:
    found = expected.expected(_steady(20), window=window, weeks_ago=0)
    assert found.has_season
    assert found.mean == pytest.approx(20 * window, rel=0.15)
    assert (found.variance > found.mean).all()
    assert (found.pvalue > 0.001).all()


@pytest.mark.parametrize("window", [1, 4])
def test_the_variance_is_the_fits_and_the_means_own(window: int) -> None:
    """Without trend, weights or spread: the mean of its season's n windows, known to mean/n."""
    constant = _reports(np.arange(FIVE_YEARS), np.full(FIVE_YEARS, 8))
    found = expected.expected(constant, window=window, weeks_ago=0)
    n = {1: 35, 4: 15}[window]
    assert found.mean == pytest.approx(8 * window)
    assert found.variance == pytest.approx(expected.WIDER * 8 * window * (1 + 1 / n))


def test_a_few_cases_at_one_end_do_not_lead_to_a_boundless_variance() -> None:
    for weeks in ([70, 75, 80, 85], [200, 260, 268], [6]):
        found = expected.expected(
            _reports(np.array(weeks), np.ones(len(weeks), int)), window=4, weeks_ago=0
        )
        assert np.isfinite(found.variance).all()
        assert (found.variance <= 4 * np.maximum(found.mean, 0.01)).all()


def test_an_unread_week_is_not_judged_and_teaches_nothing() -> None:
    now = expected.expected(_steady(9, unread=(2,)), window=4, weeks_ago=0)
    assert np.isnan(now.count) == np.isnan(now.pvalue) == [True]
    assert np.isfinite(now.mean)
    gap = _steady(9, unread=tuple(range(52, 56)))
    with_more = Reports(
        gap.series, gap.weeks_ago, gap.age, gap.count + 500 * np.isin(gap.weeks_ago, gap.unread),
        1, gap.history, gap.unread,
    )  # fmt: skip
    for window in (1, 4):
        means = [
            expected.expected(reports, window=window, weeks_ago=0).mean
            for reports in (gap, with_more)
        ]
        assert means[0] == means[1]


@pytest.mark.parametrize("window", [1, 4])
def test_a_short_history_is_beside_the_year_before(window: int) -> None:
    count = np.zeros(120, int)
    count[:4], count[52:56], count[53] = 6, 3, 3
    found = expected.expected(
        _reports(np.arange(120), count, history=120), window=window, weeks_ago=0
    )
    assert not found.has_season
    assert (found.count, found.mean) == (6 * window, 3 * window + 0.5)
    law = stats.nbinom(found.mean, 0.5)  # after one Poisson count, with Jeffreys' prior
    assert found.pvalue == pytest.approx(law.sf(found.count - 1))
    assert found.variance == pytest.approx(law.var())


def test_when_a_season_can_be_seen() -> None:
    half = {1: 3, 4: 4}
    for window in (1, 4):
        least = 3 * 52 + half[window] + window
        for history, has_season in ((least, True), (least - 1, False)):
            found = expected.expected(_steady(5, history=history), window=window, weeks_ago=0)
            assert found.has_season == has_season


def test_under_a_year_nothing_is_expected() -> None:
    for window, history in ((1, 52), (4, 55)):
        found = expected.expected(_steady(5, history=history), window=window, weeks_ago=0)
        assert np.isnan([found.mean, found.variance, found.pvalue]).all()
        assert np.isfinite(found.count)
        longer = expected.expected(_steady(5, history=history + 1), window=window, weeks_ago=0)
        assert np.isfinite(longer.mean)


def test_no_series_at_all() -> None:
    none = np.empty(0, int)
    for history in (FIVE_YEARS, 60, 10):
        found = expected.expected(
            Reports(none, none, none, none, 0, history, none), window=4, weeks_ago=0
        )
        assert found.mean.shape == found.pvalue.shape == (0,)
    limits = expected.shared_limits(np.empty(0), np.empty(0))
    assert limits == Limits(expected.LOOSEST, expected.LOOSEST)


@st.composite
def _moments(draw: st.DrawFn, most: int = 30) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    number = draw(st.integers(1, most))
    mean = np.exp(rng.normal(1, 1.3, number))
    if draw(st.booleans()):
        mean = mean.round()  # ties, and zeros
    return mean, mean * rng.choice([1.0, 1.3, 2.0], number)


@given(_moments(), st.sampled_from([0.0005, 0.005, 0.025]))
def test_chance_by_direct_summation(moments: tuple[np.ndarray, np.ndarray], level: float) -> None:
    mean, variance = moments
    here = expected.by_chance(mean, variance, level=level)
    for m, v, one in zip(mean, variance, here, strict=True):
        counts = np.arange(5, int(m + 40 * np.sqrt(v) + 40))
        probable = negative_binomial.at_least(counts, m, v) - negative_binomial.at_least(
            counts + 1, m, v
        )
        passes = negative_binomial.at_least(counts, m, v) <= level
        assert one == pytest.approx(probable[passes].sum(), rel=1e-6, abs=1e-12)
        assert one <= level


@given(_moments())
@settings(max_examples=40)
def test_the_limits_are_the_loosest_that_keep_to_the_stated_rows(
    moments: tuple[np.ndarray, np.ndarray],
) -> None:
    mean, variance = moments
    limits = expected.shared_limits(mean, variance)
    assert limits.clear <= limits.look <= expected.LOOSEST
    for level, rows in ((limits.look, expected.FALSE_ROWS), (limits.clear, expected.CLEAR_ROWS)):
        assert expected.false_rows(mean, variance, level=level) <= rows * (1 + 1e-9)
        if level < expected.LOOSEST:
            looser = min(_next_attainable(mean, variance, level), expected.LOOSEST)
            assert expected.false_rows(mean, variance, level=looser) > rows * (1 - 1e-9) or (
                looser == expected.LOOSEST
            )


def _next_attainable(mean: np.ndarray, variance: np.ndarray, level: float) -> float:
    counts = np.arange(5, 3000)
    some = mean > 0
    chances = negative_binomial.at_least(counts, mean[some, None], variance[some, None])
    return float(chances[chances > level * (1 + 1e-12)].min(initial=1.0))


@given(_moments(most=10))
def test_more_series_make_stricter_limits(moments: tuple[np.ndarray, np.ndarray]) -> None:
    one = expected.shared_limits(*moments)
    three = expected.shared_limits(*(np.tile(part, 3) for part in moments))
    assert three.look <= one.look
    assert three.clear <= one.clear


def test_words_follow_the_limits_and_the_published_band() -> None:
    limits = Limits(look=0.01, clear=0.001)
    mean = np.full(40, 10.0)
    count = np.arange(40.0)
    variance = 1.3 * mean
    pvalue = negative_binomial.at_least(count, mean, variance)
    said = expected.words(Expected(count, mean, variance, pvalue, True), limits)
    upper = negative_binomial.largest_usual(limits.look, mean, variance)
    lower = negative_binomial.least_usual(limits.look, mean, variance)
    clear = negative_binomial.largest_usual(limits.clear, mean, variance)
    there = np.select([count > clear, count > upper, count < lower], [CLEAR, LOOK, FEWER], NORMAL)
    assert said.tolist() == there.tolist()
    assert set(said) == {CLEAR, LOOK, FEWER, NORMAL}


def test_small_numbers_get_no_word() -> None:
    count = np.array([4.0, 4.0, 5.0, 0.0, np.nan, 9.0])
    mean = np.array([0.01, 4.9, 0.01, 30.0, 9.0, np.nan])
    pvalue = negative_binomial.at_least(count, mean, mean)
    said = expected.words(Expected(count, mean, mean, pvalue, True), Limits(0.01, 0.001))
    assert said.tolist() == [None, None, CLEAR, FEWER, None, None]


def test_chance_passes_about_as_often_as_is_said() -> None:
    """The whole of it is docs/kalibrering.md; here one kommun's worth, without seasons."""
    rng = np.random.default_rng(8)
    number, times = 150, 40
    mean = np.exp(rng.normal(0, 1.2, number))
    weeks = FIVE_YEARS + times
    count = rng.poisson(rng.gamma(mean / 0.4, 0.4, (weeks, number)))
    week, series = np.nonzero(count)
    reports = Reports(
        series, weeks - 1 - week, np.zeros_like(week), count[week, series], number, weeks,
        np.empty(0, int),
    )  # fmt: skip
    passed, said = 0, 0.0
    for weeks_ago in range(times):
        found = expected.expected(reports, window=1, weeks_ago=weeks_ago)
        limits = expected.shared_limits(found.mean, found.variance)
        chance = expected.by_chance(found.mean, found.variance, level=limits.look)
        passed += int(((found.pvalue <= limits.look) & (found.count >= 5)).sum())
        said += chance.sum()
    assert said == pytest.approx(times * expected.FALSE_ROWS / expected.ROWS_PER_SERIES, rel=0.1)
    assert 0.5 * said < passed < 1.8 * said


@given(st.integers(1, 200), st.integers(1, 400), st.integers(0, 9))
def test_searches_take_their_share_of_the_rows(series: int, searches: int, seed: int) -> None:
    mean = np.random.default_rng(seed).gamma(0.7, 6, series)
    limits = expected.shared_limits(mean, 1.3 * mean, searches=searches)
    alone = expected.shared_limits(mean, 1.3 * mean)
    pairs = ((limits.look, alone.look, expected.FALSE_ROWS), (limits.clear, alone.clear, expected.CLEAR_ROWS))  # fmt: skip
    for level, without, rows in pairs:
        assert 0 < level <= expected.LOOSEST
        told = expected.false_rows(mean, 1.3 * mean, level=level, searches=searches)
        assert told <= rows * (1 + 1e-9)
        assert expected.by_chance(mean, 1.3 * mean, level=level).sum() <= expected.by_chance(mean, 1.3 * mean, level=without).sum() + 1e-12  # fmt: skip
        looser = min(1.001 * level, expected.LOOSEST)
        if looser > level:  # no row is left unused but for what the series attain all at once
            more = expected.false_rows(mean, 1.3 * mean, level=looser, searches=searches)
            attains = expected.by_chance(mean, 1.3 * mean, level=looser).sum() > expected.by_chance(mean, 1.3 * mean, level=level).sum()  # fmt: skip
            assert more > rows or attains
