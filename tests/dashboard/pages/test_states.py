"""What is on its way, missing or not for whoever asks is said, by word and mark."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.dashboard.conftest import Visit, drawn


class Held:
    """From here on what the page asks for waits until it is let go."""

    def __init__(self, page: Page) -> None:
        self._page, self._waiting, self._is_open = page, list[Route](), False
        page.route("**/_dash-update-component*", self._asked)

    def _asked(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)

    def let_go(self) -> None:
        self._is_open = True
        for route in self._waiting:
            route.continue_()
        drawn(self._page)


def test_whoever_waits_is_told_so_on_the_way_to_a_page_and_on_it(visit: Visit) -> None:
    page = visit("/om-data")
    waiting = Held(page)
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Lägesbild").click()
    told = page.locator(".state").filter(has_text="Laddar …")
    expect(told.first).to_be_visible()
    waiting.let_go()
    expect(page.get_by_role("heading", level=1)).to_have_text("Två fortsätter")
    expect(told).to_have_count(0)
    waiting = Held(page)
    page.locator("#types .pick").first.press("Enter")
    expect(told.first).to_be_in_viewport()
    expect(page.locator("#types .pick").first).to_be_focused()  # and all of the page is there
    waiting.let_go()
    expect(told).to_have_count(0)


def test_what_is_missing_is_not_zero_and_zero_is_not_missing(visit: Visit) -> None:
    page = visit("/?vecka=2022-W02&jamfor=ifjol")
    expect(page.locator("#findings .state")).to_contain_text("∅")
    expect(page.locator("#findings .state")).to_contain_text("Data saknas")
    page = visit("/?kalla=fault_reports&typ=stold")
    expect(page.locator("#quarters .state")).to_contain_text("Data saknas")
    page = visit("/platser?typ=sexualbrott")
    expect(page.locator("#p-places .state")).to_contain_text("▧")
    expect(page.locator("#p-near .state")).to_contain_text("Går inte att säga")


def test_a_page_that_is_none_says_so(visit: Visit) -> None:
    page = visit("/finns-inte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    expect(page.locator(".state")).to_contain_text("✕")
