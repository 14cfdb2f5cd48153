"""Platser as it is used, and the same on one sheet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import SIZES, Visit, drawn, query


def choose(page: Page, control: str, name: str) -> None:
    page.locator(f"#{control}").click()
    page.get_by_role("option", name=name, exact=True).click()
    drawn(page)


def test_a_place_is_picked_in_the_list_and_let_go(visit: Visit) -> None:
    page = visit("/platser")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fem platser har")
    first = page.locator("#p-places .pick").first
    name = first.inner_text()
    first.click()
    expect(page).to_have_url(re.compile(r"/platser\?valt=\d{4}"))
    expect(page.locator("#p-hours-said")).to_contain_text(f"i {name},")
    page.get_by_role("button", name=f"Ta bort {name}").click()
    expect(page).to_have_url(re.compile(r"/platser$"))
    expect(page.locator("#p-hours-said")).to_contain_text("i LPO Värnamo,")
    page.go_back()
    expect(page.locator("#p-hours-said")).to_contain_text(f"i {name},")


def test_every_choice_is_in_the_address_and_back_again(visit: Visit) -> None:
    page = visit("/platser")
    choose(page, "p-kalla", "Rapportörernas händelser (EST)")
    choose(page, "p-period", "Ett år")
    choose(page, "p-tid", "Kväll 18–24")
    choose(page, "p-niva", "RegSO")
    expect(page).to_have_url(re.compile("niva=regso"))
    assert set(query(page).split("&")) == {"kalla=observer_reports", "period=ar", "tid=kvall", "niva=regso"}  # fmt: skip
    expect(page.locator("#p-headline")).to_contain_text("bara kväll 18–24")
    expect(page.locator("#p-print")).to_have_attribute("href", "/patrullblad?" + query(page))
    page.reload()
    drawn(page)
    expect(page.locator("#p-tid")).to_have_value("Kväll 18–24")
    expect(page.locator("#p-headline")).to_contain_text("bara kväll 18–24")
    expect(page.locator("#p-hours .heatmaplayer image, #p-hours .hm").first).to_be_attached()
    page.get_by_role("button", name="En period tidigare").click()
    expect(page).to_have_url(re.compile("vecka=2025-W"))


def test_hours_that_the_source_does_not_tell_are_said_and_cannot_be_chosen(visit: Visit) -> None:
    page = visit("/platser?tid=kvall")
    expect(page.locator("#p-message")).to_have_text(
        "Klockslag finns inte i källan: hela dygnet visas."
    )
    expect(page.locator("#p-tid")).to_be_disabled()
    expect(page.locator("#p-dagar")).to_be_enabled()
    page = visit("/platser?kalla=fault_reports")
    expect(page.locator("#p-hours-picture")).to_be_hidden()
    expect(page.locator("#p-hours-said")).to_have_text("Källan säger inte när på veckan det hände.")


def test_an_address_with_strange_parts_is_followed_as_far_as_it_goes(visit: Visit) -> None:
    page = visit("/platser?omrade=9999&niva=kommun")
    expect(page.locator("#p-message")).to_contain_text("omrade")
    expect(page.locator("#p-niva")).to_have_value("RegSO")


def test_nothing_loaded_is_said(visit: Visit, survey_site: str) -> None:
    page = visit("/platser", at=survey_site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Inga händelser är inlästa än")
    expect(page.locator("#p-cards")).to_be_hidden()


def test_the_tables_behind_the_pictures_are_reached_with_the_keyboard(visit: Visit) -> None:
    page = visit("/platser?kalla=observer_reports&period=ar", size=SIZES["telefon"])
    for card, rows in (("#p-hours-card", 24), ("#p-map-card", 4)):
        summary = page.locator(f"{card} summary")
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{card} details tbody tr")).to_have_count(rows)


VIEWS = [
    "", "?typ=narkotika", "?dagar=helg", "?kalla=observer_reports&period=ar&niva=regso",
    "?typ=narkotika,stold,skadegorelse,vald_hot,bedrageri,inbrott_lokal,trafik&period=ar",
    "?kalla=fault_reports", "?period=1v&typ=ran",
]  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_a_patrol_gets_one_sheet(visit: Visit, view: str) -> None:
    made = visit("/patrullblad" + view).pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1


def test_the_sheet_says_where_when_how_many_and_leaves_room(visit: Visit) -> None:
    page = visit("/patrullblad?kalla=observer_reports&period=ar")
    sheet = page.locator("#patrol-sheet")
    for said in ("Patrullblad · LPO Värnamo", "EXEMPELDATA", "Visas för: polis och kommun", "kväll (18–24)", "Underlag 1"):  # fmt: skip
        expect(sheet).to_contain_text(said)
    heads = page.locator(".briefing thead th").all_inner_texts()
    assert heads[1:] == ["Var", "När på veckan", "Antal", "I fjol", "Sticker ut", "Anteckningar"]
    counts = [int(text) for text in page.locator(".briefing td.large").all_inner_texts()]
    assert counts == sorted(counts, reverse=True) and len(counts) == 4
    assert page.locator(".notes").all_inner_texts() == [""] * 4
    assert page.locator("main button:visible").all_inner_texts() == ["Skriv ut"]
    before = visit("/patrullblad").locator(".briefing tbody td:nth-child(5)").all_inner_texts()
    assert all(text.isdigit() for text in before)
