"""Clusters in a forum's own files, from the rows to the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import Row
from tests.etl.test_judgement import AREAS, FORUM, MONDAY, STOP, outbreak, reported

BORLANGE = ("2081C1150", "2081C1180", "2081C1070", "2081C1080", "2081C1100", "2081C1120", "2081C1140")  # fmt: skip
LAST = {"kommun": "2081", "deso": "2081C1080"}


@pytest.fixture
def forum(place: Place) -> Place:
    place.settings(FORUM)
    warehouse.load(place.workplace, [AREAS])
    return place


def spread(*, weeks: int, per_week: int = 14, seed: int = 1, **more: str) -> Iterator[Row]:
    """As many every week, at random over the days and over Borlänge's seven DeSO."""
    draw = np.random.default_rng(seed)
    for week in range(weeks):
        for day, deso in draw.integers((7, 7), size=(per_week, 2)):
            yield reported(
                STOP - timedelta(days=7 * week + int(day)),
                **({"kommun": "2081", "deso": BORLANGE[deso]} | more),
            )


def test_more_in_a_few_places_lately_is_told_with_its_places_and_since_when(forum: Place) -> None:
    """Half a year's rows in one place would be no cluster: what is new is that they lie there now."""
    forum.load(*spread(weeks=53), *outbreak(weeks=3, per_week=6, **LAST))
    [(week, first, area, areas, observed, expected, recurrence, word)] = forum.ask("""
        select week, first_week, area_code, areas, observed, expected, recurrence, word
        from out.cluster where problem_type = 'skadegorelse'
    """)
    assert (week, first) == (MONDAY, MONDAY - timedelta(weeks=2))
    assert (area, areas) == ("2081R016", ["2081C1080"])
    assert (recurrence, word) == (20_000, "tydlig avvikelse")
    [(counted,)] = forum.ask(f"""
        select sum(count) from out.incident
        where deso_code = '2081C1080' and week between '{first}' and '{week}'
    """)
    assert observed == counted
    [(there, then, everything)] = forum.ask(f"""
        select
            sum(count) filter (deso_code = '2081C1080'), sum(count) filter (week >= '{first}'), sum(count)
        from out.incident where week > '{MONDAY - timedelta(weeks=52)}'
    """)
    assert expected == pytest.approx(there * then / everything)


def test_where_no_series_is_over_a_cluster_is_a_row_of_its_own(forum: Place) -> None:
    forum.load(*spread(weeks=53), *outbreak(weeks=3, per_week=6, **LAST))
    assert forum.ask("from out.expected where weeks = 4") == []  # a year and no more
    found = forum.ask("""
        select week, problem_type, level, area_code, count = observed, lower, upper, since, cluster_areas, cluster_since
        from out.finding join out.cluster using (week, problem_type, area_code)
        where weeks = 4
    """)
    since = MONDAY - timedelta(weeks=2)
    row = (MONDAY, "skadegorelse", "regso", "2081R016", True, None, None, since, ["2081C1080"], since)  # fmt: skip
    assert found == [row]
    assert forum.ask("select count(*) from out.finding where weeks = 4") == [(1,)]


def test_one_happening_is_one_row_cluster_or_not(forum: Place) -> None:
    forum.load(*spread(weeks=6 * 52), *outbreak(weeks=3, per_week=12, **LAST))
    told = forum.ask(f"""
        select problem_type, upper is not null, since, cluster_areas, cluster_since, other_areas, other_sources
        from out.finding where weeks = 4 and week = '{MONDAY}'
    """)
    [(problem, has_band, since, areas, cluster_since, others, sources)] = told
    assert (problem, has_band, areas, sources) == ("skadegorelse", True, ["2081C1080"], [])
    assert since <= cluster_since == MONDAY - timedelta(weeks=2)
    assert not {"2081C1080", "2081"} & set(others)
    assert forum.ask(f"""
        select count(*) from out.finding where week < '{MONDAY}' and len(cluster_areas) > 0
    """) == [(0,)]  # fmt: skip


def test_steady_flows_have_no_clusters_and_searches_are_counted_among_the_chances(
    forum: Place,
) -> None:
    few = spread(weeks=9, per_week=1, seed=2, code="0810")  # nine cases of another kind
    forum.load(*spread(weeks=6 * 52), *few)
    assert forum.ask("from out.cluster") == []
    assert forum.ask("select weeks, sum(searches) from out.examined group by all order by all") == [
        (1, 0), (4, 2),
    ]  # fmt: skip
    [(rows, look)] = forum.ask("""
        select sum(false_rows), any_value(look) from out.examined where weeks = 4
    """)
    assert 2 * look <= rows * 1.001
    assert rows <= 0.5


def test_what_has_not_been_read_is_not_looked_through(forum: Place) -> None:
    rows = [*spread(weeks=80), *outbreak(weeks=3, per_week=6, **LAST)]
    forum.load(*(row for row in rows if row["Inskr årmånad"] < "202402"))
    forum.load(*(row for row in rows if row["Inskr årmånad"] > "202402"))
    assert forum.ask("select sum(searches) from out.examined") == [(0,)]
    assert forum.ask("from out.cluster") == []
    forum.load(*(row for row in rows if row["Inskr årmånad"] == "202402"))
    assert forum.ask("select sum(searches) from out.examined") == [(2,)]
    assert forum.ask("select count(*) from out.cluster") == [(2,)]


def test_late_weeks_do_not_hide_a_cluster_nor_make_one(forum: Place) -> None:
    """Only a third of the last two weeks has come in, everywhere."""
    draw = np.random.default_rng(3)
    late = date(2024, 9, 2)
    rows = [*spread(weeks=53, per_week=30), *outbreak(weeks=4, per_week=12, **LAST)]
    known = [
        row
        for row in rows
        if row["Brottsdatum"] in {str(STOP), str(STOP - timedelta(days=370))}
        or row["Brottsdatum"] < str(late)
        or draw.random() < 1 / 3
    ]
    forum.load(*known)
    found = forum.ask("select areas from out.cluster where problem_type = 'skadegorelse'")
    assert found == [(["2081C1080"],)]


def test_what_lasted_for_weeks_has_no_week_to_be_in(forum: Place) -> None:
    start = str(STOP - timedelta(days=20))
    long = [{**row, "Brottsdatum från": start} for row in outbreak(weeks=1, per_week=20, **LAST)]
    forum.load(*spread(weeks=53), *long)
    assert forum.ask("from out.cluster") == []
