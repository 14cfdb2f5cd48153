"""The checks: what a table that is wrong is caught by."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from etl.edition import CHECKS
from etl.workplace import Workplace
from tests.conftest import Published

COARSE = (CHECKS / "out/sensitive_types_are_coarse.sql").read_text(encoding="utf-8")
PLACES = ("regso_code", "deso_code", "place_code")
TABLES = {"incident": PLACES, "incident_by_area": PLACES, "incident_hour": PLACES[:2]}
KINDS = {"skada": PLACES, "inbrott": PLACES[:2], "fusk": (), "vald": ()}
BROKEN = [
    (table, kind, place)
    for table, places in TABLES.items()
    for kind, allowed in KINDS.items()
    for place in places
    if place not in allowed
]


@pytest.fixture
def out() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table with a row of each type that may be there, as finely as it may be."""
    with duckdb.connect() as db:
        db.execute("attach ':memory:' as out")
        db.execute("""
            create table out.problem_type as
            from (values ('skada', 'plats', 'week'), ('inbrott', 'deso', 'week'),
                ('fusk', 'kommun', 'week'), ('vald', 'kommun', 'quarter'))
                as kinds(problem_type, finest_level, finest_period);
            create table out.area as
            from (values ('t', 'plats'), ('d', 'deso'), ('r', 'regso')) as areas(area_code, level);
            create table out.possible_duplicate as
            from (values ('skada', 't'), ('inbrott', 'd')) as pairs(problem_type, area_code)
        """)
        for table, places in TABLES.items():
            db.execute(f"create table out.{table} (problem_type varchar, {' varchar, '.join(places)} varchar)")  # fmt: skip
            for kind in ("skada", "inbrott", "fusk"):
                said = ["x" if place in KINDS[kind] else None for place in places]
                db.execute(
                    f"insert into out.{table} values (?{', ?' * len(places)})", [kind, *said]
                )
        assert db.execute(COARSE).fetchall() == []
        yield db


@pytest.mark.parametrize(("table", "kind", "place"), BROKEN)
def test_a_row_finer_than_its_type_may_be_is_caught(
    out: duckdb.DuckDBPyConnection, table: str, kind: str, place: str
) -> None:
    out.execute(f"insert into out.{table} (problem_type, {place}) values (?, 'x')", [kind])
    assert out.execute(COARSE).fetchall() == [(kind,)]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", ["vald", "okand"])
def test_a_type_per_quarter_or_unknown_is_caught_wherever_it_stands(
    out: duckdb.DuckDBPyConnection, table: str, kind: str
) -> None:
    out.execute(f"insert into out.{table} (problem_type) values (?)", [kind])
    assert out.execute(COARSE).fetchall() == [(kind,)]


@pytest.mark.parametrize(("kind", "area"), [("inbrott", "t"), ("fusk", "r"), ("vald", "r")])
def test_a_pair_in_too_small_an_area_is_caught(
    out: duckdb.DuckDBPyConnection, kind: str, area: str
) -> None:
    out.execute("insert into out.possible_duplicate values (?, ?)", [kind, area])
    assert out.execute(COARSE).fetchall() == [(kind,)]


def test_every_published_table_of_types_in_small_areas_is_looked_at(
    workplace: Workplace, published: Published
) -> None:
    found = published(workplace, audience="shared").execute(
        """
        select table_name, list(column_name) from duckdb_columns() where database_name = 'out'
        group by 1 having list_contains(list(column_name), 'problem_type')
        """
    ).fetchall()  # fmt: skip
    fine = {name: set(columns) & set(PLACES) for name, columns in found}
    assert {name: places for name, places in fine.items() if places} == {
        name: set(places) for name, places in TABLES.items()
    }
