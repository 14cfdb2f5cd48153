"""Near repeats: the published case, counting every pair, and asking every point."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import near_repeat
from geodata.near_repeat import knox, raised_risk

BURKITT = Path("../shared/reference/knox/burkitt.csv")

Event = tuple[tuple[int, int], int]  # position, day


@pytest.mark.skipif(not BURKITT.exists(), reason="no reference cases beside the project")
def test_burkitts_lymphoma_as_in_pointpats() -> None:
    table = np.loadtxt(BURKITT, delimiter=",", skiprows=1)
    found = knox(table[:, :2], table[:, 2], distance=20, days_apart=5, seed=1)
    assert found.statistic == 13
    assert found.expected == pytest.approx(10.143816, abs=1e-6)
    assert found.pvalue == pytest.approx(0.20, abs=0.05)


EVENTS = st.lists(
    st.tuples(st.tuples(st.integers(0, 20), st.integers(0, 20)), st.integers(-9, 9)), max_size=12
)


def every_pair(events: list[Event], *, distance: float, apart: int) -> tuple[int, int, int]:
    """Pairs close in space, in time, in both."""
    near = soon = both = 0
    for ((x, y), day), ((x2, y2), day2) in itertools.combinations(events, 2):
        is_near, is_soon = math.hypot(x - x2, y - y2) <= distance, abs(day - day2) <= apart
        near, soon, both = near + is_near, soon + is_soon, both + (is_near and is_soon)
    return near, soon, both


@settings(max_examples=100, deadline=None)
@given(EVENTS, st.integers(0, 12), st.integers(0, 9))
def test_counting_every_pair_gives_the_same(events: list[Event], distance: int, apart: int) -> None:
    found = knox(
        [spot for spot, _ in events],
        [day for _, day in events],
        distance=distance,
        days_apart=apart,
        replications=3,
        seed=1,
    )
    near, soon, both = every_pair(events, distance=distance, apart=apart)
    pairs = math.comb(len(events), 2)
    assert found.statistic == both
    assert found.expected == pytest.approx(near * soon / pairs if pairs else 0)
    assert found.pvalue in {1 / 4, 2 / 4, 3 / 4, 1}


@settings(max_examples=25, deadline=None)
@given(EVENTS.filter(lambda events: 2 <= len(events) <= 6), st.integers(1, 12), st.integers(0, 9))
def test_the_p_value_is_the_share_of_all_permutations(
    events: list[Event], distance: int, apart: int
) -> None:
    spots, days = [spot for spot, _ in events], [day for _, day in events]
    found = knox(spots, days, distance=distance, days_apart=apart, replications=999, seed=1)
    as_many = [
        every_pair(list(zip(spots, mixed, strict=True)), distance=distance, apart=apart)[2]
        >= found.statistic
        for mixed in itertools.permutations(days)
    ]
    assert found.pvalue == pytest.approx(np.mean(as_many), abs=0.07)  # over 4 standard errors


def test_both_limits_are_closed() -> None:
    events = [(0, 0), (300, 400)], [10, 17]
    assert knox(*events, distance=500, days_apart=7, seed=1).statistic == 1
    assert knox(*events, distance=499.99, days_apart=7, seed=1).statistic == 0
    assert knox(*events, distance=500, days_apart=6, seed=1).statistic == 0


@pytest.mark.parametrize("events", [([], []), ([(1, 1)], [3])])
def test_fewer_than_two_events_are_no_pair(events: tuple[list[tuple[int, int]], list[int]]) -> None:
    assert knox(*events, distance=5, days_apart=5, seed=1) == (0, 0.0, 1.0)


def test_all_at_one_address_or_none_near_any_other_say_nothing() -> None:
    same = knox([(5, 5)] * 6, range(6), distance=0, days_apart=1, seed=1)
    assert same == (5, pytest.approx(5), 1.0)
    apart = knox([(n * 100, 0) for n in range(6)], [1] * 6, distance=5, days_apart=1, seed=1)
    assert apart == (0, 0, 1)


def test_days_may_be_centuries_apart() -> None:
    days = [0, 3, 90_000, 90_002]
    found = knox([(0, 0), (1, 0), (50, 0), (51, 0)], days, distance=2, days_apart=3, seed=1)
    assert (found.statistic, found.expected) == (2, pytest.approx(4 / 6))
    assert found.pvalue == pytest.approx(1 / 3, abs=0.07)
    assert knox([(0, 0), (1, 0)], [0, 90_000], distance=2, days_apart=math.inf, seed=1)[0] == 1


def streets(seed: int) -> tuple[list[tuple[float, float]], list[int]]:
    random = np.random.default_rng(seed)
    return (random.random((150, 2)) * 3_000).tolist(), random.integers(0, 200, 150).tolist()


def test_the_same_seed_gives_the_same_on_any_number_of_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = {"distance": 300, "days_apart": 14}
    first = knox(*streets(1), **limits, seed=5)
    assert knox(*streets(1), **limits, seed=5) == first
    assert knox(*streets(1), **limits, seed=6) != first
    assert knox(*streets(1), **limits, seed=6)[:2] == first[:2]
    monkeypatch.setattr(near_repeat.os, "cpu_count", lambda: 1)
    assert knox(*streets(1), **limits, seed=5) == first


def test_without_near_repeats_p_values_are_spread_evenly() -> None:
    pvalues = np.array([
        knox(*streets(run), distance=300, days_apart=14, replications=99, seed=run).pvalue
        for run in range(200)
    ])  # fmt: skip
    for level in (0.1, 0.25, 0.5, 0.75):
        error = math.sqrt(level * (1 - level) / 200)
        assert np.mean(pvalues <= level) == pytest.approx(level, abs=3 * error)


def test_planted_repeats_are_found() -> None:
    spots, days = streets(3)
    spots += [(x + 50, y) for x, y in spots[:25]]
    days += [day + 5 for day in days[:25]]
    found = knox(spots, days, distance=100, days_apart=7, seed=1)
    assert found.statistic >= 25 > 5 * found.expected
    assert found.pvalue == 0.001


@settings(max_examples=60, deadline=None)
@given(
    EVENTS,
    st.integers(1, 5),
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(-5, 25), st.integers(-5, 25)), min_size=1, max_size=20),
)
def test_the_area_is_what_is_near_a_recent_event(
    events: list[Event], distance: int, apart: int, asked: list[tuple[int, int]]
) -> None:
    parts = raised_risk(
        [spot for spot, _ in events],
        [day for _, day in events],
        distance=distance,
        days_apart=apart,
        today=3,
    )
    recent = [(spot, day) for spot, day in events if 3 - apart <= day <= 3]
    for x, y in asked:
        away = min((math.hypot(x - a, y - b) for (a, b), _ in recent), default=math.inf)
        inside = [part for part in parts if part.area.covers(shapely.Point(x, y))]
        assert len(inside) <= 1
        if not distance * 0.995 <= away <= distance:
            assert len(inside) == (away < distance)
    for part in parts:
        days = [day for spot, day in recent if part.area.covers(shapely.Point(spot))]
        assert part.last_day == max(days) + apart
    assert [part.last_day for part in parts] == sorted((p.last_day for p in parts), reverse=True)


def test_circles_that_meet_are_one_part_and_last_as_long_as_the_latest() -> None:
    spots = [(0, 0), (150, 0), (1_000, 0), (5_000, 0), (0, 0)]
    parts = raised_risk(spots, [10, 12, 11, 4, 20], distance=100, days_apart=7, today=12)
    assert [part.last_day for part in parts] == [19, 18]
    assert parts[0].area.bounds == pytest.approx((-100, -100, 250, 100))
    assert parts[1].area.area == pytest.approx(math.pi * 100**2, rel=0.01)
    assert raised_risk(spots, [10, 12, 11, 4, 20], distance=100, days_apart=7, today=30) == ()
    assert raised_risk([], [], distance=100, days_apart=7, today=30) == ()


GOOD: dict[str, object] = {
    "points": [(0.0, 0.0), (1.0, 1.0)],
    "days": [1, 2],
    "distance": 5.0,
    "days_apart": 3,
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"points": [(0.0, math.nan), (1.0, 1.0)]}, "finite"),
        ({"points": [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)]}, r"\(n, 2\)"),
        ({"days": [1]}, "one per point"),
        ({"days": [1.5, 2.0]}, "whole"),
        ({"days": [math.nan, 2.0]}, "whole"),
        ({"distance": -1.0}, "negative"),
        ({"distance": math.nan}, "negative"),
        ({"days_apart": -1}, "negative"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        knox(**{**GOOD, **wrong}, seed=1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=said):
        raised_risk(**{**GOOD, **wrong}, today=3)  # type: ignore[arg-type]


def test_no_permutation_is_no_test() -> None:
    with pytest.raises(ValueError, match="replications"):
        knox(**GOOD, replications=0, seed=1)  # type: ignore[arg-type]
