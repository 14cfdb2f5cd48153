"""The page on paper: the same view, sober, complete, ready to lie behind something else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Visit

VIEW = "?omrade=0683&typ=inbrott_lokal,skadegorelse&period=1v&vecka=2026-W45"


def test_the_paper_says_what_it_is_whose_and_from_what(visit: Visit) -> None:
    page = visit("/utskrift" + VIEW)
    sheet = page.locator("#sheet")
    for said in (
        "Lägesbild · Värnamo · v.\u00a045 2026", "EXEMPELDATA", "Visas för: polis och kommun",
        "Underlag 1", "Källa: Polismyndigheten", "22 nov 2026", "preliminärt", "Det här ser vi inte",
    ):  # fmt: skip
        expect(sheet).to_contain_text(said)
    for picture in ("print-map", "print-series"):
        expect(page.locator(f"#{picture} .main-svg").first).to_be_visible()
        expect(page.locator(f"#{picture}-said")).not_to_be_empty()
    # plotly makes a bitmap of 300 by 150 of what lies under a static map: it must be drawn
    for ground in page.locator("#print-map image").all():
        assert (ground.get_attribute("href") or "").startswith("/gransytor/")
    # nothing here can be pressed but the one button that prints
    assert page.locator("main button:visible").all_inner_texts() == ["Skriv ut"]
    width = 688  # A4 less margins of 14 mm, at 96 px to the inch; pictures are not drawn anew
    for picture in page.locator(".main-svg").all():
        assert picture.evaluate("svg => svg.clientWidth") <= width
    page.emulate_media(media="print")
    assert page.locator("button:visible, a:visible, select:visible").count() == 0
    page.set_viewport_size({"width": width, "height": 1000})
    # the page is told of its new size a moment after the window has it
    page.wait_for_function("() => document.scrollingElement.scrollWidth <= innerWidth")


def test_paper_is_white_in_the_dark_theme_too(visit: Visit) -> None:
    page = visit("/utskrift", theme="dark")
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => ['body', '.paper', 'h1', '.lead', '.running'].map(name => {
            const style = getComputedStyle(document.querySelector(name));
            return [style.backgroundColor, style.color];
        })"""
    )
    white = {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert {background for background, _ in colours} <= white
    for _, ink in colours[1:]:
        assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 3 * 130


def test_it_prints_on_a_few_pages_of_a4(visit: Visit) -> None:
    made = visit("/utskrift").pdf(format="A4", print_background=True)
    assert made.startswith(b"%PDF-")
    assert len(made) > 20_000
    pages = len(re.findall(rb"/Type\s*/Page\b", made))
    assert 1 <= pages <= 4
    [box] = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", made))
    width, height = (float(n) for n in box.split()[2:])
    assert (width, height) == pytest.approx((595, 842), abs=1.5)
