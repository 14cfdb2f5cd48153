"""What the card of possible duplicates says: a proposal, from two named sources."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dashboard.components import told
from dashboard.components.rows import Rows
from tests.dashboard.conftest import Made

STOP = datetime(2026, 11, 22)
BATCH = {"read": 1, "accepted": 1, "rejected": 0, "period_from": STOP, "period_to": STOP, "extracted_at": STOP, "preliminary": False}  # fmt: skip
PAIR = {"problem_type": "stold", "kommun_code": "0683", "area_code": None, "source": "a", "other_source": "b", "occurred_on": date(2026, 11, 20), "count": 3, "other_count": 1}  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (1, "Ett par de senaste fyra veckorna, alla visas."),
        (11, "11 par de senaste fyra veckorna, de största visas."),
    ],
)
def test_pairs_are_proposals_from_named_sources(made: Made, pairs: int, said: str) -> None:
    names: list[dict[str, Any]] = [
        {"source": "a", "title": "Väktarna", "publisher": "Bolaget"},
        {"source": "b", "title": "Felanmälan", "publisher": "Kommunen"},
    ]
    edition = made(
        possible_duplicate=[PAIR] * pairs,
        edition=[{"number": 7, "is_example": True, "data_stop": STOP}],
        problem_type=[{"problem_type": "stold", "name": "Stöld", "position": 1}],
        source=names,
        batch=[BATCH | {"source": name["source"]} for name in names],
        area=[{"area_code": "0683", "name": "Värnamo"}],
    )
    card = str(told.pairs(edition))
    assert said in card
    assert "inget slås ihop" in card
    assert "EXEMPELDATA. Källor: Kommunen, Felanmälan, till och med 22 nov 2026; Bolaget, Väktarna" in card  # fmt: skip
    assert card.count("Väktarna: 3") == card.count("Felanmälan: 1") == min(pairs, 10)


def test_a_year_of_rescue_calls_is_summed_when_all_of_it_is_there(made: Made) -> None:
    calls = [
        {"source": "m", "kommun_code": "0683", "month": date(year, month, 1), "kind": kind, "count": 2}
        for kind in ("fire", "automatic_alarm")
        for year, months in ((2024, 12), (2025, 11))
        for month in range(1, months + 1)
    ]  # fmt: skip
    edition = made(
        rescue_call=calls,
        edition=[{"number": 7, "is_example": False, "data_stop": STOP}],
        source=[{"source": "m", "title": "Räddningstjänstens händelser", "publisher": "MCF"}],
        batch=[BATCH | {"source": "m"}],
    )
    card = told.rescue(edition)
    [table] = [part for part in card._traverse() if isinstance(part, Rows)]
    assert ["Bränder", "–", "24"] in table.rows
    assert "Trafikolyckor" not in str(card)  # of these nothing has been read in
    assert "var anlagd" in str(card)
