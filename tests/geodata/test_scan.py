"""The scan for new clusters: SaTScan's published case, and trying every circle one by one."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.scan import Cluster, space_time_permutation

REFERENCE = Path("../shared/reference/scan")
EARTH = 6_371_009  # metres, mean radius

Case = tuple[int, int]  # place, period


def plain(cluster: Cluster) -> tuple[object, ...]:
    return (cluster.places.tolist(), *cluster[1:])


@pytest.mark.skipif(not REFERENCE.exists(), reason="no reference cases beside the project")
def test_satscan_finds_the_same_in_its_own_example() -> None:
    """SaTScan 10.3.2: prospective, circles to 3 km, up to 7 days, 9,999 replications.

    It measures along a sphere. On a plane where degrees of longitude are as long as at the city's
    mean latitude, distances to 3 km are off by at most 7 m, and the same places are within 3 km
    of each other.
    """
    rows = [line.split() for line in (REFERENCE / "NYCfever.geo").read_text().splitlines()]
    codes = [row[0] for row in rows]
    latitude, longitude = np.radians([[float(x) for x in row[1:3]] for row in rows]).T
    east = longitude * np.cos(latitude.mean())
    cases = [line.split() for line in (REFERENCE / "NYCfever.cas").read_text().splitlines()]
    assert {row[1] for row in cases} == {"1"}
    days = [date(*(int(part) for part in row[2].split("/"))).toordinal() for row in cases]
    found = space_time_permutation(
        EARTH * np.column_stack([east, latitude]),
        [codes.index(row[0]) for row in cases],
        days,
        max_radius=3_000,
        max_periods=7,
        last_period=date(2001, 11, 24).toordinal(),
        seed=1,
    ).clusters
    expected = [
        ("11418 11415 11419 11435 11416 11421 11451 11375 11417", 22, 4, 0.67, 3.845418, 0.211),
        ("11372", 24, 2, 0.16, 3.164201, 0.49),
        ("10472", 23, 2, 0.29, 2.137259, 0.96),
    ]
    for cluster, (members, first, observed, mean, llr, pvalue) in zip(
        found, expected, strict=False
    ):
        assert " ".join(codes[place] for place in cluster.places) == members
        assert date.fromordinal(cluster.first_period) == date(2001, 11, first)
        assert date.fromordinal(cluster.last_period) == date(2001, 11, 24)
        assert cluster.observed == observed
        assert cluster.expected == pytest.approx(mean, abs=0.005)
        assert cluster.llr == pytest.approx(llr, abs=1e-6)
        assert cluster.pvalue == pytest.approx(pvalue, abs=0.05)
        assert cluster.recurrence_interval == 1 / cluster.pvalue


def every_cluster(
    places: list[tuple[int, int]], cases: list[Case], *, radius: float, periods: int, last: int
) -> list[tuple[object, ...]]:
    """All circles and windows as (order, places, first, observed, expected, llr), the first first.

    One circle at a time, one case at a time, by the definition.
    """
    found = []
    with_cases = {place for place, _ in cases}
    for centre, (x, y) in enumerate(places):
        away = [math.hypot(x - other[0], y - other[1]) for other in places]
        for edge in {distance for distance in away if distance <= radius}:
            inside = [i for i in range(len(places)) if away[i] <= edge]
            ever = sum(place in inside for place, _ in cases)
            for length in range(1, periods + 1):
                late = [place for place, period in cases if period > last - length]
                observed = sum(place in inside for place in late)
                mean = ever * len(late) / len(cases)
                if observed < 2 or observed <= mean or 2 * ever > len(cases):
                    continue
                rest, mean_rest = len(cases) - observed, len(cases) - mean
                llr = observed * math.log(observed / mean) + rest * math.log(rest / mean_rest)
                members = [i for i in inside if i in with_cases]
                order = (-round(llr, 9), len(members), members, length, len(inside), centre)
                found.append((order, inside, last - length + 1, observed, mean, llr))
    return sorted(found)


def strongest(found: list[tuple[object, ...]], *, top: int) -> list[tuple[object, ...]]:
    chosen: list[tuple[object, ...]] = []
    taken: set[int] = set()
    for cluster in found:
        if len(chosen) < top and taken.isdisjoint(cluster[1]):
            chosen.append(cluster)
            taken.update(cluster[1])
    return chosen


SPOTS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=9)


@st.composite
def some_cases(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[Case]]:
    """Few places on a grid, so that distances tie and positions repeat, and not all have cases."""
    spots = draw(SPOTS)
    case = st.tuples(st.integers(0, len(spots) - 1), st.integers(0, 7))
    return spots, draw(st.lists(case, min_size=2, max_size=25))


@settings(max_examples=150, deadline=None)
@given(some_cases(), st.integers(0, 9), st.integers(1, 9), st.integers(0, 2))
def test_trying_every_circle_gives_the_same(
    data: tuple[list[tuple[int, int]], list[Case]], radius: int, periods: int, empty: int
) -> None:
    spots, cases = data
    place, period = np.array(cases).T
    last = int(period.max()) + empty
    found = space_time_permutation(
        spots,
        place,
        period,
        max_radius=radius,
        max_periods=periods,
        replications=1,
        last_period=last,
        seed=1,
    )
    slow = strongest(every_cluster(spots, cases, radius=radius, periods=periods, last=last), top=5)
    assert len(found.clusters) == len(slow)
    for one, (_, inside, first, observed, mean, llr) in zip(found.clusters, slow, strict=True):
        assert sorted(one.places.tolist()) == inside
        assert (one.first_period, one.last_period, one.observed) == (first, last, observed)
        assert (one.expected, one.llr) == pytest.approx((mean, llr), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(some_cases(), st.integers(0, 9), st.integers(1, 9))
def test_maxima_of_permutations_are_those_of_every_circle(
    data: tuple[list[tuple[int, int]], list[Case]], radius: int, periods: int
) -> None:
    """Whatever the periods become, the shortcut by counts misses no stronger circle."""
    spots, cases = data
    place, period = np.array(cases).T
    found = space_time_permutation(
        spots, place, period, max_radius=radius, max_periods=periods, replications=400, seed=1
    ).clusters
    if not found:
        return
    random = np.random.default_rng(2)
    as_strong = 0
    for _ in range(200):
        mixed = list(zip(place.tolist(), random.permutation(period).tolist(), strict=True))
        slow = every_cluster(spots, mixed, radius=radius, periods=periods, last=int(period.max()))
        as_strong += bool(slow) and slow[0][5] >= found[0].llr - 1e-9
    assert found[0].pvalue == pytest.approx(as_strong / 200, abs=0.16)  # over 3.5 standard errors


def test_only_the_late_cases_draw_and_the_latest_period_may_be_empty() -> None:
    place = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2]
    period = [9, 9, 9, 1, 2, 3, 4, 5, 6, 7]
    about = {"max_radius": 50, "max_periods": 3, "replications": 99, "seed": 3}
    spots = [(0, 0), (100, 0), (200, 0)]
    [now] = space_time_permutation(spots, place, period, **about).clusters
    assert plain(now)[:4] == ([0], 9, 9, 3)
    [later] = space_time_permutation(spots, place, period, last_period=11, **about).clusters
    assert plain(later)[:4] == ([0], 9, 11, 3)
    assert not space_time_permutation(spots, place, period, last_period=12, **about).clusters
    assert not space_time_permutation(spots, place, period, last_period=99, **about).clusters


def test_a_window_is_never_longer_than_the_time_there_is() -> None:
    about = {"max_radius": 0, "replications": 99, "seed": 3}
    data = [(0, 0), (5, 0)], [0, 0, 1, 1, 1], [3, 3, 1, 1, 2]
    [few] = space_time_permutation(*data, max_periods=3, **about).clusters
    [many] = space_time_permutation(*data, max_periods=10_000, **about).clusters
    assert plain(few) == plain(many)


def test_equally_far_places_come_together_and_the_nearest_stand_first() -> None:
    spots = [(10, 0), (0, 0), (-10, 0), (5, 0), (500, 0)]
    place = [0, 0, 2, 2, 4, 4, 4, 4, 4]
    period = [5, 5, 5, 5, 1, 2, 3, 4, 4]
    [found] = space_time_permutation(
        spots, place, period, max_radius=10, max_periods=1, replications=9, seed=1
    ).clusters
    assert found.places.tolist() == [1, 3, 0, 2]
    assert found.observed == 4


def test_of_circles_with_the_same_cases_the_one_with_fewest_places_is_told() -> None:
    spots = [(0, 0), (10, 0), (11, 0), (300, 0)]
    [found] = space_time_permutation(
        spots,
        [2, 2, 3, 3, 3],
        [4, 4, 1, 2, 3],
        max_radius=20,
        max_periods=1,
        replications=9,
        seed=1,
    ).clusters
    assert found.places.tolist() == [2]


@pytest.mark.parametrize(
    ("spots", "place", "period"),
    [
        ([], [], []),
        ([(0, 0)], [], []),
        ([(0, 0), (9, 9)], [1], [4]),
        ([(0, 0), (9, 9)], [1, 1], [4, 4]),
        ([(0, 0)], [0] * 8, [1, 2, 3, 4, 4, 4, 4, 4]),
        ([(7, 7)] * 3, [0, 1, 2, 2], [1, 2, 2, 2]),
        ([(0, 0), (9, 9)], [0, 0, 1, 1], [4, 4, 4, 4]),
    ],
    ids=[
        "nothing",
        "no cases",
        "one case",
        "two cases",
        "all in one place",
        "all places in one position",
        "all in one period",
    ],
)
def test_where_no_cluster_can_be_none_is_found(
    spots: list[tuple[int, int]], place: list[int], period: list[int]
) -> None:
    found = space_time_permutation(spots, place, period, max_radius=5, max_periods=3, seed=1)
    assert found.clusters == ()


def invented(seed: int, *, cases: int = 300) -> tuple[npt.NDArray[np.float64], ...]:
    random = np.random.default_rng(seed)
    spots = random.random((40, 2)) * 5_000
    return spots, random.integers(0, 40, cases), random.integers(0, 30, cases)


def test_the_same_seed_gives_the_same() -> None:
    def run(seed: int) -> list[tuple[object, ...]]:
        about = {"max_radius": 1_500, "max_periods": 5, "seed": seed}
        return [plain(one) for one in space_time_permutation(*invented(4), **about).clusters]

    first = run(7)
    assert run(7) == first
    assert [row[:-1] for row in run(8)] == [row[:-1] for row in first]
    assert run(8) != first


def test_secondary_clusters_share_no_place() -> None:
    found = space_time_permutation(
        *invented(5), max_radius=2_000, max_periods=5, replications=9, seed=1, top=20
    ).clusters
    assert len(found) > 5
    told = np.concatenate([one.places for one in found])
    assert len(told) == len(set(told.tolist()))
    assert [one.llr for one in found] == sorted((one.llr for one in found), reverse=True)


def test_without_clusters_p_values_are_spread_evenly() -> None:
    pvalues = [
        space_time_permutation(
            *invented(100 + run), max_radius=1_000, max_periods=4, replications=39, seed=run, top=1
        )
        .clusters[0]
        .pvalue
        for run in range(200)
    ]
    for level in (0.1, 0.25, 0.5, 0.75):
        error = math.sqrt(level * (1 - level) / 200)
        assert np.mean(np.array(pvalues) <= level) == pytest.approx(level, abs=3 * error)


def test_a_planted_cluster_is_found() -> None:
    spots, place, period = invented(6)
    near = np.argsort(np.hypot(*(spots - spots[11]).T))[:3]
    place = np.concatenate([place, np.repeat(near, 5)])
    period = np.concatenate([period, np.tile([27, 28, 28, 29, 29], 3)])
    best = space_time_permutation(
        spots, place, period, max_radius=1_500, max_periods=7, seed=1
    ).clusters[0]
    assert set(near.tolist()) <= set(best.places.tolist())
    assert (best.first_period, best.last_period) == (27, 29)
    assert best.pvalue <= 0.01
    assert best.recurrence_interval >= 100


def test_more_late_cases_than_small_integers_hold() -> None:
    place = np.repeat([0, 1, 2], [30_000, 20_000, 15_000])
    period = np.ones(len(place), dtype=int)
    period[30_000:] = np.arange(35_000) % 3 == 0
    [found] = space_time_permutation(
        [(0, 0), (9, 0), (99, 0)],
        place,
        period,
        max_radius=20,
        max_periods=1,
        replications=3,
        seed=1,
    ).clusters
    assert (found.places.tolist(), found.observed) == ([0], 30_000)


GOOD: dict[str, object] = {
    "places": [(0.0, 0.0), (1.0, 1.0)],
    "case_place": [0, 1, 1],
    "case_period": [1, 2, 2],
    "max_radius": 5.0,
    "max_periods": 3,
    "seed": 1,
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"places": [(0.0, math.nan), (1.0, 1.0)]}, "finite"),
        ({"places": [(0.0, 0.0, 0.0), (1.0, 1.0, 0.0)]}, r"\(n, 2\)"),
        ({"case_place": [0, 1, 2]}, "indices"),
        ({"case_place": [0, 1, -1]}, "indices"),
        ({"case_place": [0, 1]}, "per case"),
        ({"case_place": [0.0, 1.0, 1.0]}, "integers"),
        ({"last_period": 1}, "last_period"),
        ({"max_radius": -1.0}, "max_radius"),
        ({"max_radius": math.nan}, "max_radius"),
        ({"max_periods": 0}, "max_periods"),
        ({"replications": 0}, "replications"),
        ({"top": 0}, "top"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        space_time_permutation(**{**GOOD, **wrong})  # type: ignore[arg-type]
