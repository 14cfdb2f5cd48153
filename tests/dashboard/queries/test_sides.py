"""Police and kommun side by side, against the same counted row by row."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.database import Edition
from dashboard.queries import about, area, incidents, sides
from dashboard.queries.sides import (
    ALIKE,
    DIFFERS,
    ONLY_KOMMUN,
    ONLY_POLICE,
    TOO_FEW,
    Side,
    Sides,
    Told,
)
from dashboard.state import WEEK, Span, State, span
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL

STOP = date(2026, 11, 22)
COLUMNS = {
    "kommun": "kommun_code",
    "regso": "regso_code",
    "deso": "deso_code",
    "plats": "place_code",
}


@pytest.mark.parametrize("code", ["0683", "0662", "0683R003", "0683X0033", "varnamo-resecentrum"])
@pytest.mark.parametrize("state", [State(), State(period="1v"), State(period="ar", vecka=date(2026, 3, 2))])  # fmt: skip
def test_every_source_is_counted_for_itself(edition: Edition, code: str, state: State) -> None:
    place = area.find(edition, code)
    assert place
    weeks = span(state, data_stop=STOP)
    found = sides.sides(edition, place, span=weeks)
    slow: Counter[tuple[str, str]] = Counter()
    ever: set[tuple[str, str]] = set()
    for row in edition.rows("select * from out.incident"):
        ever.add((row["source"], row["problem_type"]))
        if row[COLUMNS[place.level]] == code and weeks.first <= row["week"] <= weeks.last:
            slow[row["source"], row["problem_type"]] += row["count"]
    placed = {side.source for side in found.sides if side.is_placed}
    told = {(s, problem): t for problem, of in found.counts.items() for s, t in of.items()}
    assert {key: n for key, t in told.items() if (n := t.count)} == dict(slow)
    coarse = set(sides.too_coarse(edition, place))
    names = about.type_names(edition)
    assert set(told) == {
        (source, problem) for source, problem in ever if source in placed and names[problem] not in coarse
    }  # fmt: skip


def test_words_are_the_source_s_own_and_of_the_very_same_weeks(edition: Edition) -> None:
    place = area.find(edition, "0683")
    assert place
    weeks = span(State(), data_stop=STOP)
    told = sides.sides(edition, place, span=weeks).counts
    rows = edition.rows(
        "select * from out.expected where weeks = 4 and week = $week and area_code = '0683'",
        week=weeks.last,
    )
    slow = {(r["source"], r["problem_type"]): r["word"] for r in rows if r["word"]}
    for problem, of in told.items():
        for source, one in of.items():
            assert one.word == slow.get((source, problem))
    year = span(State(period="ar"), data_stop=STOP)
    every = sides.sides(edition, place, span=year).counts.values()
    assert {t.word for of in every for t in of.values()} == {None}


def test_a_source_that_does_not_hold_the_weeks_says_nothing_by_its_silence(
    edition: Edition,
) -> None:
    place = area.find(edition, "0683")
    assert place
    early = Span(date(2021, 3, 1), date(2021, 3, 22), 52 * WEEK)
    found = sides.sides(edition, place, span=early)
    by_name = {side.source: side for side in found.sides}
    assert by_name["police_deso_extract"].tells
    assert not by_name["fault_reports"].tells and not by_name["observer_reports"].tells
    assert found.compared == []
    late = sides.sides(edition, place, span=span(State(), data_stop=STOP))
    for side in late.sides:
        known = incidents.coverage(edition, source=side.source, kommuner=("0683",))
        assert side.until and side.until - known["data_stop"] <= timedelta(days=6)
        assert side.is_police == (side.counted == "anmälda brott")


def of(*named: str) -> list[Side]:
    """p… are the police's, k… the kommun's."""
    return [
        Side(name, name, name, name.startswith("p"), date(2021, 1, 1), STOP, True, True, 0)
        for name in named
    ]


TOLD = st.builds(Told, count=st.integers(0, 6), word=st.sampled_from([None, NORMAL, FEWER, LOOK, CLEAR]))  # fmt: skip


@given(st.dictionaries(st.sampled_from(["p1", "p2", "k1", "k2"]), TOLD, min_size=1))
def test_what_differs_and_how(told: dict[str, Told]) -> None:
    found = Sides(of("p1", "p2", "k1", "k2"), {"klotter": told})
    police: list[Any] = [t for name, t in told.items() if name[0] == "p"]
    kommun: list[Any] = [t for name, t in told.items() if name[0] == "k"]
    if not police or not kommun or not any(t.count for t in told.values()):
        assert found.compared == []
        return
    [difference] = found.compared
    reported, seen = any(t.count for t in police), any(t.count for t in kommun)
    if reported and seen:
        over = [[t.word in (LOOK, CLEAR) for t in side if t.word] for side in (police, kommun)]
        apart = all(over) and any(all(over[a]) and not any(over[b]) for a, b in ((0, 1), (1, 0)))
        assert difference.kind == (DIFFERS if apart else ALIKE)
    elif max(t.count for t in told.values()) < 3:
        assert difference.kind == TOO_FEW
    else:
        assert difference.kind == (ONLY_POLICE if reported else ONLY_KOMMUN)


def test_silences_come_first_and_what_one_alone_can_tell_of_is_kept_apart() -> None:
    told = {
        "stold": {"p1": Told(9, None), "k1": Told(9, None)},
        "klotter": {"p1": Told(0, None), "k1": Told(4, None)},
        "ran": {"p1": Told(7, None), "k1": Told(0, None)},
        "rykten": {"k1": Told(2, None)},
        "bedrageri": {"p1": Told(5, None)},
        "brand": {"p1": Told(0, None)},
    }
    found = Sides(of("p1", "k1"), told)
    assert [(d.problem_type, d.kind) for d in found.compared] == [
        ("klotter", ONLY_KOMMUN), ("ran", ONLY_POLICE), ("stold", ALIKE),
    ]  # fmt: skip
    assert found.alone == {True: ["bedrageri"], False: ["rykten"]}
