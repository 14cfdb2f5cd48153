"""The form in a real browser: with a script and without, with coverage and without."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import flask
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.dashboard.report_form.conftest import (
    EXPIRED,
    TOKEN,
    UNKNOWN,
    contents,
    link,
    received,
)
from tests.dashboard.serving import serving

PHONE, SMALL = {"width": 390, "height": 844}, {"width": 360, "height": 640}
SMALLER_THAN_A_THUMB = """() => [...document.querySelectorAll('a, button, summary, .tile, input[type=number]')]
    .filter(e => e.checkVisibility() && !e.closest('.wrong') && !e.classList.contains('unseen'))
    .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 48 || box.height < 48).map(([text]) => text)"""
IN_CHARGE = """() => new Promise(done => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done()))"""
# What the browser says itself of an answer that is refused, or of what the test has turned off.
ITS_OWN = ("Failed to load", "blocked by Playwright")
Open = Callable[..., Page]


@pytest.fixture
def address(served_form: flask.Flask) -> Iterator[str]:
    with serving(served_form) as at:
        yield f"{at}/rapport/"


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Open]:
    """`phone(script=False)` -> the form on a telephone of its own, which nothing may complain in."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note(page: Page) -> None:
        page.on(
            "console",
            lambda m: None if any(words in m.text for words in ITS_OWN) else wrong.append(m.text),
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))

    def take(token: str = TOKEN, *, script: bool = True, **more: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "has_touch": True, "locale": "sv-SE", "reduced_motion": "reduce"} | more, java_script_enabled=script)  # fmt: skip
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        note(page)
        page.goto(address + token)
        return page

    yield take
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert wrong == []


def choose(page: Page, words: str, *, n: int = 0) -> None:
    page.locator("#report .incident").nth(n).locator(".tile:visible", has_text=words).first.click()


def begin(page: Page) -> None:
    page.locator(".choice > summary", has_text="Rapportera").last.click()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Skicka rapporten").click()


def said_by_axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {[n['target'] for n in v['nodes']][:5]}" for v in found]


@pytest.mark.parametrize("script", [True, False])
def test_nothing_to_report_is_a_tap_and_send(phone: Open, folder: Path, script: bool) -> None:
    page = phone(script=script)
    page.get_by_text("Inget att rapportera v. 47").click()
    page.get_by_role("button", name="Skicka: inget att rapportera").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Rapporten är mottagen.")
    [report] = received(folder)
    assert report.nothing
    assert report.week == "2026-W47"


@pytest.mark.parametrize("script", [True, False])
def test_two_incidents_in_one_report(phone: Open, folder: Path, script: bool) -> None:
    page = phone(script=script)
    begin(page)
    for words in ("Skadegörelse", "Stortorget", "20 nov", "Kväll", "5+"):
        choose(page, words)
    page.locator("input[type=number]:visible").fill("6")
    page.locator("fieldset", has_text="Felanmält?").locator(".tile", has_text="Vet ej").click()
    page.get_by_role("button", name="+ En händelse till").click()
    expect(page.locator("#report .incident").first).not_to_have_attribute("open", "")
    page.locator("#report .incident").nth(1).locator("summary", has_text="Fler").click()
    choose(page, "Övrigt", n=1)
    submit(page)
    expect(page.get_by_text("Era 6 rapporter i oktober")).to_be_visible()
    expect(page.get_by_text("Skadegörelse, 6 gånger")).to_be_visible()
    [report] = received(folder)
    first, second = report.items
    assert (first.place, first.day, first.day_part, first.count) == ("Stortorget", "2026-11-20", "kväll", 6)  # fmt: skip
    assert (first.is_fault_reported, second.problem_type) == ("vet ej", "typ_9")
    page.get_by_role("link", name="Rapportera en till").click()
    begin(page)
    choose(page, "Narkotika")
    submit(page)
    expect(page.get_by_text("Tack! Rapporten är mottagen.")).to_be_visible()
    assert len(received(folder)) == 2


@pytest.mark.parametrize("script", [True, False])
def test_what_is_wrong_is_told_by_the_field(phone: Open, folder: Path, script: bool) -> None:
    page = phone(script=script)
    begin(page)
    choose(page, "5+")
    submit(page)
    what = page.locator("#report .incident fieldset").first
    expect(what).to_contain_text("Välj vad det handlar om.")
    expect(page.locator("#count-0")).to_contain_text("Skriv hur många det var")
    if script:  # which axe is itself
        assert said_by_axe(page) == []
    choose(page, "Narkotika")
    page.locator("input[type=number]:visible").fill("5")
    submit(page)
    expect(page.get_by_text("Tack! Rapporten är mottagen.")).to_be_visible()
    assert received(folder)[0].items[0].count == 5


def test_another_week_has_other_days(phone: Open, folder: Path) -> None:
    page = phone()
    begin(page)
    choose(page, "Narkotika")
    choose(page, "20 nov")
    page.locator("#week .tile", has_text="Den här veckan").click()
    expect(page.locator(".tile:visible", has_text="20 nov")).to_have_count(0)
    submit(page)  # the day of the other week is gone with it
    expect(page.get_by_text("okänd dag")).to_be_visible()
    assert received(folder)[0].week == "2026-W48"


def tap(page: Page, x: float, y: float) -> None:
    """At this place on the map, in EPSG:3006."""
    at = page.evaluate(
        """([x, y]) => { const m = document.querySelector('#map svg').getScreenCTM();
            const p = new DOMPoint(x, -y).matrixTransform(m); return [p.x, p.y]; }""",
        [x, y],
    )
    page.mouse.click(*at)


def test_a_tap_on_the_map_takes_the_place_nearby_or_else_the_area(
    phone: Open, folder: Path
) -> None:
    page = phone()
    begin(page)
    choose(page, "Narkotika")
    page.get_by_role("button", name="Peka på kartan").click()
    page.locator("#map").scroll_into_view_if_needed()
    chosen = page.locator("#map .chosen")
    tap(page, 442700, 6339100)  # 224 m from one, 707 m from the other
    expect(chosen).to_have_text("Valt: Stortorget")
    tap(page, 442450, 6339650)  # over 600 m from both
    expect(chosen).to_have_text("Valt: Västra")
    page.get_by_role("button", name="Hela").click()
    tap(page, 447000, 6339000)
    expect(chosen).to_have_text("Valt: Östra")
    assert said_by_axe(page) == []
    submit(page)
    expect(page.get_by_text("Tack! Rapporten är mottagen.")).to_be_visible()
    assert received(folder)[0].items[0].area_code == "0683R002"


@contextmanager
def process(folder: Path, port: int) -> Iterator[str]:
    """The form as it is run, in a process of its own, and then killed."""
    serve = "import sys; from dashboard.server import begin; begin('dashboard.report_form.app:made', sys.argv[1], port=int(sys.argv[2]), ready='{}')"  # fmt: skip
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen([sys.executable, "-c", serve, folder, str(port)], stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | {"PYTHONPATH": "."}) as running,
    ):  # fmt: skip
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        try:
            yield f"{url}/rapport/{TOKEN}"
        finally:
            running.terminate()
            running.wait()
            log.seek(0)
            assert TOKEN not in running.stdout.read() + log.read()  # no link in any log


def test_without_coverage_it_waits_in_the_phone_and_is_sent_once(phone: Open, folder: Path) -> None:
    """ASVS 5, 14.2.1 bars keys from addresses: the link is one, so nothing may log it."""
    (folder / "form.json").write_bytes(contents(links=(link(TOKEN, "Vi", date(2099, 1, 1)),)))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page = phone()
    with process(folder, port) as at:
        page.goto(at)
        page.evaluate(IN_CHARGE)
        page.reload()  # and now the page itself is kept
    page.context.set_offline(True)
    begin(page)
    choose(page, "Narkotika")
    submit(page)
    kept = page.get_by_text("Sparad i telefonen. Skickas när du har täckning.")
    expect(kept).to_be_visible()
    assert said_by_axe(page) == []
    page.reload()  # without coverage still
    expect(kept).to_be_visible()
    page.get_by_text("Inget att rapportera v.").click()
    page.get_by_role("button", name="Skicka: inget att rapportera").click()
    expect(page.get_by_text("2 rapporter är sparade i telefonen.")).to_be_visible()
    assert received(folder) == []
    with process(folder, port):
        page.context.set_offline(False)
        expect(page.get_by_text("2 sparade rapporter har skickats.")).to_be_visible()
    assert sorted(report.nothing for report in received(folder)) == [False, True]
    assert page.evaluate("JSON.parse(localStorage.getItem('rapporter'))") == []


def test_an_answer_that_is_lost_on_the_way_does_not_make_two(phone: Open, folder: Path) -> None:
    page = phone(service_workers="block")
    lost = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            route.fetch()  # it comes there, and the answer never here
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/rapport/*", lose)
    begin(page)
    choose(page, "Narkotika")
    submit(page)
    page.get_by_role("button", name="Försök skicka nu").click()
    expect(page.get_by_text("En sparad rapport har skickats.")).to_be_visible()
    assert len(received(folder)) == 1


def test_a_kept_report_that_is_no_longer_taken_is_told(phone: Open, folder: Path) -> None:
    page = phone(service_workers="block")
    page.context.set_offline(True)
    begin(page)
    choose(page, "Narkotika")
    submit(page)
    expect(page.get_by_text("Sparad i telefonen.")).to_be_visible()
    (folder / "form.json").write_bytes(contents(links=(link("x", "En annan", date(2026, 12, 1)),)))  # fmt: skip
    page.context.set_offline(False)
    expect(page.get_by_text("En sparad rapport kunde inte tas emot.")).to_be_visible()
    page.get_by_role("button", name="Visa den").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länken gäller inte")
    page.get_by_role("button", name="Ta bort den").click()
    expect(page.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, SMALL])
def test_every_page_can_be_read_and_reached_by_everybody(
    phone: Open, theme: str, size: dict[str, int]
) -> None:
    for token in (UNKNOWN, EXPIRED):
        assert said_by_axe(phone(token, color_scheme=theme, viewport=size)) == []
    page = phone(color_scheme=theme, viewport=size)

    def holds() -> None:
        assert said_by_axe(page) == []
        assert page.evaluate(SMALLER_THAN_A_THUMB) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    holds()
    page.get_by_text("Inget att rapportera v. 47").click()
    holds()
    begin(page)
    page.get_by_role("button", name="Peka på kartan").click()
    page.locator(".incident .rest > summary").evaluate_all("all => all.forEach(e => e.click())")
    holds()
    send = page.get_by_role("button", name="Skicka rapporten").bounding_box()
    assert send is not None
    assert send["y"] + send["height"] > size["height"] * 0.85  # where the thumb is
    choose(page, "Narkotika")
    submit(page)
    expect(page.get_by_text("Tack!")).to_be_visible()
    holds()


def test_the_link_stays_on_the_phone_and_with_the_form(phone: Open) -> None:
    asked: list[str] = []
    page = phone()
    page.on("request", lambda request: asked.append(request.url))
    page.on("request", lambda request: asked.append(request.headers.get("referer", "")))
    page.reload()
    assert [url for url in asked if TOKEN in url] == [page.url]
