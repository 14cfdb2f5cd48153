"""Every page in a real Chromium with the network cut: readable, reachable, on wall and phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.dashboard.conftest import SIZES, Visit, drawn
from tests.dashboard.pages.test_every_page import PAGES
from tests.dashboard.test_words import VIEWS, words_are_ours

PATHS = [page.PAGE["path"] for page in PAGES]
NARROW = (320, 700)  # 1,280 px wide at 400 %

CLIPPED = """() => [...document.querySelectorAll(
    'button, .door, .pill, .chip, .actions > *, .stepper span, .choice label, th, summary'
)].filter(e => getComputedStyle(e).display !== 'inline' && e.clientWidth > 1
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2)
).map(e => e.textContent)"""
GO = """path => {  // as Dash's own links do
    history.pushState({}, '', path);
    dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
    scrollTo(0, 0);
}"""
OVERFLOW = "document.scrollingElement.scrollWidth - innerWidth"
NAMES = """graph => [...graph.querySelectorAll('.annotation')]
    .filter(label => label.style.visibility !== 'hidden')
    .map(label => {
        const { left, right, top, bottom } = label.getBoundingClientRect();
        const all = graph.getBoundingClientRect();
        return { text: label.textContent, left, right, top, bottom,
            fits: left >= all.left - 1 && right <= all.right + 1 };
    })"""


def resized(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    drawn(page)


def said_by_axe(page: Page, *rules: str) -> list[str]:
    """What axe has against the page: rule and places. All rules are looked at, or those named."""
    only: dict[str, Any] = {"resultTypes": ["violations"]}  # the rest is megabytes
    if rules:
        only["runOnly"] = list(rules)
    found = Axe().run(page, options=only).response["violations"]
    return [f"{v['id']}: {[n['target'] for n in v['nodes']][:5]}" for v in found]


def fits(page: Page) -> None:
    """Nothing to scroll sideways, no text cut off."""
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("path", [*PATHS, "/finns-inte"])
def test_a_page_can_be_read_by_everybody(visit: Visit, path: str) -> None:
    page = visit(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text("EXEMPELDATA").first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "sv"
    readable_by_everybody(page)
    if path in VIEWS:
        words_are_ours(page)


def test_no_form_is_laid_out_again_under_the_hands_of_who_writes(
    site: str, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(theme="light", size=SIZES["skärm"]).new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.post_data_json["output"]) if "update-component" in r.url else None)  # fmt: skip
    for path in (
        "/vyer?spara=%2F",
        "/handelser",
        "/loften/ny",
        "/installningar",
        "/organisationer",
    ):
        page.goto(site + path)
        drawn(page)
        page.wait_for_load_state("networkidle")
    page.close()
    # the frame's two; a button that is new asks whether it has been pressed
    again = [one for one in asked if not re.match(r"\.\.(page\.|behind\.|[a-z]+-said\.)", one)]
    assert not again


def readable_by_everybody(page: Page) -> None:
    """On screen and phone and at 400 %, in light and dark: these differ by nothing but colour."""
    for size in SIZES.values():
        resized(page, size)
        assert said_by_axe(page) == []
        fits(page)
    resized(page, NARROW)
    fits(page)
    page.get_by_role("button", name="Mörkt").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    resized(page, SIZES["skärm"])
    assert said_by_axe(page, "color-contrast") == []


@pytest.mark.parametrize(
    "query",
    [
        "?niva=deso&typ=stold,skadegorelse,vald_hot",
        "?period=ar&jamfor=fore",
        "?omrade=0683&niva=deso&period=ar&markerad=2026-W40",
    ],
)
def test_the_fullest_page_fits_and_names_on_its_map_never_meet(visit: Visit, query: str) -> None:
    page = visit("/" + query)
    for size in (SIZES["skärm"], (1280, 800), SIZES["telefon"], NARROW):
        resized(page, size)
        fits(page)
        names: list[dict[str, Any]] = page.locator("#map .js-plotly-plot").evaluate(NAMES)
        assert names
        assert all(name["fits"] for name in names)
        for n, one in enumerate(names):
            for other in names[n + 1 :]:
                across = one["left"] < other["right"] and other["left"] < one["right"]
                up = one["top"] < other["bottom"] and other["top"] < one["bottom"]
                assert not (across and up), (size, one["text"], other["text"])


def test_the_chosen_theme_is_kept(visit: Visit) -> None:
    page = visit("/om-data")
    scheme = page.locator("html")
    expect(scheme).to_have_attribute("data-mantine-color-scheme", "light")
    page.get_by_role("button", name="Mörkt").click()
    expect(scheme).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(scheme).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("button", name="Ljust").click()
    expect(scheme).to_have_attribute("data-mantine-color-scheme", "light")


def test_the_keyboard_can_skip_the_doors_or_go_through_them(visit: Visit) -> None:
    page = visit("/om-data")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Hoppa till innehållet")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    doors = page.get_by_role("navigation", name="Huvudmeny")
    for found in (p for p in PAGES if "door" not in p.PAGE):
        door = doors.get_by_role("link", name=found.PAGE["name"])
        door.press("Enter")
        expect(door).to_have_class("door here")
        expect(page.locator(".door.here")).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_kommun_without_an_extract_gets_what_there_is(visit: Visit, survey_site: str) -> None:
    page = visit("/", at=survey_site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Inga händelser är inlästa än")
    expect(page.locator("#map-card")).to_be_hidden()
    expect(page.locator("#unseen")).to_contain_text("Det här ser vi inte")
    expect(page.locator("#survey-said")).to_contain_text("Värnamo 2025:")
    expect(page.locator("#survey .main-svg").first).to_be_visible()
    assert "EXEMPELDATA" not in page.inner_text("body")
    assert said_by_axe(page) == []


def test_before_anything_is_loaded_every_page_says_so(visit: Visit, empty_site: str) -> None:
    page = visit("/", at=empty_site)
    nothing = page.get_by_text("Inget underlag finns än.")
    expect(nothing).to_be_visible()
    assert said_by_axe(page) == []
    for path in (
        p.PAGE["path"] for p in PAGES if p.PAGE["path"] == "/borja" or not p.PAGE.get("is_early")
    ):
        page.evaluate(GO, "/inlasning")  # it needs none: that the other went away is seen
        expect(nothing).to_have_count(0)
        page.evaluate(GO, path)
        expect(nothing).to_be_visible()
