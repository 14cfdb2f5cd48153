"""One area among the others, against the same asked slowly of the boundaries and the table of areas."""

from __future__ import annotations

import pytest

from dashboard.database import Edition
from dashboard.queries import about, area
from dashboard.queries.area import Area
from dashboard.state import State


def every(edition: Edition) -> list[Area]:
    codes = about.areas(edition)["area_code"]
    return [found for code in codes if (found := area.find(edition, code))]


def test_every_area_of_the_forum_but_the_forum_has_a_page(edition: Edition) -> None:
    rows = about.areas(edition).set_index("area_code")
    assert {found.code for found in every(edition)} == set(rows.index[rows["level"] != "lpo"])
    assert area.find(edition, "lpo-varnamo") is None
    assert area.find(edition, "0684") is None and area.find(edition, "") is None


def test_the_way_down_is_the_way_up(edition: Edition) -> None:
    rows = about.areas(edition).set_index("area_code")
    for found in every(edition):
        for code in found.parts:
            part = area.find(edition, code)
            assert part and part.above == (*found.above, (found.code, found.name))
            assert part.level == found.divided
            assert area.descends(edition, code, area=found)
            assert not area.descends(edition, found.code, area=part)
        assert [code for code, _ in found.above][:1] == ([] if found.is_kommun else [found.kommun])
        directly = found.above[-1][0] if found.above else None
        assert directly in (None, rows.at[found.code, "parent_code"])


@pytest.mark.parametrize("code", ["0683", "0683R003", "0683X0033", "varnamo-resecentrum"])
def test_neighbours_are_those_of_its_level_that_it_touches(edition: Edition, code: str) -> None:
    shapes = edition.boundaries.set_index("area_code")
    here = shapes.loc[code]
    slow = {
        other
        for other, row in shapes.iterrows()
        if other != code and row["level"] == here["level"] and row.geometry.distance(here.geometry) <= 1
    }  # fmt: skip
    assert set(area.neighbours(edition, code)) == slow
    assert bool(slow) == (code != "varnamo-resecentrum")


def test_the_view_of_an_area_keeps_weeks_problems_and_source(edition: Edition) -> None:
    asked = State(typ=("stold",), period="ar", kalla="fault_reports", omrade="0662", valt="x")
    kept = asked.but(omrade="", niva="regso", valt="")
    for code, where in {
        "0683": ("0683", "regso", ""),
        "0683R003": ("0683", "regso", "0683R003"),
        "0683X0033": ("0683", "deso", "0683X0033"),
        "varnamo-resecentrum": ("0683", "plats", "varnamo-resecentrum"),
    }.items():
        found = area.find(edition, code)
        assert found
        state = found.state(asked)
        assert (state.omrade, state.niva, state.valt) == where
        beside = "ifjol" if where[1] == "plats" else "vantat"  # nothing is expected of a place
        assert state.but(omrade="", niva="regso", valt="") == kept.but(jamfor=beside)
        before = found.state(asked.but(jamfor="fore"))
        assert before.jamfor == "fore"
    deso = area.find(edition, "0683X0033")
    assert deso and deso.divided_state(asked).niva == "plats"


def test_a_source_that_has_placed_nothing_there_is_not_among_those_that_have(
    edition: Edition,
) -> None:
    rows = edition.query("select * from out.incident")
    for level, column in {"regso": "regso_code", "plats": "place_code"}.items():
        slow = {str(row.source) for row in rows[rows[column].notna()].itertuples()}
        assert area.placed(edition, level) == slow
    assert "police_deso_extract" not in area.placed(edition, "plats")
