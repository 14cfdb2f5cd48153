"""Who has reported: each week of each organisation in a mark and a word, and the latest in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.components import reporting
from dashboard.queries.reporting import OBSERVERS

WEEK = pd.Timestamp(date(2026, 11, 9))


def rows(*cells: dict[str, Any]) -> pd.DataFrame:
    """One organisation each, all in one week."""
    calm = {"week": WEEK, "is_expected": True, "is_received": True, "is_missing": False, "reports": 0, "incidents": 0, "zero_reports": 0}  # fmt: skip
    return pd.DataFrame([calm | {"organisation": f"Skola {n}"} | c for n, c in enumerate(cells)])


MISSING = {"is_received": False, "is_missing": True}
NOT_DUE = {"is_received": False}


@pytest.mark.parametrize(
    ("cell", "mark", "word"),
    [
        ({"reports": 2, "incidents": 3}, "●", "rapporterat 3"),
        ({"reports": 1, "incidents": 1, "zero_reports": 1}, "●", "rapporterat 1"),
        ({"zero_reports": 1}, "○", "inget att rapportera"),
        ({}, "●", "rapporterat"),  # only of what is shown per quarter
        (MISSING, "△", "saknas"),
        (NOT_DUE, "", "inte väntad"),
    ],
)
def test_a_cell_is_a_mark_and_a_word(cell: dict[str, Any], mark: str, word: str) -> None:
    [row] = rows(cell).itertuples()
    shown, *said = reporting._cell(row).children
    assert shown.children == mark
    assert "".join(getattr(part, "children", part) for part in said) == word


@pytest.mark.parametrize(
    ("cells", "heard", "said"),
    [
        ([{}, {}], (2, 2), "I v.\u00a046 har 2 av 2 verksamheter hört av sig. Ingen saknas."),
        ([{}, MISSING, MISSING], (1, 3), "I v.\u00a046 har 1 av 3 verksamheter hört av sig. Saknas: Skola 1 och Skola 2."),
        ([MISSING], (0, 1), "I v.\u00a046 har 0 av 1 verksamhet hört av sig. Saknas: Skola 0."),
        ([NOT_DUE], None, "I v.\u00a046 väntades ingen. Ingen saknas."),
        ([{"is_expected": False}], None, "För v.\u00a046 har 1 verksamhet rapporterat. Inga rapportörer står i inställningarna"),
    ],
)  # fmt: skip
def test_the_sentence_names_who_is_missing_and_never_calls_silence_calm(
    cells: list[dict[str, Any]], heard: tuple[int, int] | None, said: str
) -> None:
    found = reporting.said_of(rows(*cells), heard=heard)
    assert found.startswith(said)
    assert found.endswith("Tystnad är inte lugn.")


def test_a_week_of_another_year_says_so() -> None:
    weeks = [pd.Timestamp(date(2026, 12, 21)), pd.Timestamp(date(2026, 12, 28)), pd.Timestamp(date(2027, 1, 4))]  # fmt: skip
    heads = [head.children for head in reporting._heads(weeks)]
    assert heads == ["v.\u00a052", "v.\u00a053", "v.\u00a01 2027"]


def test_the_observers_are_a_source(edition: Any) -> None:
    card = str(reporting.card(edition))
    assert "Saknas: Bostadsbolaget i Gislaved." in card
    assert "EXEMPELDATA. Källa: Forumets rapporterande verksamheter" in card
    assert edition.rows("from out.source where source = $source", source=OBSERVERS[0])
