from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import dash
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.database import Edition
from dashboard.export.table import disarmed
from dashboard.queries.overview import Overview, overview
from dashboard.state import State, to_query
from tests.dashboard.oracle import QUARTERLY

VIEWS = [
    State(),
    State(omrade="0683", niva="deso", typ=("stold", "skadegorelse")),
    State(niva="kommun", period="ar", jamfor="fore"),
    State(valt="0683R002", period="1v"),
    State(typ=("ran", min(QUARTERLY))),
]
NUMBERS = ("Antal", "Antal då", "Skillnad")
TOO_FEW = "för få för att bedöma"


def view_of(edition: Edition, state: State) -> Overview:
    view = overview(edition, state)
    assert view is not None
    return view


def fetched(app: dash.Dash, state: State) -> tuple[str, list[dict[str, str]]]:
    answer = app.server.test_client().get("/tabell.csv" + to_query(state))
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8")
    numbers, _, _ = text.removeprefix("\ufeff").partition("\r\n\r\n")  # notes come after
    return text, list(csv.DictReader(io.StringIO(numbers), delimiter=";"))


@pytest.mark.parametrize("state", VIEWS, ids=to_query)
def test_every_number_in_the_file_is_the_views(
    edition: Edition, app: dash.Dash, state: State
) -> None:
    view = view_of(edition, state)
    _, rows = fetched(app, state)

    def expected(area: str, problem: str, row: dict[str, Any]) -> tuple[Any, ...]:
        now, before = row["now"], row["before"]
        return area, problem, str(now), str(before), str(now - before), row["word"] or TOO_FEW

    place = view.place
    together = "alla valda problem"
    lines = [expected(place.code, together, view.total)]
    lines += [expected(place.code, r["name"], r) for r in view.by_type.to_dict("records")]
    lines += [expected(r["area_code"], together, r) for r in view.by_area.to_dict("records")]
    columns = ("Områdeskod", "Problem", *NUMBERS, "Bedömning")
    found = [tuple(row[c] for c in columns) for row in rows]
    assert sorted(found) == sorted(lines)


def test_a_spreadsheet_opens_the_file_as_it_is(app: dash.Dash) -> None:
    text, rows = fetched(app, State())
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\u00a0" not in text
    for row in rows:
        assert None not in row
        assert None not in row.values()
        for column in NUMBERS:
            assert re.fullmatch(r"-?\d+", row[column])


def test_each_row_says_where_it_comes_from_and_what_it_is(app: dash.Dash) -> None:
    _, rows = fetched(app, State())
    for row in rows:
        assert row["Källa"] == "Polismyndigheten, anmälda brott, månadsuttag"
        assert row["Till och med"] == "2026-11-22"
        assert row["Underlag"] == "1"
        assert row["Märkning"] == "EXEMPELDATA"
        assert row["Visas för"]
        assert (row["Veckor"], row["Jämfört med"]) == ("v. 44–47 2026", "v. 44–47 2025")


def test_the_file_is_named_after_what_it_shows(app: dash.Dash) -> None:
    answer = app.server.test_client().get("/tabell.csv?omrade=0683&vecka=2026-W20")
    assert 'filename="lagesbild-0683-2026-v20.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("kind", sorted(QUARTERLY))
def test_no_number_stands_for_a_type_that_is_only_shown_per_quarter(
    app: dash.Dash, kind: str
) -> None:
    """What was chosen may not be shown per week, and other problems' sums are not it."""
    _, rows = fetched(app, State(typ=(kind,)))
    assert rows
    assert "alla valda problem" not in {row["Problem"] for row in rows}


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_text_is_run_as_a_formula(text: str) -> None:
    cell = disarmed(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell.removeprefix("'") == text.replace("\u00a0", " ").removeprefix("'")


@pytest.mark.parametrize("text", ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"])
def test_formulas(text: str) -> None:
    assert disarmed(text) == "'" + text


def test_numbers_stay_numbers() -> None:
    assert (disarmed(-7), disarmed(0), disarmed(True)) == (-7, 0, 1)


def test_what_there_is_nothing_to_compare_with_has_no_difference(app: dash.Dash) -> None:
    _, rows = fetched(app, State(vecka=date(2021, 5, 24)))
    for row in rows:
        assert (row["Antal då"], row["Skillnad"]) == ("", "")
        assert row["Bedömning"] == "inget att jämföra med"
        assert row["Antal"].isdigit()
