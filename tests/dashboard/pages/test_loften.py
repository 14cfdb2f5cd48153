"""A löfte in a real browser: a text is pasted, corrected and logged, and the metre tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard import example_pledges
from dashboard.app import create_app
from dashboard.journal import pledges
from dashboard.journal.organisations import organise
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.dashboard.conftest import Visit, drawn, served
from tests.dashboard.pages.test_in_a_browser import readable_by_everybody, said_by_axe

NOW = datetime(2026, 11, 23, 10, 30)
TEXT = """Medborgarlöfte 2026, Värnamo

Vi lovar
• Operativa insatser mot droger genomförs minst två gånger per halvår under 2024. (Polisen)
• Minst två möten för vårdnadshavare. (Värnamo kommun, Polisen)

Löftet gäller 1 januari 2026 till 31 december 2026.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('journal') / 'journal.sqlite'}"
    made = Store(url, check_text=personal_text, now=lambda: NOW)
    organise(made, kommuner={"0683": "Värnamo"}, observers={})
    example_pledges.write(made, today=NOW.date())
    yield made
    made.close()


@pytest.fixture(scope="module")
def room(example: Workplace, store: Store) -> Iterator[str]:
    with served(create_app(editions=example.editions, store=store)) as address:
        yield address


def test_a_text_becomes_a_lofte_that_is_followed(room: str, visit: Visit, store: Store) -> None:
    page = visit("/loften", at=room)
    page.get_by_role("link", name="Lägg in ett löfte").click()
    paste = page.locator("#paste-card")
    paste.get_by_label("Löftets text").fill(TEXT)
    paste.get_by_role("button", name="Läs texten").click()
    point = page.locator(".proposed", has_text="Operativa insatser")
    expect(point).to_contain_text("minst 2 per halvår")
    assert said_by_axe(page) == []
    point.get_by_role("button", name="Ta med och rätta").click()
    edit = page.locator("#edit-card")
    expect(edit).to_contain_text("under 2024")
    edit.get_by_label("Vad som ska göras").fill("Operativ insats mot droger")
    edit.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Gå igenom dem").click()
    page.get_by_role("button", name="Ta med alla").click()
    metre = page.locator("#metre-card")
    expect(metre.locator("tbody tr")).to_have_count(2)
    row = metre.locator("tr", has_text="Operativ insats mot droger")
    expect(row).to_contain_text("0 av 2")
    # two taps
    page.locator("#log-card").get_by_text("Operativ insats mot droger").click()
    page.get_by_role("button", name="Logga idag").click()
    expect(page.locator(".deed-said")).to_contain_text("Loggat 23 nov: Operativ insats mot droger")
    expect(row).to_contain_text("1 av 2")
    expect(row).to_contain_text("38 dagar kvar")
    [latest, *_] = pledges.every(store)
    assert latest.document["activities"][0]["sentence"].startswith("Operativa insatser")


@pytest.mark.parametrize("path", ["/loften", "/loften/3", "/loften/1", "/loften/ny", "/loften/3?andra=activities:a1"])  # fmt: skip
def test_it_can_be_read_by_everybody(room: str, visit: Visit, path: str) -> None:
    page = visit(path, at=room)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    readable_by_everybody(page)


def test_the_signed_paper_is_dropped_on_the_page(room: str, visit: Visit, tmp_path: Path) -> None:
    page = visit("/loften/3", at=room)
    file = tmp_path / "lofte.pdf"
    file.write_bytes(b"%PDF-1.7 exempel")
    with page.expect_navigation():
        page.locator("#files").set_input_files(file)
    drawn(page)
    expect(page.get_by_role("link", name="Öppna det undertecknade löftet")).to_be_visible()
