"""The samordnare's desk in a real browser: a week's reports, from the form to the numbers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from dashboard import example_reports
from dashboard.access import COORDINATOR, ROLES
from dashboard.access.gate import Access
from dashboard.access.login import Login
from dashboard.app import create_app
from dashboard.database import Editions
from dashboard.inbox import Inbox
from dashboard.journal import links, organisations, reports
from dashboard.journal.files import Files
from dashboard.pages.rapporter import _kept
from dashboard.report_form.contents import read_contents
from dashboard.store import Store
from etl import warehouse
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.serving import reading
from tests.dashboard.conftest import SIZES, Visit, drawn, served
from tests.dashboard.pages.test_in_a_browser import fits, said_by_axe

TODAY = date.today()  # noqa: DTZ011 (the pages say what is missing for the last week)


@pytest.fixture(scope="module")
def place(example: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    folder = tmp_path_factory.mktemp("vecka") / "arbetsplats"
    shutil.copytree(example.folder, folder)
    return Workplace(folder)


@pytest.fixture(scope="module")
def store(place: Workplace) -> Iterator[Store]:
    made = journal(place)
    example_reports.write(
        made, Editions(place.editions, "shared"), Files(place.folder), today=TODAY
    )
    yield made
    made.close()


@pytest.fixture(scope="module")
def inbox(place: Workplace) -> Inbox:
    return Inbox(place.folder / "inbox", partial(reading, place))


@pytest.fixture(scope="module")
def desk(place: Workplace, store: Store, inbox: Inbox) -> Iterator[str]:
    app = create_app(editions=place.editions, inbox=inbox, store=store, files=Files(place.folder))
    with served(app) as address:
        yield address


def pressed(page: Page, button: str, *, said: str) -> None:
    page.get_by_role("button", name=button).first.click()
    expect(page.locator(".deed-said")).to_contain_text(said)
    drawn(page)


def test_a_weeks_reports_go_from_the_form_to_the_numbers(
    desk: str, visit: Visit, store: Store, place: Workplace, inbox: Inbox
) -> None:
    page = visit("/rapporter", at=desk)
    expect(page.locator(".report").first).to_be_visible()
    assert not list((place.folder / "rapporter/incoming").iterdir())
    expect(page.get_by_text("Kan vara samma som")).to_have_count(2)
    expect(page.get_by_text("Bostadsbolaget i Gislaved")).to_have_count(1)
    for theme in ("skärm", "telefon"):
        page.set_viewport_size(dict(zip(("width", "height"), SIZES[theme], strict=True)))
        drawn(page)
        assert said_by_axe(page) == []
        fits(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    pressed(page, "Godkänn alla som inte liknar någon annan", said="Godkända")
    pair = page.locator(".report", has_text="Kan vara samma som Resecentrum i Värnamo")
    pair.get_by_role("button", name="Koppla ihop").click()
    expect(page.locator(".deed-said")).to_contain_text("Ihopkopplade")
    drawn(page)
    pressed(page, "Godkänn", said="Godkänd")
    expect(page.get_by_text("Inget väntar")).to_be_visible()
    wrong = page.locator(".report", has_text="Väktarna i Värnamo centrum")
    wrong.get_by_role("button", name="Makulera").click()
    expect(page.locator(".deed-said")).to_contain_text("Makulerad")
    drawn(page)
    page.get_by_role("button", name="Lämna över till underlaget").click()
    page.wait_for_url("**/inlasning")
    page.get_by_role("button", name="Läs in").click()
    expect(page.locator(".step-loaded")).to_be_visible(timeout=120_000)
    inbox.wait()
    edition = Editions(place.editions, "shared").current()
    week = TODAY.toordinal() - TODAY.weekday() - 7
    told = edition.rows(
        "select organisation, is_received from out.reporting where week = $week",
        week=date.fromordinal(week),
    )
    heard = {row["organisation"] for row in told if row["is_received"]}
    standing = {r.row.organisation for r in reports.every(store) if r.decision == "approved"}
    # the linked one told nothing of its own, the cancelled one is gone
    only_ours = {r.row.organisation for r in reports.every(store)} - standing
    assert only_ours == {"Trygghetsvärdarna i Värnamo", "Väktarna i Värnamo centrum"}
    assert standing <= heard
    [rows] = edition.rows("select sum(count)::integer as n from out.incident where source = 'est_reports'")  # fmt: skip
    counted = sum(i.count for r in reports.every(store) if r.decision == "approved" for i in r.items)  # fmt: skip
    assert rows["n"] == counted
    (place.folder / "lagesbild.toml").open("a").write(
        "\n[kallor.est_reports]\ngallras_dagar = 400\n"
    )
    warehouse.rebuild(Workplace(place.folder))
    assert _kept(Editions(place.editions, "shared").current()).days == 400
    page.goto(f"{desk}/rapporter")
    expect(page.get_by_text("Överlämnat senast")).to_be_visible()


def test_a_link_is_shown_once_with_its_code(desk: str, visit: Visit, place: Workplace) -> None:
    page = visit("/organisationer", at=desk)
    page.get_by_role("link", name="Fritidsgården i Gnosjö").click()
    drawn(page)
    pressed(page, "Gör en ny länk", said="Visas bara nu")
    address = page.locator(".link-sheet code").inner_text()
    token = re.fullmatch(r"http://127\.0\.0\.1:8060/rapport/([\w-]{22})", address)
    assert token is not None
    page.wait_for_function("() => document.querySelector('.link-sheet img').naturalWidth > 20")
    expect(page.get_by_role("button", name="Skriv ut länkbladen")).to_be_visible()
    assert said_by_axe(page) == []
    form = read_contents((place.folder / "rapporter/form.json").read_bytes())
    found = form.link(token[1], today=TODAY)
    assert found is not None
    assert (found.organisation, found.kommun_code) == ("Fritidsgården i Gnosjö", "0617")
    assert all(token[1].encode() not in f.read_bytes() for f in place.folder.rglob("*") if f.is_file())  # fmt: skip
    page.reload()
    drawn(page)
    expect(page.locator(".link-sheet")).to_have_count(0)


def test_an_organisation_is_added(desk: str, visit: Visit, place: Workplace) -> None:
    page = visit("/organisationer?org=ny", at=desk, size=SIZES["telefon"])
    assert said_by_axe(page) == []
    fits(page)
    page.get_by_label("Namn").fill("Simhallen 7")
    pressed(page, "Lägg till", said="utan siffror")
    page.get_by_label("Namn").fill("Simhallen")
    page.get_by_role("button", name="Lägg till", exact=True).click()
    expect(page.get_by_role("link", name="Simhallen")).to_be_visible()
    told = Workplace(place.folder)
    assert "Simhallen" in [o.namn for o in told.observers]


def test_the_receipt_thanks_for_last_month(store: Store, place: Workplace) -> None:
    form = read_contents((place.folder / "rapporter/form.json").read_bytes())
    [one] = [o for o in organisations.everyone(store) if o.name == example_reports.THANKED[0]]
    [link] = [ln for ln, o in links.current(store) if o.id == one.id]
    [said] = [ln.thanks for ln in form.links if ln.token_sha256 == link.token_sha256]
    assert re.fullmatch(r"(Er rapport|Era \d+ rapporter) i \w+", said[0])
    assert said[1] == f"→ {example_reports.THANKED[1]}"


def asked(page: str, body: str, states: list[dict[str, str]]) -> dict[str, object]:
    """What a browser asks for when the page is opened."""
    triggers = {"rapporter": ("rapporter-again", "n_intervals"), "org": ("org-url", "search")}
    first = dict(zip(("id", "property"), triggers[page], strict=True))
    return {
        "output": f"{body}.children",
        "outputs": {"id": body, "property": "children"},
        "inputs": [first, {"id": f"{page}-done", "property": "data"}],
        "state": states,
        "changedPropIds": [],
    }


def pressing(page: str, do: str, of: object) -> dict[str, object]:
    """What a browser asks for when a button is pressed."""
    button = {"page": page, "do": do, "of": str(of)}
    outputs = [(f"{page}-said", "children"), (f"{page}-done", "data"), ({"rapporter": "rapporter-url", "org": "org-url"}[page], "href")]  # fmt: skip
    url = outputs[2][0]
    return {
        "output": ".." + "...".join(f"{i}.{p}" for i, p in outputs) + "..",
        "outputs": [{"id": i, "property": p} for i, p in outputs],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [[], {"id": f"{page}-done", "property": "data"}, {"id": url, "property": "search", "value": ""}],
        "changedPropIds": [json.dumps(button, sort_keys=True, separators=(",", ":")) + ".n_clicks"],
    }  # fmt: skip


@pytest.mark.parametrize("role", [role for role in ROLES if role != COORDINATOR])
def test_the_desk_is_the_samordnares_alone(role: str, place: Workplace, store: Store) -> None:
    access = Access(store, Login(accounts=True))
    files = Files(place.folder)
    app = create_app(editions=place.editions, access=access, store=store, files=files)

    def post(who: str, question: dict[str, object]) -> str:
        client = app.server.test_client()
        token = access.sessions.begin(way="account", role=who, organisation="Polisen")
        client.set_cookie(access._cookie, token)
        answer = client.post(
            "/_dash-update-component", json=question, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code < 500
        return answer.get_data(as_text=True)

    [one, *_] = [o for o in organisations.everyone(store) if o.is_observer and o.is_active]
    reports.collect(store, files.reports)
    before = len(links.current(store)), [r.decision for r in reports.every(store)]
    for page, body, path in (("rapporter", "rapporter-body", "/rapporter"), ("org", "org-body", "/organisationer")):  # fmt: skip
        states = [{"id": f"{page}-url", "property": "pathname", "value": path}]
        question = asked(page, body, states)
        assert "Fritidsg" in post(COORDINATOR, question)
        assert "Fritidsg" not in post(role, question)
    for page, do, of in (("org", "link", one.id), ("org", "replaceall", ""), ("rapporter", "cancel", reports.every(store)[0].id), ("rapporter", "handover", "")):  # fmt: skip
        assert "link-sheet" not in post(role, pressing(page, do, of))
    assert (len(links.current(store)), [r.decision for r in reports.every(store)]) == before
    assert "link-sheet" in post(COORDINATOR, pressing("org", "link", one.id))
    access.close()
