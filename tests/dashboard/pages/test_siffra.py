"""A number is pressed, and its card says what it is and what may be said of it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.dashboard.conftest import Visit, drawn, query
from tests.dashboard.pages.test_in_a_browser import readable_by_everybody
from tests.dashboard.test_words import NOT_OURS, WHY


def test_a_number_is_a_card_and_back_leads_to_the_very_same_view(visit: Visit) -> None:
    page = visit("/?omrade=0683&typ=stold")
    total = page.locator("#types .total a")
    number = (total.text_content() or "").removesuffix(", om siffran")
    total.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} anmälda brott")
    assert query(page) == "omrade=0683&typ=stold"
    card = page.locator("#siffra-body")
    for said in ("Polismyndigheten", "kommunpolis", "v.\u00a044–47 2026", "Preliminär", "Godtagna"):
        expect(card).to_contain_text(said)
    expect(page.locator("#siffra-said p")).to_have_count(3)
    expect(page.locator("#siffra-said")).to_contain_text("Samma kvartal året före var antalet")
    text = card.inner_text()
    assert WHY.findall(page.locator("#siffra-said").inner_text()) == []
    assert NOT_OURS.findall(text) == []
    page.get_by_role("button", name="Kopiera länken").press("Enter")
    expect(page.get_by_role("button", name="Kopierat")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.endswith("/siffra?kalla=police_deso_extract&omrade=0683&typ=stold&vecka=2026-W47")
    page.reload()
    drawn(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} anmälda brott")
    page.go_back()
    expect(page.locator("#map-said")).to_contain_text("Stöld och häleri")
    assert query(page) == "omrade=0683&typ=stold"


def test_a_card_can_be_read_by_everybody(visit: Visit) -> None:
    page = visit("/siffra?typ=inbrott_lokal&niva=deso&valt=0683A0010&farg=röd")
    expect(page.locator(".notice")).to_contain_text("en del som sidan inte har")
    readable_by_everybody(page)


def test_every_row_of_the_news_has_its_card(visit: Visit) -> None:
    page = visit()
    rows = page.locator("#findings .about-number")
    for at in range(rows.count()):
        number = (rows.nth(at).text_content() or "").removesuffix(", om siffran")
        rows.nth(at).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{number} "))
        expect(page.locator("#outward")).to_contain_text("det närmaste som är publicerat")
        page.go_back()
        expect(rows.nth(at)).to_be_visible()
