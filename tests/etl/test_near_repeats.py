"""Near repeats: counted while a file's positions are in memory, told per kommun and area."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from math import hypot
from pathlib import Path

import numpy as np
import pytest

from etl import intake, retention, warehouse
from etl.known import Known
from etl.problem_types import PACKAGED
from etl.settings import Settings
from tests.conftest import everything_in
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, written
from tests.etl.test_judgement import AREAS, FORUM

HOME = (523_811.5, 6_704_731.5)  # inside 2081C1080
OTHER = (521_925.5, 6_704_515.5)  # inside 2081C1070
END = date(2024, 6, 30)


def home(
    at: tuple[float, float], day: date, *, east: float = 0.0, **more: str
) -> dict[str, object]:
    row: dict[str, object] = {
        "ID": "1", "BROTTSKOD": "9802", "LATITUDE": f"{at[1]:.1f}", "LONGITUDE": f"{at[0] + east:.1f}",
        "GATA": "", "GATUNR": "", "KOMMUN": "Borlänge", "BROTTSDATUMTID_START": f"{day} 08:00",
        "BROTTSDATUMTID_SLUT": f"{day} 17:00",
    }  # fmt: skip
    return row | more


def spread(*, number: int, seed: int = 1) -> list[dict[str, object]]:
    """Over 300 days and 400 metres of one area, the last ones a month before the end."""
    draw = np.random.default_rng(seed)
    return [
        home(HOME, END - timedelta(days=30 + int(day)), east=float(east))
        for day, east in zip(
            draw.integers(0, 300, number), draw.uniform(0, 400, number), strict=True
        )
    ]


@pytest.fixture
def forum(place: Place) -> Place:
    place.settings(FORUM)
    warehouse.load(place.workplace, [AREAS])
    return place


def load(place: Place, *rows: dict[str, object], name: str = "punkter.csv") -> warehouse.Loaded:
    return warehouse.load(place.workplace, [written(place.folder / name, *rows)])


def pairs(rows: list[dict[str, object]]) -> int:
    """One pair at a time, as the labels say: within 200 metres and within 14 days."""
    told = [
        (float(str(r["LONGITUDE"])), float(str(r["LATITUDE"])), date.fromisoformat(str(r["BROTTSDATUMTID_SLUT"])[:10]))
        for r in rows
    ]  # fmt: skip
    return sum(
        hypot(a[0] - b[0], a[1] - b[1]) <= 200 and abs((a[2] - b[2]).days) <= 14
        for a, b in combinations(told, 2)
    )


def test_pairs_are_counted_and_positions_go_no_further(forum: Place) -> None:
    rows = spread(number=40)
    rows += [home(HOME, END - timedelta(days=200 + n), east=190) for n in range(20)]  # a series
    rows += [home(OTHER, END, BROTTSKOD="1201")]  # damage, on the file's last day
    load(forum, *rows)
    [(last_day, metres, days, burglaries, found, expected, pvalue)] = forum.ask("""
        select last_day, metres, days, burglaries, pairs, expected, pvalue from out.near_repeat
        where source = 'police_points' and kommun_code = '2081'
    """)
    assert (last_day, metres, days, burglaries) == (END, 200, 14, 60)
    assert found == pairs(rows[:-1])
    assert 0 < expected < found
    assert pvalue <= 0.01 + 1e-6
    assert forum.ask("from out.raised_risk") == []  # the last was a month ago
    said = everything_in(forum.workplace.folder)
    assert not any(str(row["LONGITUDE"]) in said for row in rows)


def test_the_risk_is_raised_in_the_burglary_s_own_area_for_two_weeks(forum: Place) -> None:
    lately = [home(HOME, END - timedelta(days=n)) for n in (0, 3, 14)]
    load(forum, *spread(number=5), *lately, home(OTHER, END - timedelta(days=15)))
    found = forum.ask("select area_code, last_day, until from out.raised_risk")
    assert found == [("2081C1080", END, END + timedelta(days=14))]


def test_how_near_and_how_soon_are_closed(forum: Place) -> None:
    """Exactly 200 metres and 14 days make a pair; a metre or a day more does not."""
    first = END - timedelta(days=100)
    rows = [home(HOME, first), home(HOME, first + timedelta(days=14), east=200)]
    rows += [
        home(HOME, first - timedelta(days=1), east=401),
        home(HOME, first - timedelta(days=60)),
    ]
    load(forum, *rows, home(OTHER, END))
    assert forum.ask("select pairs, burglaries from out.near_repeat") == [(1, 5)]


def test_under_five_nothing_is_told_and_that_is_said(forum: Place) -> None:
    [batch] = load(forum, *spread(number=4)).batches
    assert batch["notes"] == [
        "Upprepning i närheten går inte att säga: färre än fem bostadsinbrott med läge i Borlänge."
    ]
    assert forum.ask("from out.near_repeat") == []
    assert forum.ask("from out.raised_risk") == []


def test_what_may_have_happened_any_week_is_not_counted(forum: Place) -> None:
    start = str(END - timedelta(days=115)) + " 08:00"
    long = home(HOME, END - timedelta(days=100), BROTTSDATUMTID_START=start)
    elsewhere = home(HOME, END - timedelta(days=100), KOMMUN="Falun")
    load(forum, *spread(number=5), long, elsewhere)
    assert forum.ask("select burglaries from out.near_repeat") == [(5,)]


def test_pairs_never_span_files_and_a_replaced_file_tells_nothing(forum: Place) -> None:
    one = [home(HOME, END - timedelta(days=n)) for n in range(5)]
    next_day = [home(HOME, END + timedelta(days=n)) for n in range(1, 6)]
    load(forum, *one, name="a.csv")
    load(forum, *next_day, name="b.csv")
    assert forum.ask("select pairs from out.near_repeat order by last_day") == [(10,), (10,)]
    assert forum.ask("select until from out.raised_risk") == [(END + timedelta(days=19),)]
    load(forum, *one[1:], *next_day, home(HOME, END - timedelta(days=9)), name="c.csv")
    assert forum.ask("select pairs from out.near_repeat") == [(45,)]


def test_an_area_extract_says_nothing_of_it(forum: Place) -> None:
    warehouse.load(forum.workplace, [SAMPLES / "police_deso_extract.csv"])
    assert forum.ask("from out.near_repeat") == []


def test_who_may_not_see_the_burglaries_does_not_see_that_they_repeat(place: Place) -> None:
    place.settings(FORUM + '[kallor.police_points]\nmottagare = "kommun"\n')
    warehouse.load(place.workplace, [AREAS])
    load(place, *spread(number=6), home(HOME, END))
    for audience, rows in (("shared", 0), ("municipality-2080", 0), ("municipality-2081", 1)):
        for table in ("near_repeat", "raised_risk"):
            assert place.ask(f"select count(*) from out.{table}", audience=audience) == [(rows,)]


@pytest.mark.parametrize(("finest", "repeats"), [(("kommun", "week"), 1), (("deso", "quarter"), 0)])
def test_a_workplace_that_tells_burglaries_coarsely_tells_of_files_from_before_so_too(
    forum: Place, finest: tuple[str, str], repeats: int
) -> None:
    load(forum, *spread(number=6), home(HOME, END))
    tables = ("near_repeat", "raised_risk")
    assert [forum.ask(f"select count(*) from out.{t}") for t in tables] == [[(1,)], [(1,)]]
    head, rest = PACKAGED.read_text(encoding="utf-8").split('code = "bostadsinbrott"')
    for old, new in zip(('level = "deso"', 'period = "week"'), finest, strict=True):
        rest = rest.replace(old, f'{old.split(" = ")[0]} = "{new}"', 1)
    own = f'{head}code = "bostadsinbrott"{rest}'
    (forum.workplace.folder / "problemtyper.toml").write_text(own, encoding="utf-8")
    warehouse.rebuild(forum.workplace)
    found = [forum.ask(f"select count(*) from out.{t}") for t in tables]
    assert found == [[(repeats,)], [(0,)]]


def test_what_repeats_goes_with_the_rows_when_they_have_been_kept_long_enough(
    forum: Place,
) -> None:
    load(forum, *spread(number=6), home(HOME, END))
    retention.prune(forum.workplace, decision="KS 1/2030", today=date(2029, 6, 1))
    assert forum.ask("select count(*) from out.near_repeat") == [(1,)]
    load(forum, *[home(HOME, date(2026, 1, n)) for n in range(1, 6)], name="b.csv")
    retention.prune(forum.workplace, decision="KS 2/2030", today=date(2030, 6, 1))
    assert forum.ask("select last_day from out.near_repeat") == [(date(2026, 1, 5),)]


def test_it_comes_back_from_a_process_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", *spread(number=6), home(HOME, END))
    here = intake.receive(path, source=None, settings=Settings()).reading.near_repeats
    about, *_ = intake.as_tables(path, None, Settings(), Known(), {}, False)
    assert here
    assert tuple(about.to_pylist()[0]["near_repeats"]) == here
