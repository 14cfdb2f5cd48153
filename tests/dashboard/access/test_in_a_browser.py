"""To log in, look as another and log out, in a real browser under the strict policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from dashboard.access.accounts import Accounts
from tests.dashboard.access.conftest import PASSWORD, Made, Site
from tests.dashboard.conftest import drawn, served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    wrong: list[str] = []
    context = browser.new_context(locale="sv-SE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    # a refused form, and a session that has ended: that answer Dash tries to read twice
    known = ("403 (FORBIDDEN)", "401 (UNAUTHORIZED)", "body stream already read")
    assert not [text for text in wrong if not any(said in text for said in known)]


def chosen(page: Page, name: str) -> None:
    page.click(".asking summary")
    page.get_by_role("button", name=name).click()
    page.wait_for_selector(".asking summary")
    drawn(page)


def test_a_day_at_the_administrators(site: Made, accounts: Accounts, page: Page) -> None:
    accounts.add("it.drift", organisation="", role="administratör", password=PASSWORD)
    made = site(accounts=True)
    with served(made) as address:  # type: ignore[arg-type]
        page.goto(f"{address}/om-data?omrade=0683")
        assert page.url.startswith(f"{address}/logga-in?")
        for password in ("fel lösenord igen", PASSWORD):
            page.fill("#konto", "it.drift")
            page.fill("#losenord", password)
            page.click("button")
        drawn(page)
        assert page.url == f"{address}/om-data?omrade=0683"
        [cookie] = page.context.cookies()
        assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
        chosen(page, "Visa som Polisen")
        assert "Polisen ser" in page.inner_text(".viewed-as")
        page.goto(f"{address}/inlasning")
        drawn(page)
        assert "Då går det inte att ändra något" in page.inner_text("main")
        page.get_by_role("button", name="Sluta").click()
        drawn(page)
        assert page.inner_text(".asking summary") == "Du är: Administratör"
        page.goto(f"{address}/atkomst")
        page.wait_for_selector("#looked-at td")
        assert "öppnade sidan" in page.inner_text("#looked-at")
        made.access.sessions.end(cookie["value"])
        token = page.context.cookies()[0]["value"]
        made.access.sessions.end(token)  # somebody else closed the account
        page.get_by_role("link", name="Om data").click()
        page.wait_for_selector(".logged-out")
        assert "logga in i en ny flik" in page.inner_text("#error")
        page.goto(address)
        assert page.url == f"{address}/logga-in?till=/"


def test_who_logs_out_leaves_nothing_typed_behind(site: Made, page: Page) -> None:
    made = site(accounts=True)
    with served(made) as address:  # type: ignore[arg-type]
        token = made.access.sessions.begin(way="account", role="deltagare", organisation="Polisen")
        page.context.add_cookies([{"name": "lagesbild", "value": token, "url": address}])
        page.goto(address)
        drawn(page)
        page.evaluate("sessionStorage.setItem('_dash_persistence.x', 'skrivet men inte lämnat')")
        page.click(".asking summary")
        page.get_by_role("button", name="Logga ut").click()
        page.wait_for_url("**/logga-in**")
        assert page.evaluate("sessionStorage.length") == 0


def test_roles_of_the_demo(site: Made, page: Page) -> None:
    made: Site = site(demo=True)
    with served(made) as address:  # type: ignore[arg-type]
        page.goto(address)
        drawn(page)
        assert page.inner_text(".asking summary") == "Du är: Samordnare"
        for button, name in (("Polisen · deltagare", "Polisen · deltagare"), ("Läsare", "Läsare"), ("Samordnare", "Samordnare")):  # fmt: skip
            chosen(page, button)
            assert page.inner_text(".asking summary") == f"Du är: {name}"
