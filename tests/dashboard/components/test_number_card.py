"""The card that a number leads to is about that number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import swedish
from dashboard.components import busy_cards, number_card
from dashboard.components.map_card import area_twin
from dashboard.components.problems import findings, quarters, types
from dashboard.components.tables import ABOUT
from dashboard.database import Edition
from dashboard.queries.busy import DEFAULT, busy
from dashboard.queries.overview import overview
from dashboard.state import State, from_query

VIEWS = [
    State(),
    State(omrade="0683", niva="deso", period="ar"),
    State(typ=("stold", "ran"), jamfor="fore"),
    State(kalla="fault_reports", matt="per1000"),
    State(typ=("sexualbrott",)),
]


def links(part: Any) -> Iterator[tuple[str, str]]:
    """Each number that leads to a card, and where."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from links(one)
    elif isinstance(part, Component):
        if getattr(part, "className", None) == ABOUT:
            yield part.children[0], part.href
        yield from links(getattr(part, "children", None))


def number_at(edition: Edition, public: Edition, address: str) -> str:
    path, _, query = address.partition("?")
    state, strange = from_query(query)
    assert (path, strange) == ("/siffra", [])
    view = overview(edition, state)
    assert view is not None
    card = number_card.card(edition, edition, public, view)
    return str(card[0].children[0].children[0].children[0].children)


@pytest.mark.parametrize("state", VIEWS, ids=str)
def test_each_number_of_the_page_is_the_number_of_its_card(
    edition: Edition, public: Edition, state: State
) -> None:
    view = overview(edition, state)
    assert view is not None
    found = [*links(types(view)), *links(findings(edition, view)), *links(quarters(view))]
    found += [] if view.is_coarse else list(links(area_twin(view)))[:12]
    assert len(found) > 3
    for number, address in found:
        assert number_at(edition, public, address) == number, address


def test_each_number_of_platser_is_the_number_of_its_card(
    edition: Edition, public: Edition
) -> None:
    view = busy(edition, DEFAULT.but(omrade="0683"))
    assert view is not None
    found = list(links(busy_cards.places(view)))
    assert found
    for number, address in found:
        assert number_at(edition, public, address) == number, address
    by_hour = busy(edition, DEFAULT.but(kalla="observer_reports", tid="kvall"))
    assert by_hour is not None and list(links(busy_cards.places(by_hour))) == []


def test_a_link_to_a_card_says_its_weeks_and_its_source(edition: Edition, public: Edition) -> None:
    view = overview(edition, State(omrade="0683"))
    assert view is not None
    said = str(number_card.card(edition, edition, public, view))
    assert "kalla=police_deso_extract&omrade=0683&vecka=2026-W47" in said
    assert "Polismyndigheten" in said and "kommunpolis" in said and "Preliminär" in said
    assert f"Brottsstatistik_Värnamo_{view.span.last:%Y%m}.csv" in said
    assert swedish.day(view.coverage["data_stop"]) in said
