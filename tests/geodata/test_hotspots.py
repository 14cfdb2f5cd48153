"""Places with many events, against spdep's figures and against the slow, obvious way."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, special

from geodata import hotspots

REFERENCE = Path("../shared/reference/gistar")


@pytest.fixture(scope="module")
def counties() -> tuple[pd.DataFrame, sparse.coo_array]:
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} saknas")
    edges = pd.read_csv(REFERENCE / "nc_queen_edges.csv") - 1
    neighbours = sparse.coo_array((np.ones(len(edges)), (edges["i"], edges["j"])), (100, 100))
    return pd.read_csv(REFERENCE / "expected_nc_sids.csv"), neighbours


def test_the_published_counties_of_north_carolina(
    counties: tuple[pd.DataFrame, sparse.coo_array],
) -> None:
    """spdep 1.2-7, see ../shared/reference/README.md."""
    table, neighbours = counties
    z = hotspots.gi_star(table["SID74"], neighbours)
    np.testing.assert_allclose(z, table["gistar_B"], rtol=0, atol=1e-9)
    p = 2 * special.ndtr(-np.abs(z))
    adjusted = hotspots.false_discovery(p)
    np.testing.assert_allclose(adjusted, table["p_bh_global"], rtol=0, atol=1e-9)
    assert ((p <= 0.05).sum(), (adjusted <= 0.05).sum()) == (7, 1)
    word, times = hotspots.labels([z])
    assert table["name"][times == 1].tolist() == ["Robeson"]
    assert [w for w in word if w] == [hotspots.NEW]


@st.composite
def neighbourhoods(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values (2, n), neighbour weights (n, n) without diagonal, and which cells are inside."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(4, 12))
    weights = rng.random((n, n)) < 0.4
    weights = weights * (rng.integers(1, 4, (n, n)) / 2 if draw(st.booleans()) else 1.0)
    np.fill_diagonal(weights, 0)
    return rng.poisson(2, (2, n)).astype(float), weights, rng.random(n) < 0.8


def slow_gi_star(x: np.ndarray, weights: np.ndarray, inside: np.ndarray, star: bool) -> np.ndarray:
    """Ord and Getis (1995) as printed, one cell at a time."""
    answer = np.full(len(x), np.nan)
    for i in np.flatnonzero(inside):
        w = weights[i] + (np.arange(len(x)) == i) * star
        others = inside & (star | (np.arange(len(x)) != i))
        y, v, n = x[others], w[others], others.sum()
        spread = (n * (v**2).sum() - v.sum() ** 2) / (n - 1) if n > 1 else 0
        if np.ptp(y) > 0 and spread > 1e-9:
            answer[i] = (v @ y - y.mean() * v.sum()) / np.sqrt(y.var() * spread)
    return answer


@given(neighbourhoods(), st.booleans())
def test_against_the_formula_one_cell_at_a_time(
    case: tuple[np.ndarray, np.ndarray, np.ndarray], star: bool
) -> None:
    values, weights, inside = case
    if inside.sum() < 3:
        inside[:3] = True
    slow = np.array([slow_gi_star(x, weights, inside, star) for x in values])
    values[:, ~inside] = np.nan  # is not looked at
    found = hotspots.gi_star(values, sparse.csr_array(weights), star=star, mask=inside)
    np.testing.assert_allclose(found, slow, rtol=1e-9, atol=1e-9)
    one = hotspots.gi_star(values[0], sparse.coo_matrix(weights), star=star, mask=inside)
    np.testing.assert_array_equal(one, found[0])


def test_bad_neighbours_and_missing_values_are_errors() -> None:
    with pytest.raises(ValueError, match="own neighbour"):
        hotspots.gi_star([1, 2, 3], sparse.eye_array(3))
    with pytest.raises(ValueError, match="a value"):
        hotspots.gi_star([1, np.nan, 3], sparse.csr_array((3, 3)))


@given(st.lists(st.one_of(st.floats(0, 1), st.just(np.nan)), max_size=12))
def test_the_share_of_false_ones_is_what_rejecting_up_to_there_would_give(p: list[float]) -> None:
    tests = [q for q in p if not np.isnan(q)]
    slow = [
        min([1.0] + [len(tests) * r / sum(s <= r for s in tests) for r in tests if r >= q])
        if not np.isnan(q)
        else q
        for q in p
    ]
    np.testing.assert_allclose(hotspots.false_discovery(p), slow, rtol=1e-12)
    shaped = hotspots.false_discovery(np.reshape(p, (1, -1, 1)))
    np.testing.assert_array_equal(shaped.ravel(), hotspots.false_discovery(p))


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        ("........", None), (".......x", hotspots.NEW), ("x......x", hotspots.LASTING),
        ("xxxxxxxx", hotspots.LASTING), ("xxxx....", hotspots.FADING), ("xxx.....", None),
        ("...xxxx.", hotspots.FADING), ("xx.......x", hotspots.NEW),
    ],
)  # fmt: skip
def test_what_has_become_of_a_place(seen: str, word: str | None) -> None:
    z = np.array([[9.0 if mark == "x" else 0.1, -9.0, np.nan] for mark in seen])
    found = hotspots.labels(z)
    assert found.word.tolist() == [word, None, None]  # few events get no word, and no cell outside
    assert found.times.tolist() == [seen[-8:].count("x"), 0, 0]


def slow_left_out(y: np.ndarray, places: int) -> tuple[float, float]:
    """The same share and variance, one event and one pair of events at a time."""

    def chosen(counts: np.ndarray, i: int) -> float:
        above, level = (counts > counts[i]).sum(), (counts == counts[i]).sum()
        return float(min(max((places - above) / level, 0), 1))

    def without(*events: int) -> np.ndarray:
        return y - np.bincount(events, minlength=len(y))

    at = np.repeat(np.arange(len(y)), y)
    share = sum(chosen(without(i), i) for i in at) / len(at)
    variance = sum(chosen(without(i), i) ** 2 for i in at) - share**2 * len(at)
    for i, j in itertools.permutations(range(len(at)), 2):
        i, j = at[i], at[j]
        ours = chosen(without(i), i) - chosen(without(i, j), i)
        theirs = chosen(without(j), j) - chosen(without(i, j), j)
        variance += ours * theirs
    return share, variance / len(at) ** 2


@settings(max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=9), st.integers(1, 3))
def test_concentration_leaves_out_one_event_at_a_time(counts: list[int], places: int) -> None:
    if not sum(counts):
        return
    y = np.sort(counts)
    found = hotspots._left_out(y.astype(float), places)
    np.testing.assert_allclose(found, slow_left_out(y, places), atol=1e-12)


@pytest.mark.parametrize("kind", ["few large", "one over rank", "even"])
@pytest.mark.parametrize(("places", "events"), [(60, 40), (300, 200), (60, 1000)])
def test_the_interval_holds_what_the_chosen_places_really_have(
    kind: str, places: int, events: int
) -> None:
    rng = np.random.default_rng(1)
    rank = np.arange(places)
    truth = {"few large": 1 + 29 * (rank < 3), "one over rank": 1 / (1 + rank), "even": 1 + 0 * rank}[kind]  # fmt: skip
    truth = truth / truth.sum()
    hits, errors, even = 0, [], []
    for _ in range(300):
        counts = rng.multinomial(events, truth)
        found = hotspots.concentration(counts)
        last = np.sort(counts)[-5]
        sure, tied = counts > last, counts == last
        held = truth[sure].sum() + truth[tied].sum() * (5 - sure.sum()) / tied.sum()
        hits += found.lower <= held <= found.upper
        errors.append(found.underlying - held)
        even.append(np.sort(rng.multinomial(events, np.full(places, 1 / places)))[-5:].sum() / events)  # fmt: skip
    assert hits / 300 >= 0.88
    assert abs(np.mean(errors)) < 4 * np.std(errors) / 300**0.5
    assert found.expected == pytest.approx(np.mean(even), rel=0.03)


def test_concentration_of_few_events_cannot_be_said() -> None:
    assert np.isnan(hotspots.concentration([19, *[0] * 40])).all()
    found = hotspots.concentration([20, *[0] * 40])
    assert (found.share, found.underlying, found.upper) == (1, 1, 1)
    assert found.lower == pytest.approx(0.838875, abs=1e-6)  # Wilson, 20 of 20
    with pytest.raises(ValueError, match="more places"):
        hotspots.concentration([20, 3, 4], places=3)
    with pytest.raises(ValueError, match="negative"):
        hotspots.concentration([20, -3, 4], places=1)
