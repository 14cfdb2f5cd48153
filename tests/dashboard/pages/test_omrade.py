"""Område as it is used: down from the forum to a place, tab by tab, and back again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.dashboard.conftest import SIZES, Visit, drawn
from tests.dashboard.pages.test_in_a_browser import fits, resized, said_by_axe


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=15_000)


def follow(page: Page, name: str) -> None:
    page.locator("#o-parts-card").get_by_role("link", name=name, exact=True).click()
    heading(page, name)
    drawn(page)


def test_the_way_leads_from_the_forum_to_a_place_and_back(visit: Visit) -> None:
    page = visit("/omrade?typ=skadegorelse")
    heading(page, "Välj ett område")
    expect(page.get_by_role("tablist")).to_be_hidden()
    for name in ("Värnamo", "Centrum-Apladalen", "Centrum-Apladalen 3", "Värnamo resecentrum"):
        follow(page, name)
    expect(page).to_have_url(re.compile(r"/omrade/varnamo-resecentrum\?typ=skadegorelse$"))
    expect(page.locator("#o-utveckling")).to_contain_text("säger inte var det hände så noga")
    page.locator("#o-utveckling").get_by_role("link", name="Felanmälan").click()
    expect(page.locator("#o-series-said")).to_contain_text("Skadegörelse och klotter i Värnamo resecentrum")  # fmt: skip
    page.go_back()
    page.go_back()
    heading(page, "Centrum-Apladalen 3")
    page.locator(".crumbs").get_by_role("link", name="Värnamo", exact=True).click()
    heading(page, "Värnamo")
    expect(page).to_have_url(re.compile(r"/omrade/0683\?typ=skadegorelse$"))


def test_an_area_is_found_by_its_name_from_anywhere(visit: Visit) -> None:
    page = visit("/omrade?typ=skadegorelse")
    heading(page, "Välj ett område")
    where = page.get_by_role("textbox", name="Gå till område")
    where.click()
    where.fill("apladalen 3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "Centrum-Apladalen 3")
    drawn(page)
    expect(page).to_have_url(re.compile(r"/omrade/0683\w+\?typ=skadegorelse$"))
    page.locator(".crumbs").get_by_role("link", name="Värnamo", exact=True).click()
    heading(page, "Värnamo")
    page.go_back()
    heading(page, "Centrum-Apladalen 3")
    page.go_back()
    heading(page, "Välj ett område")
    expect(where).to_have_value("")
    where.fill("finns inte")
    expect(page.get_by_text("Inget sådant område")).to_be_visible()


def test_the_tabs_are_walked_with_the_keyboard_and_stand_in_the_address(visit: Visit) -> None:
    page = visit("/omrade/0683R003")
    tab = page.get_by_role("tab", name="Utveckling")
    expect(tab).to_have_attribute("aria-selected", "true")
    tab.focus()
    seen = {
        "trygghet": ("Trygghet", "Den säger inget om Centrum-Apladalen"),
        "sidor": ("Polis ↔ kommun", "Sida vid sida"),
        "liknande": ("Liknande kommuner", "Gäller hela Värnamo kommun"),
        "gjort": ("Vad vi gjort här", "I ett större område"),
    }
    for flik, (name, said) in seen.items():
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(re.compile(rf"/omrade/0683R003\?flik={flik}$"))
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tabpanel")).to_contain_text(said)
        assert page.locator("#o-utveckling .card").count() == 0  # one is loaded at a time
    page.go_back()
    expect(page.get_by_role("tab", name="Liknande kommuner")).to_have_attribute("aria-selected", "true")  # fmt: skip
    page.reload()
    drawn(page)
    expect(page.get_by_role("tabpanel")).to_contain_text("Gäller hela Värnamo kommun")
    page.get_by_role("link", name="Bostadsinbrott").click()
    expect(page.locator("#o-similar-said")).to_contain_text("Bostadsinbrott i Värnamo 2025")
    expect(page).to_have_url(re.compile(r"flik=liknande&brott=Bostadsinbrott$"))


def test_an_area_that_is_none_is_said(visit: Visit) -> None:
    page = visit("/omrade/9999?flik=strunt")
    heading(page, "Välj ett område")
    expect(page.locator("#o-message")).to_contain_text("fliken (flik) och området (omrade)")


def test_a_kommun_with_little_read_in_and_one_with_nothing_are_finished(
    visit: Visit, survey_site: str, empty_site: str
) -> None:
    page = visit("/omrade", at=survey_site)
    heading(page, "Värnamo")
    expect(page.locator("#o-utveckling")).to_contain_text("Data saknas")
    page.get_by_role("tab", name="Liknande kommuner").click()
    expect(page.locator("#o-similar-said")).to_contain_text("Mittersta hälften av")
    page = visit("/omrade", at=empty_site)
    heading(page, "Kom igång")


def test_phone_and_screen_hold_every_tab(visit: Visit) -> None:
    for path in ("/omrade/0683?flik=trygghet", "/omrade/0683?flik=sidor", "/omrade/0683?flik=liknande", "/omrade/0683?flik=gjort"):  # fmt: skip
        page = visit(path, size=(320, 640), theme="dark")
        fits(page)
        assert said_by_axe(page) == []
        resized(page, (1280, 720))
        fits(page)
    page = visit("/?omrade=0683", size=SIZES["telefon"])
    page.locator("#map-card summary").click()
    page.locator("#map-twin").get_by_role("link", name=re.compile("sida.*Bredaryd")).click()
    heading(page, "Bredaryd")
