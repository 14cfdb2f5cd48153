from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.components.near_repeats import near_repeats_card
from dashboard.database import Edition
from tests.dashboard.conftest import Made

AREAS = [
    {"area_code": "0683", "name": "Värnamo"},
    {"area_code": "0662", "name": "Gislaved"},
    {"area_code": "0683A0010", "name": "Rörstorp 1"},
]
COUNTED = {
    "source": "police_points", "batch": 7, "kommun_code": "0683", "last_day": date(2026, 11, 22), "metres": 200,
    "days": 14, "burglaries": 188, "pairs": 13, "expected": 10.143816, "pvalue": 0.2,
}  # fmt: skip
RISK = {
    "source": "police_points", "batch": 7, "kommun_code": "0683", "area_code": "0683A0010",
    "last_day": date(2026, 11, 22), "until": date(2026, 12, 3),
}  # fmt: skip


def said(edition: Edition, *kommuner: str) -> str:
    return str(near_repeats_card(edition, kommuner=kommuner or ("0683", "0662")))


def test_without_positions_it_cannot_be_told(edition: Edition) -> None:
    assert "Går inte att säga." in said(edition)


@pytest.mark.parametrize(
    ("pvalue", "words", "is_shown"),
    [(0.2, "inte fler än slumpen brukar ge", False), (0.01, ": fler än slumpen brukar ge", True)],
)
def test_where_the_risk_is_raised_is_told_only_where_burglaries_repeat(
    made: Made, pvalue: float, words: str, is_shown: bool
) -> None:
    older: dict[str, Any] = COUNTED | {"batch": 3, "last_day": date(2026, 10, 31), "pairs": 99}
    edition = made(area=AREAS, near_repeat=[older, COUNTED | {"pvalue": pvalue}], raised_risk=[RISK])  # fmt: skip
    text = said(edition)
    assert "13 par av 188 inbrott ligger högst 200 meter och högst 14 dagar" in text
    assert "mot 10,1 väntade" in text
    assert words in text
    assert "99" not in text
    assert ("Rörstorp 1" in text) == ("3 dec 2026" in text) == is_shown
    assert "Går inte att säga" in said(edition, "0662")
