"""Three workplaces built by the real jobs, the app over each of them, and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dash
import duckdb
import pandas as pd
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dashboard import example_week
from dashboard.app import create_app
from dashboard.database import Edition, Editions
from dashboard.journal.organisations import organise
from dashboard.store import Store
from etl import example as invented
from etl import warehouse
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.conftest import UNTIL, built
from tests.dashboard.serving import serving

SIZES = {"skärm": (1920, 1080), "telefon": (390, 844)}
KOMMUN = '[forum]\nkommun = "0683"\n'
# No name but this machine's number leads anywhere. Chromium's own switch: to have every request
# pass through Playwright would turn its cache off.
CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ASKED = """performance.getEntriesByType('resource').map(entry => entry.name)
    .filter(name => !/^(http:.{2}127\\.0\\.0\\.1:|data:|blob:)/.test(name))"""

Visit = Callable[..., Page]
Made = Callable[..., Edition]


@pytest.fixture(scope="session")
def survey_only(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A kommun that has loaded what Brå publishes, and nothing from the police."""

    def build(folder: Path) -> None:
        (folder / "lagesbild.toml").write_text(KOMMUN, encoding="utf-8")
        files = invented.write(folder / "inbox", until=UNTIL)
        warehouse.load(Workplace(folder), [f for f in files if f.name.startswith("exempel_bra")])

    return built(tmp_path_factory, "bara-bra", build)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A workplace where nothing has been loaded yet."""
    return built(tmp_path_factory, "tom", lambda folder: None)


@pytest.fixture(scope="session")
def edition(example: Workplace) -> Edition:
    return Editions(example.editions, "shared").current()


@pytest.fixture(scope="session")
def public(example: Workplace) -> Edition:
    return Editions(example.editions, "public").current()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """`made(dialogue=rows, …)` -> an edition of just these tables, each a list of dictionaries."""

    def make(**tables: list[dict[str, Any]]) -> Edition:
        folder = tmp_path_factory.mktemp("underlag") / "0001"
        folder.mkdir()
        with duckdb.connect(str(folder / "shared.duckdb")) as db:
            for name, rows in tables.items():
                frame = pd.DataFrame(rows)
                unknown = frame.columns[
                    frame.isna().all()
                ]  # of no type: DuckDB takes them for whole numbers
                frame = frame.astype(dict.fromkeys(unknown, "string"))
                db.execute(f"create table {name} as from frame")
        return Edition(folder, "shared")

    return make


@pytest.fixture(scope="session")
def week(example: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demo's journal: two versions, and a meeting to come."""
    store = Store(
        f"sqlite:///{tmp_path_factory.mktemp('journal') / 'journal.sqlite'}",
        check_text=personal_text,
        now=lambda: datetime(2026, 11, 23, 10, 30),
    )
    names = {observer.namn: observer.takt for observer in example.settings.rapportor}
    organise(store, kommuner={"0683": "Värnamo"}, observers=names)
    example_week.write(store, Editions(example.editions, "shared"), today=UNTIL)
    return store


@pytest.fixture(scope="session")
def app(example: Workplace, week: Store) -> dash.Dash:
    """For pages to be looked at: nothing may be written in its journal."""
    return create_app(editions=example.editions, audience="shared", store=week)


@contextmanager
def served(app: dash.Dash) -> Iterator[str]:
    with serving(app.server) as address:
        yield address


@pytest.fixture(scope="session")
def site(app: dash.Dash) -> Iterator[str]:
    """The address of the example's app."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def survey_site(survey_only: Workplace) -> Iterator[str]:
    with served(create_app(editions=survey_only.editions, audience="shared")) as address:
        yield address


@pytest.fixture(scope="session")
def empty_site(empty: Workplace) -> Iterator[str]:
    with served(create_app(editions=empty.editions, audience="shared")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a new journal, in each of the databases that it may be kept in."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.sqlite'}"
    new: Callable[[], str] = request.getfixturevalue("postgres")
    return new()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # the same without windows: a quarter less time for a page
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium saknas: sudo apt install chromium-headless-shell")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking", CUT]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Callable[..., BrowserContext]:
    """One browser profile per theme and size: what has been fetched once is fetched no more."""
    opened: dict[tuple[str, tuple[int, int]], BrowserContext] = {}

    def profile(*, theme: str, size: tuple[int, int]) -> BrowserContext:
        if (theme, size) not in opened:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if theme == "dark" else "light",
                locale="sv-SE",
                permissions=["clipboard-read", "clipboard-write"],
                reduced_motion="reduce",
            )
            context.set_default_timeout(30_000)
            opened[theme, size] = context
        return opened[theme, size]

    return profile


@pytest.fixture
def visit(site: str, contexts: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """`visit("/?typ=stold")` -> the page, drawn. The network is cut beyond this machine.

    Afterwards no page may have complained in the console or asked anybody else for anything.
    """
    pages: list[Page] = []
    wrong: list[str] = []

    def open_page(
        path: str = "/",
        *,
        at: str = "",
        theme: str = "light",
        size: tuple[int, int] = SIZES["skärm"],
    ) -> Page:
        page = contexts(theme=theme, size=size).new_page()
        pages.append(page)
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else 0)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto((at or site) + path)
        drawn(page)
        return page

    yield open_page
    for page in pages:
        wrong += page.evaluate(ASKED)
        page.evaluate("localStorage.clear()")
        page.close()
    assert not wrong


def drawn(page: Page) -> None:
    """Wait until the server has answered and every picture is as wide as its place."""
    page.wait_for_function(
        """() => {
            const { appLifecycle, isLoading } = window.dash_stores?.[0]?.getState() ?? {};
            const waits = [...document.querySelectorAll('.dash-graph')].some(graph => {
                const picture = graph.querySelector('.main-svg');
                return graph.clientWidth > 0 && (
                    !picture || Math.abs(picture.clientWidth - graph.clientWidth) > 1);
            });
            return appLifecycle === 'HYDRATED' && !isLoading && !waits;
        }"""
    )


def query(page: Page) -> str:
    return urlsplit(page.url).query


def checked(figure: go.Figure) -> go.Figure:
    """The same figure, every value looked at by plotly: the app makes its figures unchecked."""
    data = [trace.to_plotly_json() for trace in figure.data]
    return go.Figure({"data": data, "layout": figure.layout.to_plotly_json()})
