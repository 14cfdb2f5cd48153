"""Whoever knows all sums and everything shown learns no hidden count more closely than they may."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from scipy.optimize import linprog

from etl.statistics.suppression import CannotHide, suppress

TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.one_of(st.integers(0, 6), st.integers(0, 40)))
)


def with_margins(inner: np.ndarray) -> tuple[np.ndarray, sparse.csr_array]:
    """The counts of a table with its margins, row by row, and its sums."""
    rows, columns = inner.shape
    table = np.vstack([inner, inner.sum(axis=0)])
    table = np.hstack([table, table.sum(axis=1, keepdims=True)])
    ids = np.arange(table.size).reshape(table.shape)
    sums = np.zeros((rows + columns + 2, table.size))
    for n, line in enumerate([*ids, *ids.T]):
        sums[n, line[:-1]], sums[n, line[-1]] = 1, -1
    return table.ravel(), sparse.csr_array(sums)


def widths(counts: np.ndarray, sums: sparse.csr_array, hidden: np.ndarray) -> list[float]:
    parts, rest = sums.toarray()[:, hidden], -sums @ np.where(hidden, 0, counts)
    found = []
    for aim in np.eye(hidden.sum()):
        low, high = (
            linprog(s * aim, A_eq=parts, b_eq=rest, bounds=(1, None), options={"presolve": False})
            for s in (1, -1)
        )
        found.append(np.inf if high.status == 3 else -high.fun - low.fun)
    return found


@settings(max_examples=40)
@given(TABLES)
def test_no_hidden_count_is_known_within_three(inner: np.ndarray) -> None:
    counts, sums = with_margins(inner)
    hidden = suppress(counts, sums, cost=1.0 + np.log1p(counts))
    assert hidden[(counts > 0) & (counts < 5)].all()
    assert not hidden[counts == 0].any()
    assert all(width > 3 - 1e-6 for width in widths(counts, sums, hidden))


@settings(max_examples=20)
@given(TABLES, st.integers(5, 9))
def test_a_tighter_rule_hides_more_and_wider(inner: np.ndarray, least: int) -> None:
    counts, sums = with_margins(inner)
    hidden = suppress(counts, sums, cost=np.ones(len(counts)), least=least, width=least - 2)
    assert hidden[(counts > 0) & (counts < least)].all()
    assert all(width > least - 2 - 1e-6 for width in widths(counts, sums, hidden))


@settings(max_examples=20)
@given(TABLES, st.randoms(use_true_random=False))
def test_what_has_been_seen_stays_seen_or_nothing_is_answered(inner: np.ndarray, draw) -> None:
    counts, sums = with_margins(inner)
    seen = (counts >= 5) & np.array([draw.random() < 0.5 for _ in counts])
    try:
        hidden = suppress(counts, sums, cost=np.ones(len(counts)), shown=seen)
    except CannotHide:
        return
    assert not hidden[seen].any()
    assert all(width > 3 - 1e-6 for width in widths(counts, sums, hidden))


def test_a_single_small_count_takes_the_cheapest_with_it() -> None:
    counts, sums = with_margins(np.array([[20, 50, 2], [30, 10, 60], [8, 9, 70]]))
    hidden = suppress(counts, sums, cost=1.0 + np.log1p(counts)).reshape(4, 4)
    # 2 and a rectangle around it: the cheapest of all, with no total
    assert hidden.sum() == 4
    assert hidden[0, 2] and not hidden[3].any() and not hidden[:, 3].any()


def test_nothing_small_and_nothing_is_hidden() -> None:
    counts, sums = with_margins(np.array([[0, 50, 5], [30, 10, 60]]))
    assert not suppress(counts, sums, cost=np.ones(len(counts))).any()


def test_a_small_count_between_what_everybody_has_seen_cannot_be_hidden() -> None:
    counts, sums = with_margins(np.array([[7, 2], [30, 10]]))
    with pytest.raises(CannotHide):
        suppress(counts, sums, cost=np.ones(len(counts)), shown=counts != 2)
