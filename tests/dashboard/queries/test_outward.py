"""Which counts may be said to anybody, against a slow count of the edition's own rows."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.components.outward_words import sentences
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.outward import _sum, outward
from dashboard.queries.overview import overview
from dashboard.state import WEEK, State, span

STOP = date(2026, 11, 22)


@pytest.fixture(scope="module")
def rows(edition: Edition) -> pd.DataFrame:
    found = edition.query("select * from out.incident where source = 'police_deso_extract'")
    texts = ["problem_type", "kommun_code", "regso_code", "deso_code"]
    return found.astype(dict.fromkeys(texts, object))


def thursday_in(monday: date, first: date, after: date) -> bool:
    return first <= monday + timedelta(days=3) < after


@pytest.mark.parametrize("period", ["4v", "1v", "ar"])
@pytest.mark.parametrize("place", [{}, {"omrade": "0683"}, {"niva": "regso"}, {"niva": "deso"}])
@pytest.mark.parametrize("typ", [(), ("stold",), ("brand",), ("stold", "ran")])
def test_a_count_is_of_a_kommun_or_larger_and_of_four_weeks_or_more(
    edition: Edition, rows: pd.DataFrame, period: str, place: dict[str, str], typ: tuple[str, ...]
) -> None:
    state = State(period=period, typ=typ, kalla="police_deso_extract", **place)  # type: ignore[arg-type]
    codes = sorted(set(rows["kommun_code"]))
    if "niva" in place:
        state = state.but(valt=rows[f"{state.niva}_code"].dropna().mode()[0])
        codes = [state.valt[:4]]
    elif state.omrade:
        codes = [state.omrade]
    found = outward(edition, state)
    assert found is not None
    weeks = span(state, data_stop=STOP)
    within = rows["week"].dt.date.between(weeks.first, weeks.last)
    if state.valt or period == "1v":
        assert found.is_quarter and found.when == "kvartal 3 2026" and found.is_coarser
        within = rows["week"].map(
            lambda w: thursday_in(w.date(), date(2026, 7, 1), date(2026, 10, 1))
        )
    of_type = rows["problem_type"].isin(typ or set(rows["problem_type"]))
    counted = rows[within & of_type & rows["kommun_code"].isin(codes)]
    cells = counted.groupby(["kommun_code", "problem_type"])["count"].sum()
    small = cells[cells.between(1, 4)]
    if cells.sum() < 5 or small.empty:
        assert found.count == cells.sum()
    elif len(typ) > 1 or len(small) == 1:
        assert (found.count, found.unsaid) == (None, "avslöjar")
    else:
        assert found.count in {None, cells.sum()}
    named = " ".join(sentences(found))
    areas = about.areas(edition)
    smaller = areas.loc[areas["level"].isin(["regso", "deso", "plats"]), "name"]
    assert not [name for name in smaller if name in named and name not in found.where]


def test_what_is_shown_no_finer_is_said_per_quarter(edition: Edition) -> None:
    view = overview(edition, State(typ=("sexualbrott",), omrade="0683"))
    assert view is not None
    found = outward(
        edition, State(typ=("sexualbrott",), omrade="0683", kalla="police_deso_extract")
    )
    assert found is not None
    assert (found.when, found.before, found.lower) == ("kvartal 3 2026", None, None)
    same = (view.quarters["quarter"] == pd.Timestamp(2026, 7, 1)) & (view.quarters["problem_type"] == "sexualbrott")  # fmt: skip
    assert found.count == view.quarters.loc[same, "count"].sum()


def test_a_source_that_not_all_share_gives_no_answer(edition: Edition) -> None:
    assert outward(edition, State(kalla="police_points")) is None


def test_a_time_that_is_not_read_in_is_not_zero(edition: Edition) -> None:
    found = outward(edition, State(vecka=date(2010, 1, 4), kalla="police_deso_extract"))
    assert found is not None and (found.count, found.unsaid) == (None, "saknas")


@settings(deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.booleans())
def test_a_sum_never_tells_a_part_under_five(parts: list[int], is_whole: bool) -> None:
    """By trying every way in which the small parts could make up the sum."""
    total, _ = _sum(pd.Series(parts), is_whole=is_whole)
    small = [n for n in parts if n < 5]
    if total is None or total < 5 or not small:
        return
    assert is_whole
    left = total - sum(n for n in parts if n >= 5)
    ways: dict[int, set[tuple[int, ...]]] = {0: {()}}
    for _ in small:
        longer: dict[int, set[tuple[int, ...]]] = {}
        for so_far, how in ways.items():
            for n in range(1, 5):
                longer.setdefault(so_far + n, set()).update((*way, n) for way in how)
        ways = longer
    possible = [{way[at] for way in ways[left]} for at in range(len(small))]
    assert all(len(values) > 1 for values in possible)


def test_the_latest_weeks_are_those_of_the_page(edition: Edition) -> None:
    view = overview(edition, State(omrade="0683", typ=("stold",)))
    found = outward(edition, State(omrade="0683", typ=("stold",), kalla="police_deso_extract"))
    assert view is not None and found is not None
    assert (found.count, found.lower, found.upper) == (view.total["now"], view.total["lower"], view.total["upper"])  # fmt: skip
    assert view.span.last - view.span.first == 3 * WEEK
