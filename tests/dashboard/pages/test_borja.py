"""From an empty folder to a lägesbild, in a real browser: with the network, and without."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import create_app
from dashboard.inbox import Inbox
from dashboard.journal.files import Files
from dashboard.setting_up import Jobs
from etl.setting_up import Settings
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.serving import job, reading
from tests.dashboard.conftest import SIZES, Visit, drawn, served
from tests.dashboard.pages.test_in_a_browser import NARROW, fits, resized, said_by_axe
from tests.etl.fetch import publishers
from tests.etl.fetch.replay import Replay, serving

# The real command, with another address for the publishers.
MOVED = """import sys
from etl import fetch
for client in fetch.ALL.values():
    client.BASE = "/".join([sys.argv[1], *client.BASE.split("/")[3:]])
sys.argv = sys.argv[1:]
import lagesbild
lagesbild.main()
"""
Begun = Callable[[str], tuple[str, Workplace, Jobs]]


@pytest.fixture(scope="module")
def publisher(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    with serving(publishers.all_of(shared, tmp_path_factory.mktemp("svar"))) as replay:
        yield replay


@contextmanager
def begun_in(folder: Path, publisher: str) -> Iterator[tuple[str, Workplace, Jobs]]:
    """An app over nothing, as `lagesbild serve` makes it."""
    place = Workplace(folder)
    place.create()

    def command(name: str, *words: str) -> list[str]:
        own = job(place, name, *words)
        return [sys.executable, "-c", MOVED, publisher, *own[3:]]

    jobs = Jobs(command, folder)
    store = journal(place)
    app = create_app(
        editions=place.editions,
        inbox=Inbox(folder / "inbox", partial(reading, place)),
        store=store,
        files=Files(folder),
        settings=Settings(folder),
        jobs=jobs,
    )
    with served(app) as address:
        yield address, place, jobs
    jobs.wait()
    store.close()


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    with ExitStack() as stack:
        yield lambda publisher: stack.enter_context(begun_in(tmp_path / "ny", publisher))


def choose(page: Page, name: str) -> None:
    box = page.get_by_role("textbox", name="Kommun, en eller flera")
    box.fill(name)
    page.get_by_role("option", name=name).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".deed-said")).to_contain_text("Sparat")
    drawn(page)


def test_an_empty_workplace_becomes_a_lagesbild(
    visit: Visit, begun: Begun, publisher: Replay
) -> None:
    address, place, jobs = begun(publisher.url)
    page = visit("/", at=address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kom igång")
    expect(page.get_by_text("Inget underlag finns än.")).to_be_visible()
    expect(page.locator(".steps .next")).to_contain_text("Välj kommun")
    choose(page, "Falun")
    expect(page.locator(".steps .next")).to_contain_text("Hämta områden och folkmängd")
    for size in (*SIZES.values(), NARROW):
        resized(page, size)
        fits(page)
        assert said_by_axe(page) == []
    page.get_by_role("button", name="Hämta").click()
    expect(page.locator(".steps .next")).to_contain_text("Läs in er första fil", timeout=90_000)
    jobs.wait()
    assert place.current == 1
    expect(page.get_by_text("Polisen och Falu kommun bedömer.")).to_be_visible()
    page.get_by_role("link", name="Öppna lägesbilden").click()
    drawn(page)
    expect(page.locator("#edition")).to_contain_text("Underlag 1")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Kom igång")
    page.goto(f"{address}/organisationer")
    drawn(page)
    expect(page.get_by_role("link", name="Falu kommun")).to_be_visible()


def test_without_the_network_it_says_what_to_do(visit: Visit, begun: Begun) -> None:
    address, place, _ = begun("http://127.0.0.1:9")
    page = visit("/mote", at=address)
    choose(page, "Värnamo")
    page.get_by_role("button", name="Hämta").click()
    expect(page.get_by_text("SCB går inte att nå").first).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Utan nät på den här datorn")).to_be_visible()
    expect(page.locator(".steps .next")).to_contain_text("Läs in er första fil")
    assert place.current == 1
    page.get_by_role("link", name="Inläsning").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs in filer")


@pytest.mark.parametrize("path", ["/inlasning", "/atkomst"])
def test_what_needs_no_edition_works_without_one(visit: Visit, begun: Begun, path: str) -> None:
    address, _, _ = begun("http://127.0.0.1:9")
    page = visit(path, at=address)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Kom igång")
    assert said_by_axe(page) == []
