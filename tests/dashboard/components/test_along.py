"""What goes along from page to page, and nothing that no page wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import along
from dashboard.components.along import DOORS, way
from dashboard.journal.views import View, Views
from dashboard.state import State, carried, from_query, to_query
from tests.dashboard.test_state import STATES


@given(STATES, st.sampled_from(list(DOORS)), st.sampled_from(["/", "/platser"]))
def test_each_door_leads_to_the_same_place_problem_week_and_source(
    state: State, door: str, path: str
) -> None:
    to = along.through(door, path=path, search=to_query(state))
    path_there, _, query = to.partition("?")
    there, strange = from_query(query)
    if path_there != door:
        assert path_there == f"{along.AREA}/{state.omrade}"
        there = there.but(omrade=path_there.removeprefix(along.AREA + "/"))
    assert (there, strange) == (carried(state), [])


def test_an_area_is_known_by_its_kommun_and_other_pages_pass_nothing_on() -> None:
    of = "?typ=stold&flik=trygghet&lista=3&nr=2"
    assert along.through("/", path="/omrade/0683R001", search=of) == "/?omrade=0683&typ=stold"
    assert along.through("/omrade", path="/omrade/0683", search="") == "/omrade/0683"
    assert along.through("/", path="/mote", search="?typ=stold") == "/"


@given(STATES)
def test_a_view_is_saved_as_it_is_and_knows_no_list(state: State) -> None:
    found = way("/platser" + to_query(state))
    assert found is not None
    query = str(found).partition("?")[2]
    assert from_query(query) == (state.but(lista=0, nr=0), [])
    walked = str(found.at(3, 2)).partition("?")[2]
    assert from_query(walked) == (state.but(lista=3, nr=2), [])


@given(st.text() | st.from_regex(r"/[a-z/.]{0,9}\?[a-z0-9=&%/:.]{0,30}", fullmatch=True))
def test_no_address_leads_out_of_the_app(address: str) -> None:
    found = way(address)
    if found is not None:
        assert str(found).startswith("/") and not str(found).startswith("//")
        assert way(str(found)) == found


@pytest.mark.parametrize("address", ["//ond.se", "https://ond.se", "/\\ond.se", "", None, 7, "/x/y/z", "/?" + "a" * 5000])  # fmt: skip
def test_what_is_no_address_of_ours_is_none(address: object) -> None:
    assert way(address) is None


def test_a_walk_ends_at_its_ends() -> None:
    three = Views(3, "BRÅ", tuple(View(n, f"vy {n}", f"/?vecka=2026-W0{n}") for n in (1, 2, 3)))
    assert along.walking(three, 0, here="/") is along.walking(three, 4, here="/") is None
    first, last = (
        str(along.walking(three, n, here="/platser?lista=3&nr=1&typ=ran")) for n in (1, 3)
    )
    assert "/?vecka=2026-W02&lista=3&nr=2" in first and "W03" not in first
    assert "/?vecka=2026-W02&lista=3&nr=2" in last and "W01" not in last
    assert "href='/platser?typ=ran'" in first  # where one is left
