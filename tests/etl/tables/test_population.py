"""Who lives where, when only some of the areas have a number or a boundary."""

from __future__ import annotations

import pandas as pd

from etl import edition

SQL = (edition.TABLES / "core/population.sql").read_text(encoding="utf-8")
AREA = pd.DataFrame(
    {
        "area_code": ["2080A0010", "2080C1010", "2080C1020", "2080R001", "2080R002", "2080"],
        "level": ["deso", "deso", "deso", "regso", "regso", "kommun"],
        "kommun_code": "2080",
        "parent_code": ["2080R001", "2080R002", "2080R002", "2080", "2080", None],
    }
)
Row = tuple[int, str, int, int]


def summed(*rows: Row) -> dict[tuple[str, int], int]:
    """Area and year -> residents, of rows of batch, area, year, residents."""
    db = edition.connect()
    edition.run_layer(db, "raw")
    db.register("incoming", AREA)
    db.execute("create table core.area as from incoming")
    for row in rows:
        db.execute("insert into raw.population values ($1, $2, $3, 'total', $4)", [*row])
    db.execute(SQL)
    found = db.execute("select area_code, year, population from core.population").fetchall()
    assert len(found) == len({row[:2] for row in found})
    return {(code, year): number for code, year, number in found}


ALL = ((1, "2080A0010", 2024, 10), (1, "2080C1010", 2024, 20), (1, "2080C1020", 2024, 30))


def test_a_whole_file_is_summed() -> None:
    found = summed(*ALL)
    assert found[("2080R002", 2024)] == 50
    assert found[("2080", 2024)] == 60


def test_a_deso_without_a_boundary_is_one_of_the_kommun_s() -> None:
    assert summed(*ALL, (1, "2080C1030", 2024, 5))[("2080", 2024)] == 65


def test_a_regso_is_summed_when_all_its_deso_have_a_number() -> None:
    found = summed(*ALL[:2])
    assert found[("2080R001", 2024)] == 10
    assert ("2080R002", 2024) not in found


def test_years_are_their_own() -> None:
    found = summed(*ALL, (1, "2080C1010", 2023, 7))
    assert found[("2080R002", 2024)] == 50 and ("2080R002", 2023) not in found


def test_an_older_division_s_deso_are_not_added_to_the_newer_s() -> None:
    older = ((1, "2080A0010", 2024, 9), (1, "2080C1090", 2024, 50))
    assert summed(*older, *((2, *row[1:]) for row in ALL))[("2080", 2024)] == 60


def test_what_a_file_says_of_the_kommun_stands() -> None:
    assert summed(*ALL, (1, "2080", 2024, 61))[("2080", 2024)] == 61
