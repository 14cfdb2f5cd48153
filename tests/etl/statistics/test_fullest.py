"""The fullest stretch of a week, against trying every one, and against chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from etl.statistics.fullest import ALPHA, Stretch, fullest

FRIDAY = 4


def slow(weights: np.ndarray) -> tuple[set[int], float] | None:
    """The hours (or days) of the fullest stretch and its p-value, one stretch at a time."""
    per_day = len(weights) // 7
    parts = [range(24), range(6), range(6, 18), range(18, 24)] if per_day == 24 else [range(1)]
    runs = [[(a + n) % 7 for n in range(days)] for days in (1, 2, 3) for a in range(7)]
    runs += [list(range(5)), list(range(7))]
    tried = [
        [day * per_day + hour for day in run for hour in part] for run in runs for part in parts
    ]
    tried = [hours for hours in tried if len(hours) < len(weights)]
    total, best = weights.sum(), (0.0, None)
    if total < 20:
        return None
    for hours in tried:
        share, even = weights[hours].sum() / total, len(hours) / len(weights)
        if share > even:
            ratio = share * math.log(share / even)
            ratio += (1 - share) * math.log((1 - share) / (1 - even)) if share < 1 else 0
            if ratio > best[0] + 1e-12:
                best = (ratio, hours)
    if best[1] is None:
        return None
    k = int(weights[best[1]].sum() + 1e-6)
    even = len(best[1]) / len(weights)
    p = stats.binom.sf(k - 1, round(total), even) * len(tried)
    return (set(best[1]), p) if p <= ALPHA else None


def hours_of(found: Stretch, size: int) -> set[int]:
    days = [(found.first_day + n) % 7 for n in range(found.days)]
    if size == 7:
        return set(days)
    return {24 * day + hour for day in days for hour in range(found.from_hour, found.to_hour)}


@given(st.integers(0, 2**32), st.sampled_from([7, 168]), st.integers(5, 400))
def test_against_every_stretch(seed: int, size: int, events: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(events, rng.dirichlet(np.full(size, rng.choice([0.3, 1, 30]))))
    found, expected = fullest(weights), slow(weights.astype(float))
    assert (found is None) == (expected is None)
    if found and expected:
        assert hours_of(found, size) == expected[0]
        assert found.pvalue == pytest.approx(min(expected[1], 1), rel=1e-9)
        assert found.share == pytest.approx(weights[list(expected[0])].sum() / events)


def test_friday_and_saturday_evenings_are_found_over_the_end_of_a_day() -> None:
    weights = np.full(168, 0.3)
    for day in (FRIDAY, FRIDAY + 1):
        weights[day * 24 + 18 : day * 24 + 24] = 5
    found = fullest(weights)
    assert found is not None
    assert found[:4] == (FRIDAY, 2, 18, 24)
    sunday_night = np.full(168, 0.3)
    sunday_night[6 * 24 : 6 * 24 + 6] = sunday_night[:6] = 5
    assert fullest(sunday_night)[:4] == (6, 2, 0, 6)


def test_weekdays_alone_tell_whole_days() -> None:
    assert fullest([5, 5, 5, 5, 5, 30, 30])[:4] == (5, 2, 0, 24)


def test_few_events_and_even_ones_tell_nothing() -> None:
    assert fullest([0] * 6 + [19.5]) is None
    assert fullest([0] * 6 + [20]) is not None
    assert fullest(np.ones(168) * 50) is None
    assert fullest(np.zeros(168)) is None


@pytest.mark.parametrize(("size", "events"), [(168, 30), (168, 1000), (7, 200)])
def test_chance_alone_is_seldom_said_to_be_more(size: int, events: int) -> None:
    rng = np.random.default_rng(7)
    weeks = rng.multinomial(events, np.full(size, 1 / size), size=1500)
    assert sum(fullest(week) is not None for week in weeks) / 1500 <= ALPHA + 0.005
