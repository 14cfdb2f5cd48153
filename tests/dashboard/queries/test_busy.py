"""Platser's numbers against a slow second reading of the files they come from."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.database import Edition, Editions
from dashboard.queries import about, hours, standing_out
from dashboard.queries.busy import DEFAULT, Busy, busy, of_places
from dashboard.state import PERIODS, WEEK
from etl.workplace import Workplace
from geodata import busy as judged
from tests.dashboard import oracle
from tests.dashboard.oracle import Rows, summed, week_counts
from tests.dashboard.queries.test_overview import KOMMUNER, SOURCE, STOP

LAST_WEEK = date(2026, 11, 16)
PLACED = [t["code"] for t in oracle.TYPES if t["finest_period"] == "week" and t["finest_level"] != "kommun"]  # fmt: skip
STATES = st.builds(
    DEFAULT.but,
    omrade=st.sampled_from(["", *KOMMUNER]),
    niva=st.sampled_from(["regso", "deso"]),
    typ=st.lists(st.sampled_from(PLACED), unique=True, max_size=3).map(tuple),
    period=st.sampled_from(list(PERIODS)),
    vecka=st.none() | st.integers(0, 100).map(lambda n: LAST_WEEK - n * WEEK),
)
OBSERVERS = DEFAULT.but(kalla="observer_reports", period="ar")


@pytest.fixture(scope="session")
def known(example: Workplace) -> Rows:
    return oracle.rows(example.folder / "inbox")


def seen(edition: Edition, state) -> Busy:
    view = busy(edition, state)
    assert view is not None
    return view


@settings(max_examples=30)
@given(state=STATES)
def test_every_place_has_its_rows(edition: Edition, known: Rows, state) -> None:
    view = seen(edition, state)
    here = [r for r in known if (not state.omrade or r.kommun == state.omrade) and (not state.typ or r.problem in state.typ)]  # fmt: skip
    weeks = view.span
    now, before = week_counts(here, first=weeks.first, last=weeks.last, shift=weeks.shift, stop=STOP)  # fmt: skip
    for column, rows in (("now", now), ("before", before)):
        counts = summed(rows, "area", state.niva)
        found = dict(zip(view.areas["area_code"], view.areas[column], strict=True))
        assert {code: n for code, n in found.items() if n} == {c: n for c, n in counts.items() if c}
    assert view.without_area == summed(now, "area", state.niva)[None]


@settings(max_examples=20)
@given(state=STATES, days=st.sampled_from(["vardag", "helg"]))
def test_days_chosen_are_counted_in_parts_of_whole_blocks(
    edition: Edition, known: Rows, state, days: str
) -> None:
    view = seen(edition, state.but(dagar=days))
    blocks = [LAST_WEEK - (4 * n + 3) * WEEK for n in range(13)]
    blocks = [b for b in blocks if b <= view.span.last and b + 4 * WEEK > view.span.first]
    assert sorted(blocks) == list(view.blocks)
    wanted = {"vardag": range(5), "helg": range(5, 7)}[days]
    parts: defaultdict[str | None, float] = defaultdict(float)
    for r in known:
        if not any(b <= r.week < b + 4 * WEEK for b in blocks) or r.problem in oracle.QUARTERLY:
            continue
        if (state.omrade and r.kommun != state.omrade) or (state.typ and r.problem not in state.typ):  # fmt: skip
            continue
        if r.begun is None or (r.occurred - r.begun).days > 5:
            continue
        span = [(r.begun + timedelta(n)).weekday() for n in range(max((r.occurred - r.begun).days, 0) + 1)]  # fmt: skip
        parts[r.area(state.niva)] += r.count * sum(day in wanted for day in span) / len(span)
    found = dict(zip(view.areas["area_code"], view.areas["now"], strict=True))
    for code, value in found.items():
        assert value == pytest.approx(parts[code], abs=1e-3)
    assert view.without_area == pytest.approx(parts[None], abs=1e-3)
    assert not view.is_comparable and view.is_filtered


@pytest.mark.parametrize("kind", ["narkotika", "vald_hot", "skadegorelse"])
@pytest.mark.parametrize("level", ["deso", "regso"])
@pytest.mark.parametrize("back", [0, 7])
def test_what_is_judged_when_asked_is_what_is_published(
    edition: Edition, kind: str, level: str, back: int
) -> None:
    chosen = {"source": SOURCE, "types": (kind,), "level": level}
    last = LAST_WEEK - back * WEEK
    words, periods = standing_out._published(edition, **chosen, last=last)
    codes, neighbours = standing_out._neighbours(edition, level)
    counts = standing_out._four_weekly(edition, **chosen, last=last, codes=codes)
    asked = judged.told(*judged.seen(counts, neighbours))
    assert periods == asked.periods > 0
    found = words.loc[codes]
    assert found["times"].tolist() == asked.times.tolist()
    assert [w if isinstance(w, str) else None for w in found["word"]] == asked.word.tolist()


def test_a_place_has_the_same_label_whatever_part_of_the_map_is_looked_at(edition: Edition) -> None:
    state = DEFAULT.but(typ=("narkotika",))
    whole = seen(edition, state).areas.set_index("area_code")["word"]
    part = seen(edition, state.but(omrade="0683")).areas.set_index("area_code")["word"]
    assert whole.notna().any()
    assert part.tolist() == whole.loc[part.index].tolist()


def test_hours_together_are_the_day_and_the_days_the_week(edition: Edition) -> None:
    whole = seen(edition, OBSERVERS)
    assert whole.has_hours and whole.has_weekdays
    day = {tid: seen(edition, OBSERVERS.but(tid=tid)) for tid in ("natt", "dag", "kvall")}
    grid = whole.hour_weights.reshape(7, 24)
    for tid, view in day.items():
        first, last = hours.HOURS[tid]
        assert view.total + view.without_area == pytest.approx(grid[:, first:last].sum(), abs=1e-3)
    week = [seen(edition, OBSERVERS.but(dagar=days)) for days in ("vardag", "helg")]
    assert sum(v.total + v.without_area for v in week) == pytest.approx(whole.weekday_weights.sum(), abs=1e-3)  # fmt: skip
    evening = seen(edition, OBSERVERS.but(tid="kvall", dagar="helg"))
    assert evening.total + evening.without_area == pytest.approx(grid[5:, 18:].sum(), abs=1e-3)


def test_what_the_source_does_not_tell_is_not_asked_of_it(edition: Edition) -> None:
    police = seen(edition, DEFAULT.but(tid="kvall", dagar="helg"))
    assert (police.state.tid, police.state.dagar) == ("alla", "helg")
    assert not police.has_hours and police.weekday_weights.sum() > 100
    faults = seen(edition, DEFAULT.but(kalla="fault_reports", tid="kvall", dagar="helg"))
    assert (faults.state.tid, faults.state.dagar) == ("alla", "alla")
    assert not faults.has_weekdays


def test_the_hours_of_a_place_are_its_own(edition: Edition) -> None:
    view = seen(edition, OBSERVERS)
    codes = list(view.ranked["area_code"])
    each = of_places(edition, view, codes)
    for code in codes:
        picked = seen(edition, OBSERVERS.but(valt=code))
        np.testing.assert_allclose(each[code], picked.hour_weights, atol=1e-4)
    unplaced = view.hour_weights - sum(each.values())
    assert (unplaced > -1e-3).all()


def test_named_places_are_counted_apart(edition: Edition) -> None:
    view = seen(edition, OBSERVERS)
    assert set(view.named["area_code"]) == set(about.at_level(edition, "plats")["area_code"])
    assert 0 < view.named["now"].sum() <= view.total + view.without_area


def test_few_events_give_no_concentration(edition: Edition) -> None:
    view = seen(edition, DEFAULT.but(period="1v", typ=("ran",)))
    assert view.concentration is None
    whole = seen(edition, DEFAULT)
    found = whole.concentration
    assert found is not None
    five = np.sort(whole.areas["now"])[-5:].sum() / whole.total
    assert found.share == pytest.approx(five)
    assert found.expected < found.lower < found.upper


def test_before_the_year_of_hours_there_are_none(edition: Edition) -> None:
    view = seen(edition, DEFAULT.but(vecka=date(2024, 3, 4)))
    assert view.blocks == () and view.week.empty
    assert view.total > 0 and view.periods == 0  # the labels reach as far


def test_no_incidents_is_none(survey_only: Workplace) -> None:
    assert busy(Editions(survey_only.editions, "shared").current(), DEFAULT) is None


def test_types_that_are_never_told_of_a_place_are_in_no_count(edition: Edition) -> None:
    view = seen(edition, DEFAULT.but(typ=("nara_relation",)))
    assert view.is_coarse
    assert view.total == view.without_area == view.week["weight"].sum() == view.periods == 0
    both = seen(edition, DEFAULT.but(typ=("nara_relation", "stold")))
    assert not both.is_coarse and both.types == ("stold",)
