"""How often chance alone gives a row, in words."""

from __future__ import annotations

import pytest

from dashboard.components import wording


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (3.2, "omkring tre"),
        (0.7, "omkring en"),
        (0.6, "en sådan varannan gång"),
        (0.34, "en sådan var tredje gång"),
        (0.12, "en sådan var åttonde gång"),
        (0.1, "en sådan var tionde gång"),
        (0.09, "en sådan mer sällan än var tionde gång"),
    ],
)
def test_what_chance_gives(rows: float, said: str) -> None:
    assert wording._about(rows) == said


def test_no_size_is_without_words() -> None:
    for rows in range(1, 2000):
        times = wording._about(rows / 1000)
        assert times.startswith(("omkring", "en sådan"))
