"""A whole week by several browsers: observers report, the parties assess apart, the meeting decides,
both fix the version, Friday's draft is read, and a week later the data are corrected.

ASVS 5.0, 8.2.1: each browser is logged in as its own organisation, and does only what is its own.
"""

from __future__ import annotations

import email
import email.policy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.access.accounts import Accounts
from dashboard.access.gate import Access
from dashboard.access.login import Login
from dashboard.app import create_app
from dashboard.components.reports import form_file
from dashboard.database import Editions
from dashboard.example_reports import KOMMUNER
from dashboard.inbox import Inbox
from dashboard.journal import archive, links
from dashboard.journal.files import Files
from dashboard.journal.tables import Organisation
from dashboard.report_form.app import create_form
from dashboard.store import Store
from etl import warehouse
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.serving import reading
from tests.conftest import Command
from tests.dashboard.conftest import SIZES, drawn, served
from tests.dashboard.pages.test_in_a_browser import fits, said_by_axe
from tests.dashboard.serving import serving

PASSWORD = "tre gröna cyklar i regn"
ACCOUNTS = {
    "samordnaren": ("Värnamo kommun", "samordnare"),
    "polisen": ("Polisen", "deltagare"),
    "kommunen": ("Värnamo kommun", "deltagare"),
}
SILENT = "Biblioteket i Gislaved"
CALM = {"Fritidsgården i Gislaved", "Fritidsgården i Gnosjö", "Bostadsbolaget i Skillingaryd"}
TWINS = {"Resecentrum i Värnamo", "Väktarna i Värnamo centrum"}
POLICE_FILE = "Brottsstatistik_Värnamo_*.csv"


@dataclass(frozen=True)
class Week:
    """The installation: its workplace, journal, and the addresses of the app and of the form."""

    place: Workplace
    store: Store
    app: str
    form: str
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def week(example: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    folder = tmp_path_factory.mktemp("vecka") / "arbetsplats"
    shutil.copytree(example.folder, folder)
    place = Workplace(folder)
    store = journal(place)
    with store.write() as session:
        session.add(Organisation(name="Simhallen i Värnamo", kind="other", is_observer=True))
        for one in session.query(Organisation):
            one.is_party = one.name in ("Polisen", "Värnamo kommun")
            if one.is_observer:  # where it is decides which places its form has
                one.kommun_code = next((code for n, code in KOMMUNER.items() if n in one.name), "")
    files = Files(folder)
    tokens = {made.organisation: made.token for made in links.replace_all(store)}
    form_file.publish(store, Editions(place.editions, "shared").current(), files)
    for name, (organisation, role) in ACCOUNTS.items():
        Accounts(store).add(name, organisation=organisation, role=role, password=PASSWORD)
    access = Access(store, Login(accounts=True))
    app = create_app(
        editions=place.editions,
        inbox=Inbox(folder / "inbox", partial(reading, place)),
        access=access,
        store=store,
        files=files,
    )
    with serving(create_form(files.reports)) as form, served(app) as address:
        yield Week(place, store, address, form, tokens)
    access.close()


Taken = Callable[..., BrowserContext]


@pytest.fixture
def taken(browser: Browser) -> Iterator[Taken]:
    """`taken("telefon")` -> a browser of its own, as another person has it."""
    contexts: list[BrowserContext] = []

    def take(size: str = "skärm") -> BrowserContext:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="sv-SE", reduced_motion="reduce"
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context

    yield take
    for context in contexts:
        context.close()


@pytest.fixture
def as_(week: Week, taken: Taken) -> Callable[[str], Page]:
    def log_in(name: str) -> Page:
        page = taken().new_page()
        page.goto(f"{week.app}/logga-in")
        page.get_by_label("Konto").fill(name)
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        drawn(page)
        return page

    return log_in


def go(page: Page, week: Week, path: str) -> None:
    page.goto(week.app + path)
    drawn(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def press(page: Page, name: str, *, said: str = "") -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    if said:
        expect(page.locator(".deed-said")).to_contain_text(said)
    drawn(page)


def choose(page: Page, label: str, option: str, *, within: str = "body") -> None:
    page.locator(within).get_by_role("textbox", name=label, exact=True).first.click()
    page.get_by_role("option", name=option).first.click()


def test_a_whole_week(
    week: Week, taken: Taken, as_: Callable[[str], Page], command: Command, tmp_path: Path
) -> None:
    # the command sets the clock to Swedish time: later it would move under those logged in
    assert command("verify", "--workplace", week.place.folder) == 0
    _observers_report(week, taken)
    coordinator, police, kommun = (as_(name) for name in ACCOUNTS)
    _reports_are_handed_over(week, coordinator)
    _called(week, coordinator)
    _assessed_apart(week, police, kommun)
    version = _held(week, coordinator, police, kommun)
    assert version == 1
    assert command("verify", "--workplace", week.place.folder) == 0
    _friday(week, coordinator, tmp_path)
    _corrected(week, coordinator, police, kommun)
    assert command("verify", "--workplace", week.place.folder) == 0


def _observers_report(week: Week, taken: Taken) -> None:
    """Twelve have a link: three say that it was calm, two tell of the same, one says nothing."""
    assert len(week.tokens) == 12
    phone = taken("telefon")
    for name in sorted(week.tokens.keys() - {SILENT}):
        page = phone.new_page()
        page.goto(f"{week.form}/rapport/{week.tokens[name]}")
        if name in CALM:
            page.get_by_text("Inget att rapportera v.").click()
            page.locator(".choice[open] .tile", has_text="Förra veckan").click()
            page.get_by_role("button", name="Skicka: inget att rapportera").click()
        else:
            page.locator(".choice > summary", has_text="Rapportera").last.click()
            page.locator(".choice[open] .tile", has_text="Förra veckan").click()
            seen = "Skadegörelse" if name in TWINS else "Ordningsstörning"
            page.locator("#report .incident .tile:visible", has_text=seen).first.click()
            if name in TWINS:
                page.locator("#report .tile:visible", has_text="Värnamo resecentrum").first.click()
                page.locator("#report .days:visible .tile").nth(4).click()
            page.get_by_role("button", name="Skicka rapporten").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Rapporten är mottagen.")
        page.close()
    assert phone.cookies() == []


def _reports_are_handed_over(week: Week, page: Page) -> None:
    go(page, week, "/rapporter")
    expect(page.locator(".report")).to_have_count(11)
    expect(page.get_by_text("Kan vara samma som")).to_have_count(2)
    expect(page.locator("body")).to_contain_text(SILENT)
    page.get_by_role("button", name="Godkänn alla som inte liknar någon annan").click()
    expect(page.locator(".deed-said")).to_contain_text("Godkända")
    drawn(page)
    pair = page.locator(".report", has_text="Kan vara samma som Resecentrum i Värnamo")
    pair.get_by_role("button", name="Koppla ihop").click()
    expect(page.locator(".deed-said")).to_contain_text("Ihopkopplade")
    drawn(page)
    press(page, "Godkänn", said="Godkänd")
    page.get_by_role("button", name="Lämna över till underlaget").click()
    page.wait_for_url("**/inlasning")
    page.get_by_role("button", name="Läs in").click()
    expect(page.locator(".step-loaded")).to_be_visible(timeout=120_000)


def _called(week: Week, page: Page) -> None:
    go(page, week, "/mote")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inget möte är kallat")
    page.get_by_role("textbox", name="Dag", exact=True).click()
    page.get_by_role("option").nth(1).click()
    page.get_by_label("Tid", exact=True).fill("09.00")
    choose(page, "Område", "Värnamo")
    press(page, "Kalla, med förslag ur listan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("EST-möte v.")
    expect(page.locator(".picked li").first).to_be_visible()
    page.get_by_text("Lägg till en fråga").click()
    choose(page, "Problem", "Buskörning")
    page.get_by_role("textbox", name="Område", exact=True).first.click()
    page.get_by_role("option", name="Värnamo").first.click()
    press(page, "Lägg till", said="Tillagd")
    assert said_by_axe(page) == []
    fits(page)


def _assessed_apart(week: Week, police: Page, kommun: Page) -> None:
    for page, name, level in (
        (police, "Polisen", "allvarligt"),
        (kommun, "Värnamo kommun", "förhöjt"),
    ):
        go(page, week, "/bedom")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} bedömer")
        every = page.get_by_role("radiogroup", name="Hur är läget?")
        for n in range(every.count()):
            said = level if n == 0 else "normalt"
            every.nth(n).get_by_role("radio", name=said).click()
        page.get_by_text("Mer, om ni vill").first.click()
        page.get_by_label("Skäl, med egna ord. Inget om personer.").first.fill(f"så ser {name} det")
        assert said_by_axe(page) == []
        press(page, "Lämna bedömningen", said=f"Lämnat för {name}")
    go(kommun, week, "/mote")
    assert "så ser Polisen det" not in kommun.content()
    assert "allvarligt" not in kommun.inner_text("body")


def _held(week: Week, page: Page, police: Page, kommun: Page) -> int:
    go(page, week, "/mote?lage=mote")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad har kommit in?")
    press(page, "polis och kommun")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Förra mötets åtgärder")
    page.keyboard.press("ArrowRight")
    drawn(page)
    expect(page.locator(".picked li").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sealing")).to_contain_text("Alla har lämnat sin")
    assert "så ser Polisen det" not in page.content()
    _assessments(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Inför helgen")
    _decided(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stäm av och fastställ")
    press(page, "Vi har läst igenom", said="framlagt")
    for own, name in ((police, "Polisen"), (kommun, "Värnamo kommun")):
        go(own, week, "/mote?lage=mote&steg=faststall")
        expect(own.get_by_role("button", name="Fastställ för")).to_have_count(1)
        press(own, f"Fastställ för {name}", said="astställd")
    # the meeting's own screen has heard of it by itself
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 1 är fastställd")
    return len(archive.versions(week.store))


def _assessments(page: Page) -> None:
    """The first they see differently, the others alike."""
    many = int(page.locator(".subject-head .pill").inner_text().split()[2])
    for n in range(many):
        press(page, "Visa bedömningarna")
        expect(page.locator(".large-level")).to_have_count(2)
        if n == 0:
            expect(page.locator("body")).to_contain_text("så ser Polisen det")
            expect(page.locator("body")).to_contain_text("så ser Värnamo kommun det")
            page.get_by_label("Gemensam rad, om ni vill").fill("Vi ser olika saker.")
            for _ in range(
                2
            ):  # pressed again, as when they have changed their minds: the line stays
                press(page, "Vi bedömer olika")
                expect(page.locator(".together .large-said")).to_contain_text("Vi ser olika saker.")
            expect(page.locator(".together .large-said")).to_contain_text("Vi bedömer olika")
            expect(page.get_by_label("Gemensam rad, om ni vill")).to_have_value(
                "Vi ser olika saker."
            )
            assert said_by_axe(page) == []
            fits(page)
        else:
            press(page, "Vi är eniga")
            expect(page.locator(".together .large-said")).to_contain_text(["●", "normalt"][1])
        page.keyboard.press("ArrowRight")
        drawn(page)


def _decided(page: Page) -> None:
    page.get_by_label("Plats", exact=True).fill("Värnamo resecentrum")
    page.get_by_label("Tid", exact=True).fill("fre 20–02")
    choose(page, "Vem", "Polisen")
    page.get_by_label("Vad", exact=True).first.fill("synlig närvaro")
    choose(page, "Visas för", "bara polis och kommun")
    press(page, "Lägg till", said="Tillagd")
    expect(page.get_by_role("cell", name="synlig närvaro")).to_be_visible()
    page.get_by_text("Lägg till en åtgärd").click()
    card = page.locator(".card", has=page.get_by_role("heading", name="Åtgärder"))
    for what in ("utskick till företagen", "bättre belysning", "trygghetsvandring"):
        card.get_by_label("Vad", exact=True).fill(what)
        card.get_by_role("textbox", name="Ansvarig organisation").click()
        page.get_by_role("option", name="Värnamo kommun").last.click()
        card.get_by_label("Ansvarig funktion").fill("fritidschef")
        card.get_by_role("button", name="Lägg till", exact=True).click()
        expect(card.get_by_role("rowheader", name=what)).to_be_visible()
        drawn(page)


def _friday(week: Week, page: Page, folder: Path) -> None:
    go(page, week, "/fredag")
    assert said_by_axe(page) == []
    mails = {}
    for klass in ("parties", "shared"):
        with page.expect_download() as waited:
            page.locator(f"a[href$='/{klass}.eml']").click()
        waited.value.save_as(folder / f"{klass}.eml")
        raw = (folder / f"{klass}.eml").read_bytes()
        mails[klass] = email.message_from_bytes(raw, policy=email.policy.default)
    said = {klass: mail.get_body(("plain",)).get_content() for klass, mail in mails.items()}
    assert "Värnamo resecentrum" in said["parties"] and "synlig närvaro" in said["parties"]
    assert "synlig närvaro" not in said["shared"]
    kinds = [part.get_content_type() for part in mails["parties"].iter_attachments()]
    assert "application/pdf" in kinds
    assert mails["parties"]["X-Unsent"] == "1"
    [version] = archive.versions(week.store)
    assert {row.audience for row in archive.sent(week.store, version)} == {"parties", "shared"}


def _corrected(week: Week, page: Page, police: Page, kommun: Page) -> None:
    """The police take rows back; the meeting's version stays, and a new one says what differs."""
    before = archive.versions(week.store)[0]
    file = max((week.place.folder / "inbox").glob(POLICE_FILE))
    lines = file.read_bytes().split(b"\r\n")
    stolen = [n for n, line in enumerate(lines) if b"2026-11-1" in line]
    corrected = file.with_name(f"rattad_{file.name}")
    corrected.write_bytes(b"\r\n".join(l for n, l in enumerate(lines) if n not in stolen[:6]))
    warehouse.load(week.place, [corrected])
    go(page, week, "/version?nummer=1")
    page.get_by_label("Vad ska rättas?").fill("polisens uttag är rättat")
    press(page, "Börja en rättelse")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stäm av och fastställ")
    press(page, "Vi har läst igenom", said="framlagt")
    for own, name in ((police, "Polisen"), (kommun, "Värnamo kommun")):
        go(own, week, "/mote?lage=mote&mote=1&steg=faststall")
        press(own, f"Fastställ för {name}", said="astställd")
    go(page, week, "/version?nummer=2")
    expect(page.locator(".lead").first).to_contain_text("Den ersätter version 1")
    page.get_by_text("Siffrorna, problem för problem").click()
    expect(page.locator("body")).to_contain_text("borttag")
    assert archive.versions(week.store)[-1].sha256 == before.sha256
    go(page, week, "/version?nummer=1")
    expect(page.get_by_text("är ersatt av version 2")).to_be_visible()
    assert said_by_axe(page) == []
    fits(page)
