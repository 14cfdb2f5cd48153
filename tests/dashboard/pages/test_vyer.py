"""Views are saved where they are seen, put in order, and gone through with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import create_app
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.dashboard.conftest import Visit, drawn, query, served
from tests.dashboard.pages.test_in_a_browser import said_by_axe


@pytest.fixture
def own_site(example: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With a journal that may be written in."""
    folder = tmp_path_factory.mktemp("vyer")
    store = Store(f"sqlite:///{folder / 'journal.sqlite'}", check_text=personal_text)
    with served(create_app(editions=example.editions, audience="shared", store=store)) as address:
        yield address
    store.close()


def save(page: Page, *, name: str = "") -> None:
    page.get_by_role("link", name="Spara vy").press("Enter")
    expect(page.locator("#save-card")).to_be_visible()
    if name:
        page.get_by_label("Namn, om listan är ny").fill(name)
    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    expect(page.locator("#vyer-said")).to_contain_text("Vyn är sparad")


def test_a_run_through_is_a_list_of_links(visit: Visit, own_site: str) -> None:
    page = visit("/?omrade=0683&typ=stold&period=ar", at=own_site)
    save(page, name="BRÅ-genomgång nov")
    save(visit("/platser?omrade=0683&vecka=2026-W40", at=own_site))
    page = visit("/vyer", at=own_site)
    expect(page.locator(".saved a")).to_have_text(["Värnamo, stöld och häleri, ett år", "Värnamo, fyra veckor till v.\u00a040 2026"])  # fmt: skip
    assert said_by_axe(page) == []
    page.get_by_role("button", name="Ner Värnamo, stöld").press("Enter")
    expect(page.locator(".saved a").first).to_contain_text("fyra veckor till v.")
    page.get_by_role("link", name="Gå igenom").press("Enter")
    expect(page.locator(".walked")).to_contain_text("1 av 2")
    expect(page).to_have_url(re.compile(r"/platser\?omrade=0683&vecka=2026-W40&lista=1&nr=1$"))
    drawn(page)
    page.get_by_role("link", name="Nästa").press("Enter")
    expect(page.locator(".walked")).to_contain_text("2 av 2")
    expect(page.locator("#map-said")).to_contain_text("Stöld och häleri, ")
    drawn(page)
    assert query(page) == "omrade=0683&typ=stold&period=ar&lista=1&nr=2"
    assert said_by_axe(page) == []
    page.go_back()
    expect(page.locator(".walked")).to_contain_text("1 av 2")
    page.go_forward()
    expect(page.locator(".walked")).to_contain_text("2 av 2")
    page.get_by_role("link", name="Avsluta").press("Enter")
    expect(page.locator(".walked")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?omrade=0683&typ=stold&period=ar$"))
    page = visit("/?lista=1&nr=9", at=own_site)
    expect(page.locator(".under-doors")).to_contain_text("finns inte i listan längre")


def test_the_doors_take_the_view_along(visit: Visit) -> None:
    page = visit("/?omrade=0683&niva=deso&typ=stold&vecka=2026-W45&matt=per1000")
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Platser").click()
    expect(page.locator("#p-week")).to_have_text("v.\u00a042–45 2026")
    expect(page.locator("#p-omrade")).to_have_value("Värnamo")
    assert query(page) == "omrade=0683&typ=stold&vecka=2026-W45"
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Lägesbild").click()
    expect(page.locator("#map-said")).to_contain_text("Stöld och häleri, v.\u00a042–45 2026")
    page.go_back()
    expect(page.locator("#p-week")).to_have_text("v.\u00a042–45 2026")
    page.go_back()
    expect(page).to_have_url(re.compile("matt=per1000"))
    expect(page.get_by_label("Visar", exact=True)).to_have_value("Per 1 000 invånare")


def test_platser_is_restored_by_back_forward_reload_and_a_pasted_link(visit: Visit) -> None:
    page = visit("/platser?omrade=0683&vecka=2026-W40")
    page.locator("#p-places .pick").first.click()
    expect(page).to_have_url(re.compile("valt=0683"))
    said = page.locator("#p-hours-said").inner_text()
    sent = page.url
    page.go_back()
    expect(page).to_have_url(re.compile("vecka=2026-W40$"))
    expect(page.locator("#p-chips button")).to_have_count(0)
    page.go_forward()
    expect(page.locator("#p-chips button")).to_have_count(1)
    page.reload()
    drawn(page)
    expect(page.locator("#p-hours-said")).to_have_text(said)
    other = visit(sent.removeprefix(re.match(r"https?://[^/]+", sent)[0]))  # type: ignore[index]
    expect(other.locator("#p-hours-said")).to_have_text(said)
    assert query(other) == query(page)
