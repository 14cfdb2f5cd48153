"""What every published table must have, and the definitions that travel with the numbers."""

from __future__ import annotations

import re

import numpy as np
import pytest

from etl.edition import CHECKS, TABLES
from etl.statistics import change
from etl.workplace import Workplace
from tests.conftest import Published

FILES = sorted(f for layer in ("out", "judged", "public") for f in (TABLES / layer).glob("*.sql"))
ALL = sorted([*TABLES.rglob("*.sql"), *CHECKS.rglob("*.sql")])


def audiences(workplace: Workplace) -> list[str]:
    assert workplace.current is not None
    return sorted(file.stem for file in workplace.edition(workplace.current).glob("*.duckdb"))


def test_one_file_per_audience(workplace: Workplace) -> None:
    assert audiences(workplace) == ["municipality-2080", "municipality-2081", "public", "shared"]


def test_every_published_table_and_column_is_described_in_every_audience_s_file(
    workplace: Workplace, published: Published
) -> None:
    for audience in audiences(workplace):
        db = published(workplace, audience=audience)
        described = db.execute("""
            select table_name, column_name, comment from duckdb_columns() where database_name = 'out'
            union all
            select table_name, '', comment from duckdb_tables() where database_name = 'out'
            union all
            select function_name, '', comment from duckdb_functions() where database_name = 'out'
        """).fetchall()
        assert len(described) > 20
        for table, column, comment in described:
            assert comment and not comment.endswith("."), (audience, table, column)


def test_a_public_file_has_the_public_tables_and_no_others(
    workplace: Workplace, published: Published
) -> None:
    tables = {
        audience: {
            name
            for (name,) in published(workplace, audience=audience)
            .execute("select table_name from duckdb_tables() where database_name = 'out'")
            .fetchall()
        }
        for audience in ("shared", "public")
    }
    assert tables["public"] == {
        "area", "crime_statistic", "dialogue", "edition", "indicator", "open_left_out", "open_month",
        "open_regso_year", "open_rule", "open_type_quarter", "open_type_year", "problem_type", "question",
        "series_break", "source", "survey_result",
    }  # fmt: skip
    assert tables["shared"] == {
        f.stem for f in FILES if f.parent.name in {"out", "judged"} and f.stem != "macros"
    }


@pytest.mark.parametrize("file", [f for f in FILES if f.stem != "macros"], ids=lambda f: f.stem)
def test_a_file_makes_the_table_it_is_named_after(file) -> None:
    sql = file.read_text(encoding="utf-8")
    assert re.findall(r"^create table (\S+)", sql, re.MULTILINE) == [f"out.{file.stem}"]
    assert set(re.findall(r"^comment on (?:table|column) out\.(\w+)", sql, re.MULTILINE)) == {
        file.stem
    }


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_first_line_says_what_a_row_is(file) -> None:
    assert file.read_text(encoding="utf-8").startswith(("-- ", "select "))
    if TABLES in file.parents:
        assert file.read_text(encoding="utf-8").startswith("-- ")


def test_the_published_macros_say_what_the_statistics_say(
    workplace: Workplace, published: Published
) -> None:
    now, before = (grid.ravel() for grid in np.meshgrid(np.arange(130), np.arange(130)))
    for audience in ("shared", "public"):
        found = published(workplace, audience=audience).execute(
            """
            select out.poisson_z(now, before) as z, out.change_word(now, before) as word
            from (select unnest($now) as now, unnest($before) as before)
            """,
            {"now": now.tolist(), "before": before.tolist()},
        ).fetchall()  # fmt: skip
        z, words = zip(*found, strict=True)
        np.testing.assert_allclose(z, change.poisson_z(now, before), atol=1e-12)
        assert list(words) == change.word(now, before).tolist()
