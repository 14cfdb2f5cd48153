"""Fler källor: a card per subject that has rows, and no card for one that has none."""

from __future__ import annotations

import pytest
from dash import html
from playwright.sync_api import expect

from dashboard.components import dialogue, reporting, told
from dashboard.components.rows import Rows
from dashboard.database import Edition, Editions
from dashboard.pages import berattar
from etl.workplace import Workplace
from tests.dashboard.conftest import SIZES, Visit

CARDS = (*berattar.WIDE, *berattar.SMALL)


@pytest.fixture(scope="module")
def samples(workplace: Workplace) -> Edition:
    return Editions(workplace.editions, "shared").current()


def texts(component: html.Section | None) -> list[str]:
    assert component is not None
    said = []
    for part in component._traverse():
        if isinstance(part, Rows):
            said += [cell for row in part.rows for cell in row]
        elif isinstance(getattr(part, "children", None), str):
            said.append(part.children)
    return said


def test_each_subject_has_a_card_when_it_has_rows(
    samples: Edition, edition: Edition, survey_only: Workplace
) -> None:
    assert [make(samples) is not None for make in CARDS] == [
        True,
        False,
        True,
        True,
        True,
        True,
        True,
    ]
    assert [make(edition) is not None for make in CARDS] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    bare = Editions(survey_only.editions, "shared").current()
    assert [make(bare) for make in CARDS] == [None] * len(CARDS)


def test_every_card_says_what_it_shows_and_where_it_comes_from(samples: Edition) -> None:
    for card in filter(None, (make(samples) for make in CARDS)):
        said = texts(card)
        assert any(text.startswith(("Källa: ", "Källor: ")) and "Underlag 1." in text for text in said)  # fmt: skip
        assert sum(text.endswith(".") for text in said) >= 2
        assert "%" not in " ".join(said)


def test_what_damage_cost_and_for_how_many_it_is_known(samples: Edition) -> None:
    said = texts(told.costs(samples))
    assert {"aug\u00a02024", "2 av 3", "sep\u00a02024", "1 av 1", "12\u00a0000"} <= set(said)


def test_a_quarter_that_is_not_whole_has_no_sum(samples: Edition) -> None:
    [table] = [p for p in told.concerns(samples)._traverse() if isinstance(p, html.Table)]
    _, _, body = table.children
    rows = [[cell.children for cell in row.children] for row in body.children]
    assert [row[1:] for row in rows] == [["–", "–"], ["–", "47"], ["0", "28"], ["–", "–"], ["74", "61"]]  # fmt: skip


def test_two_dialogues_are_never_summed(samples: Edition, edition: Edition) -> None:
    said = texts(dialogue.card(samples))
    assert {"204 svar", "18 svar", "61", "9"} <= set(said)
    said = texts(dialogue.card(edition))
    assert {"228 svar", "171 svar", "180 svar", "203 svar"} <= set(said)
    assert any(text.startswith("Platser som nämndes mest: ") for text in said)


def test_all_marks_are_read_aloud(edition: Edition) -> None:
    said = set(texts(reporting.card(edition)))
    assert {"rapporterat", "inget att rapportera", "saknas", "inte väntad"} <= said


def test_the_page_shows_them_and_says_when_there_are_none(visit: Visit, survey_site: str) -> None:
    page = visit("/fler-kallor")
    expect(page.locator("#reporting-card thead th:visible")).to_have_count(9)
    page.set_viewport_size({"width": SIZES["telefon"][0], "height": 844})
    expect(page.locator("#reporting-card thead th:visible")).to_have_count(5)
    expect(page.locator("#dialogue-card h3")).to_have_text(["Enkät", "Medarbetardialog"])
    page = visit("/fler-kallor", at=survey_site)
    expect(page.get_by_text("Data saknas")).to_be_visible()
