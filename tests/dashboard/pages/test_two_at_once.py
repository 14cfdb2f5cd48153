"""Several browsers in one meeting: what one says reaches the other, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import dash
import pytest
from playwright.sync_api import Browser, Page

from dashboard import example_week
from dashboard.app import create_app
from dashboard.database import Editions
from dashboard.journal import acting, assessing, meetings
from dashboard.journal.organisations import organise
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.conftest import UNTIL
from tests.dashboard import serving
from tests.dashboard.conftest import drawn

REASON = "Belysningen vid gångtunneln är ny"
SEALED = "Vi ser det vid busstationen om kvällarna"
# Every choice that is shown as made, also for a moment.
SEEN = """window.seen = [];
new MutationObserver(() => {
    document.querySelectorAll('#bedom-body [data-checked], #bedom-body textarea').forEach((at) => {
        if (at.type === 'radio' || at.value) { window.seen.push(at.value); }
    });
}).observe(document, { childList: true, subtree: true, attributes: true });"""


class Server:
    """One that can be stopped and started again at the same address."""

    def __init__(self, app: dash.Dash) -> None:
        self._app = app
        self._made = serving.Server(app.server)
        self.address = self._made.address

    def start(self) -> None:
        self._made = serving.Server(self._app.server, port=self._made.port)

    def stop(self) -> None:
        self._made.stop()


@pytest.fixture
def store(example: Workplace, tmp_path: Path) -> Iterator[Store]:
    made = Store(
        f"sqlite:///{tmp_path / 'journal.sqlite'}",
        check_text=personal_text,
        now=lambda: datetime(2026, 11, 26, 9, 5),
    )
    organise(made, kommuner={"0683": "Värnamo"}, observers={})
    example_week.write(made, Editions(example.editions, "shared"), today=UNTIL)
    yield made
    made.close()


@pytest.fixture
def server(example: Workplace, store: Store) -> Iterator[Server]:
    made = Server(create_app(editions=example.editions, store=store))
    yield made
    made.stop()


@pytest.fixture
def sit_down(browser: Browser, server: Server) -> Iterator[Callable[[str], Page]]:
    """`sit_down(path)` -> the page in a browser of its own."""
    opened = []

    def begin(path: str) -> Page:
        context = browser.new_context(locale="sv-SE", viewport={"width": 1600, "height": 1000})
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.goto(server.address + path)
        drawn(page)
        return page

    yield begin
    for context in opened:
        context.close()


def test_what_one_says_reaches_the_other_and_nothing_typed_is_lost(
    server: Server, store: Store, sit_down: Callable[[str], Page]
) -> None:
    meeting = meetings.latest(store)
    assert meeting is not None
    first = sit_down("/mote?lage=mote&steg=helgen")
    second = sit_down("/mote?lage=mote&steg=helgen")
    what = first.get_by_label("Vad", exact=True).first
    what.click()
    first.keyboard.type(REASON)

    second.get_by_label("Plats", exact=True).fill("Resecentrum")
    second.get_by_label("Vad", exact=True).first.fill("synlig närvaro")
    second.get_by_role("textbox", name="Vem").click()
    second.get_by_role("option", name="Polisen").click()
    second.get_by_role("button", name="Lägg till").first.click()
    second.wait_for_selector(".done")

    first.wait_for_selector("td:has-text('synlig närvaro')")
    drawn(first)
    assert what.input_value() == REASON
    first.keyboard.type(" och ljus")  # still where one was
    assert what.input_value() == f"{REASON} och ljus"

    server.stop()
    first.wait_for_selector("#connection:has-text('Ingen kontakt')")
    assert what.input_value() == f"{REASON} och ljus"
    first.get_by_label("Plats", exact=True).fill("Gångtunneln")
    first.get_by_role("textbox", name="Vem").click()
    first.get_by_role("option", name="Värnamo kommun").click()
    add = first.get_by_role("button", name="Lägg till").first
    with first.expect_event("requestfailed", lambda sent: "_dash-update" in sent.url):
        add.click()
    server.start()
    first.wait_for_selector("#connection:has-text('Ingen kontakt')", state="detached")
    assert what.input_value() == f"{REASON} och ljus"
    add.click()
    first.wait_for_selector(f"td:has-text('{REASON} och ljus')")
    second.wait_for_selector(f"td:has-text('{REASON} och ljus')")
    said = [row.what for row, _ in acting.decided(store, meeting.id)]
    assert said[-2:] == ["synlig närvaro", f"{REASON} och ljus"]


def test_what_is_said_before_the_first_question_is_seen_too(
    store: Store, sit_down: Callable[[str], Page]
) -> None:
    page = sit_down("/mote?lage=mote&steg=kommit")
    meeting = meetings.latest(store)
    assert meeting is not None
    meetings.start(store, meeting.id, room="open")  # sooner than the screen has asked once
    page.wait_for_selector("button.on:has-text('öppet')")


def test_the_next_one_at_the_computer_does_not_see_what_was_said(
    store: Store, sit_down: Callable[[str], Page]
) -> None:
    meeting = meetings.latest(store)
    assert meeting is not None
    [police] = [o for o in meetings.organisations(store) if o.kind == "police"]
    page = sit_down(f"/bedom?part={police.id}")
    for group in page.locator(".tiles.levels").all():
        group.get_by_role("radio").nth(3).click()
    page.locator("summary:has-text('Mer, om ni vill')").first.click()
    reason = page.locator("textarea:visible").first
    reason.fill(SEALED)
    reason.blur()
    page.get_by_role("button", name="Lämna bedömningen").click()
    page.wait_for_selector(".done")
    drawn(page)
    own = assessing.own(store, meeting.id, police.id)
    assert {a.level for a in own.values()} == {3} and SEALED in {a.reason for a in own.values()}
    assert page.locator("#bedom-body [data-checked]").count() == 0
    kept = page.evaluate(
        "JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage })"
    )
    assert SEALED not in kept and "level." not in kept
    page.add_init_script(SEEN)
    page.reload()
    page.wait_for_selector(".tiles.levels")
    drawn(page)
    assert page.evaluate("window.seen") == []
