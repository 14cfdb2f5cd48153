"""Händelser & insatser in a real browser: written down on a phone, seen beside the series."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard import example_week
from dashboard.app import create_app
from dashboard.database import Editions
from dashboard.journal.organisations import organise
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.conftest import UNTIL
from tests.dashboard.conftest import SIZES, Visit, drawn, served
from tests.dashboard.pages.test_in_a_browser import readable_by_everybody

WHAT = "Röjning av buskar vid lekplatsen"


@pytest.fixture
def desk(example: Workplace, tmp_path: Path) -> Iterator[str]:
    store = Store(
        f"sqlite:///{tmp_path / 'journal.sqlite'}",
        check_text=personal_text,
        now=lambda: datetime(2026, 11, 23, 10, 30),
    )
    organise(store, kommuner={"0683": "Värnamo"}, observers={})
    example_week.write(store, Editions(example.editions, "shared"), today=UNTIL)
    app = create_app(editions=example.editions, audience="shared", store=store)
    with served(app) as address:
        yield address
    store.close()


def said(page: Page, text: str) -> None:
    expect(page.locator(".deed-said")).to_contain_text(text)
    drawn(page)


def test_it_is_written_in_two_taps_stands_at_the_series_and_is_made_void(
    desk: str, visit: Visit
) -> None:
    page = visit("/handelser?omrade=0683", at=desk, size=SIZES["telefon"])
    adding = page.locator("#add-note")
    field = adding.get_by_label("Vad hände, eller vad görs?")
    field.fill("ring 070-123 45 67")
    adding.get_by_role("radio", name="Insats").click()
    adding.get_by_role("button", name="Lägg till").click()
    said(page, "telefonnummer")
    expect(field).to_have_value("ring 070-123 45 67")  # to be put right, not written anew
    field.fill(WHAT)
    # the page's day is today's, the example's numbers end before it
    adding.locator("summary").click()
    expect(adding.get_by_label("Från")).to_have_value(date.today().isoformat())  # noqa: DTZ011
    adding.get_by_label("Från").fill("2026-11-03")
    adding.get_by_role("button", name="Lägg till").click()
    said(page, "Tillagd")
    row = page.locator("#notes li", has_text=WHAT)
    expect(row).to_contain_text("3 nov 2026")
    expect(row).to_contain_text("Värnamo kommun")

    series = visit("/?omrade=0683", at=desk, size=SIZES["telefon"])
    expect(series.locator(".noted li", has_text=WHAT)).to_be_visible()
    numbers = series.locator("#series .annotation-text", has_text="5")
    expect(numbers.first).to_be_visible()
    expect(series.locator(".noted li")).to_have_count(6)

    row.locator("summary").click()
    row.get_by_role("button", name="Makulera raden").click()
    said(page, "Skriv varför")
    row.get_by_label("Varför?").fill("Fel park")
    row.get_by_role("button", name="Makulera raden").click()
    said(page, "Makulerad")
    expect(row).to_have_count(0)
    series.reload()
    drawn(series)
    expect(series.locator(".noted li")).to_have_count(5)


def test_what_was_decided_becomes_an_effort_and_the_list_is_narrowed(
    desk: str, visit: Visit
) -> None:
    page = visit("/handelser", at=desk)
    rows = page.locator("#notes li")
    expect(rows).to_have_count(5)
    page.get_by_role("button", name="Gör till insats").click()
    said(page, "Insatsen står nu")
    expect(rows).to_have_count(6)
    expect(page.locator("#decided")).to_have_count(0)
    page.get_by_role("navigation", name="Slag").get_by_role("link", name="Händelse").click()
    expect(rows).to_have_count(1)
    page.get_by_role("navigation", name="Område").get_by_role("link", name="Bredaryd").click()
    expect(
        page.get_by_text("Inget sådant är antecknat här.")
    ).to_be_hidden()  # all of Värnamo's is there too
    expect(rows).to_have_count(1)
    page.go_back()
    page.go_back()
    expect(rows).to_have_count(6)


def test_its_form_can_be_used_by_everybody(visit: Visit) -> None:
    page = visit("/handelser")
    for summary in page.locator("main summary").all():
        summary.click()
    readable_by_everybody(page)
