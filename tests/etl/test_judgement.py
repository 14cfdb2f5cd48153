"""What stands out in a forum's own files, from the rows to the list."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import FILES, Row, incident

AREAS = FILES / "scb_areas.geojson"
STOP = date(2024, 9, 15)  # a Sunday: its week is whole
MONDAY = date(2024, 9, 9)
FORUM = '[forum]\nlpo = "lpo-x"\n[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkommuner = ["2080", "2081"]\n'


def reported(day: date, **more: str) -> Row:
    return incident(str(day), start=str(day), end=str(day), **more)


def ordinary(*, years: int, per_week: float = 3, seed: int = 1, **more: str) -> list[Row]:
    """Rows at random over the years up to the stop, and one on the first and the last day."""
    draw = np.random.default_rng(seed)
    days = years * 365
    found = draw.integers(0, days, draw.poisson(per_week * days / 7))
    return [reported(STOP - timedelta(days=int(d)), **more) for d in [0, *found, days]]


def outbreak(*, weeks: int, per_week: int, last: date = STOP, **more: str) -> list[Row]:
    return [
        reported(last - timedelta(days=7 * week + 1), **more)
        for week in range(weeks)
        for _ in range(per_week)
    ]


@pytest.fixture
def forum(place: Place) -> Place:
    place.settings(FORUM)
    warehouse.load(place.workplace, [AREAS])
    return place


def test_what_stands_out_is_told_once_and_since_when(forum: Place) -> None:
    more = {"kommun": "2081", "deso": "2081C1150"}
    forum.load(
        *ordinary(years=6), *ordinary(years=6, seed=2, **more),
        *outbreak(weeks=3, per_week=12, **more),
    )  # fmt: skip
    found = forum.ask("""
        select week, problem_type, area_code, count, word, since, has_season
        from out.finding join out.expected using (weeks, week, source, problem_type, area_code, count, word, since)
        where weeks = 4 and week = (select max(week) from out.finding)
    """)
    [(week, problem, area, count, word, since, has_season)] = found
    assert (week, problem, word) == (MONDAY, "skadegorelse", "tydlig avvikelse")
    assert area in {"2081", "2081R012"}
    assert count >= 36
    assert since <= MONDAY - timedelta(weeks=1)
    assert has_season
    [(expected, upper)] = forum.ask(f"""
        select expected, upper from out.expected
        where weeks = 4 and week = '{MONDAY}' and area_code = '2081' and problem_type = ''
    """)
    assert 7 < expected < 18
    assert upper < 36


def test_every_window_is_counted_as_the_rows_are(forum: Place) -> None:
    forum.load(*ordinary(years=6), *ordinary(years=6, seed=2, kommun="2081", deso="2081C1150"))
    wrong = forum.ask("""
        with counted as (
            select weeks, week, level, area_code, problem_type, count, (
                select coalesce(sum(i.count), 0) from out.incident i
                where i.week between e.week - 7 * (e.weeks - 1) and e.week
                    and (e.problem_type = '' or i.problem_type = e.problem_type)
                    and e.area_code in (i.kommun_code, i.regso_code, i.deso_code, 'lpo-x')
            ) as rows
            from out.expected e
        )
        from counted where count <> rows
    """)
    assert wrong == []
    levels = forum.ask("select distinct level from out.expected order by all")
    assert levels == [("deso",), ("forum",), ("kommun",), ("regso",)]


def test_the_stated_number_of_chance_rows_is_held(forum: Place) -> None:
    forum.load(*ordinary(years=6, per_week=20))
    for weeks in (1, 4):
        [(rows, series)] = forum.ask(f"""
            select sum(false_rows), sum(series) from out.examined where weeks = {weeks}
        """)
        assert 0 < rows <= 0.5
        assert series > 0


def test_a_short_history_is_put_beside_the_year_before_and_no_history_beside_nothing(
    forum: Place,
) -> None:
    forum.load(*ordinary(years=2))
    assert forum.ask("select distinct has_season from out.expected") == [(False,)]
    [(expected, before)] = forum.ask(f"""
        select expected, (
            select sum(count) from out.incident where week between '{MONDAY}'::date - 385 and '{MONDAY}'::date - 364
        ) from out.expected
        where weeks = 4 and week = '{MONDAY}' and area_code = '2080' and problem_type = ''
    """)  # fmt: skip
    assert expected == before + 0.5


def test_under_a_year_nothing_is_expected(forum: Place) -> None:
    forum.load(*(reported(STOP - timedelta(days=d)) for d in range(300)))
    assert forum.ask("select count(*) from out.expected") == [(0,)]
    assert forum.ask("select count(*) from out.finding") == [(0,)]


def test_weeks_that_were_never_read_in_are_not_calm(forum: Place) -> None:
    """A year's file is missing: what is compared is the others, and none of its weeks is judged."""
    rows = ordinary(years=6)
    for year in {row["Inskr år"] for row in rows} - {"2023"}:
        forum.load(*(row for row in rows if row["Inskr år"] == year))
    [(expected,)] = forum.ask(f"""
        select expected from out.expected
        where weeks = 4 and week = '{MONDAY}' and area_code = '2080' and problem_type = ''
    """)
    assert 8 < expected < 18  # three a week all the time
    assert forum.ask("""
        select count(*) from out.expected where week between '2023-10-01' and '2023-12-25'
    """) == [(0,)]  # fmt: skip


def test_late_reports_are_met_by_what_was_known_as_early(forum: Place) -> None:
    """Half of all is written in five weeks later: a steady flow is steady to the end."""
    days = [STOP - timedelta(days=d) for d in range(6 * 365)]
    rows = [reported(day) for day in days]
    late = [
        incident(str(day + timedelta(days=35)), start=str(day), end=str(day))
        for day in days
        if day + timedelta(days=35) <= STOP
    ]
    forum.load(*rows, *late)
    [(count, expected, word)] = forum.ask(f"""
        select count, expected, word from out.expected
        where weeks = 4 and week = '{MONDAY}' and area_code = '2080' and problem_type = ''
    """)
    assert count == 28
    assert expected == pytest.approx(28, abs=1)
    assert word == "inom normal variation"


def test_without_a_forum_no_limit_is_shared(place: Place) -> None:
    place.load(*ordinary(years=6))
    assert place.ask("select count(*) from out.expected") == [(0,)]
    assert place.ask("select count(*) from out.examined") == [(0,)]


def test_what_may_not_be_told_so_finely_is_not_judged_so_finely(forum: Place) -> None:
    forum.load(*ordinary(years=6, per_week=8, code="0409"), *ordinary(years=6, per_week=8, seed=3))
    types = forum.ask("select distinct problem_type from out.expected order by all")
    assert types == [("",), ("skadegorelse",)]


def test_only_what_has_changed_is_worked_out_again(forum: Place) -> None:
    forum.load(*ordinary(years=6))
    derived = forum.workplace.derived
    before = {file.name: file.stat().st_mtime_ns for file in derived.iterdir()}
    answer = forum.ask("from out.expected order by all")
    warehouse.load(forum.workplace, [FILES / "scb_population.csv"])
    assert {file.name: file.stat().st_mtime_ns for file in derived.iterdir()} == before
    assert forum.ask("from out.expected order by all") == answer
    for file in derived.iterdir():
        file.write_bytes(b"PK\3\4 damaged")
    warehouse.load(forum.workplace, [FILES / "bra_municipal_indicators.csv"])
    assert {file.name for file in derived.iterdir()} == before.keys()
    assert forum.ask("from out.expected order by all") == answer
