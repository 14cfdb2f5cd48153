"""The opening page as it is used: whatever is picked, everything follows, and the address says it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.app import create_app
from dashboard.database import Edition
from dashboard.queries.overview import overview
from dashboard.state import State
from etl.workplace import Workplace
from tests.dashboard.conftest import SIZES, Visit, drawn, query, served

BREDARYD = "Bredaryd"
CENTRE = """(graph, wanted) => {
    const numbers = { x: 0, x2: 1 };
    for (const trace of graph.querySelectorAll('.scatterlayer .trace')) {
        for (const point of trace.querySelectorAll('.points path')) {
            const data = point.__data__;
            if ([data.data, data.cd].flat().includes(wanted)) {
                const box = point.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }
        }
    }
    return null;
}"""


@pytest.fixture(scope="module")
def bredaryd(edition: Edition) -> str:
    """The code of the area where the example's burglaries are."""
    view = overview(edition, State())
    assert view is not None
    return str(view.findings.iloc[0]["area_code"])


def click_on(page: Page, picture: str, wanted: str) -> None:
    """Click in the middle of the point in a picture that stands for `wanted`."""
    graph = page.locator(f"#{picture} .js-plotly-plot")
    graph.scroll_into_view_if_needed()
    at = graph.evaluate(CENTRE, wanted)
    assert at, f"{wanted} is not in the picture"
    page.mouse.click(*at)


def headline(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def row_of(page: Page, table: str, name: str) -> Locator:
    return page.locator(table).get_by_role("button", name=name, exact=True)


def shows_bredaryd(page: Page, code: str) -> None:
    expect(page).to_have_url(re.compile(rf"\?valt={code}$"))
    expect(page.locator("#chips").get_by_role("button", name=f"Ta bort {BREDARYD}")).to_be_visible()
    expect(page.locator("#series-said")).to_contain_text(f"i {BREDARYD}:")
    expect(page.locator("#types .sum")).to_contain_text(f"i {BREDARYD},")


def shows_everything(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator("#chips button")).to_have_count(0)
    expect(page.locator("#series-said")).to_contain_text("i LPO Värnamo:")
    expect(page.locator("#types .sum")).to_contain_text("i LPO Värnamo,")


def test_an_area_picked_on_the_map_is_followed_undone_and_restored(
    visit: Visit, bredaryd: str
) -> None:
    page = visit()
    shows_everything(page)
    click_on(page, "map", bredaryd)
    shows_bredaryd(page, bredaryd)
    page.go_back()
    shows_everything(page)
    page.go_forward()
    shows_bredaryd(page, bredaryd)
    page.reload()
    shows_bredaryd(page, bredaryd)
    page.locator("#chips").get_by_role("button").click()  # a chip lets go of what it names
    shows_everything(page)


def test_a_week_picked_in_the_series_is_what_the_page_is_about(visit: Visit) -> None:
    page = visit()
    before = page.locator("#map-said").inner_text()
    click_on(page, "series", "2026-10-05")
    expect(page).to_have_url(re.compile(r"\?markerad=2026-W41$"))
    expect(page.locator("#chips")).to_contain_text("v.\u00a041")
    expect(page.locator("#week")).to_have_text("v.\u00a041 2026")
    expect(page.locator("#map-said")).to_contain_text("v.\u00a041 2026")
    expect(page.locator("#types .sum")).to_contain_text("väntat")
    page.go_back()
    expect(page.locator("#map-said")).to_have_text(before)


def test_a_problem_picked_in_its_table_is_on_the_map_and_in_the_series(visit: Visit) -> None:
    page = visit()
    row_of(page, "#types", "Stöld och häleri").click()
    expect(page).to_have_url(re.compile(r"\?typ=stold$"))
    expect(row_of(page, "#types", "Stöld och häleri")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#map-said")).to_have_text(re.compile("^Stöld och häleri, "))
    expect(page.locator("#series-said")).to_have_text(re.compile("^Stöld och häleri i "))
    page.go_back()
    expect(page.locator("#map-said")).to_have_text(re.compile("^Alla anmälda brott, "))
    expect(row_of(page, "#types", "Stöld och häleri")).to_have_attribute("aria-pressed", "false")


def test_findings_and_the_maps_table_are_one_click_from_a_place(
    visit: Visit, bredaryd: str
) -> None:
    page = visit()
    expect(headline(page)).to_have_text("Två fortsätter")
    row_of(page, "#findings", "Inbrott i lokal").click()
    expect(page).to_have_url(re.compile(rf"\?typ=inbrott_lokal&valt={bredaryd}$"))
    expect(page.locator("#series-said")).to_contain_text("Inbrott i lokal i Bredaryd:")
    page.locator("#map-twin summary").click()
    row = row_of(page, "#map-twin", BREDARYD)
    expect(row).to_have_attribute("aria-pressed", "true")
    row.click()
    expect(page).to_have_url(re.compile(r"\?typ=inbrott_lokal$"))
    expect(row).to_have_attribute("aria-pressed", "false")
    expect(row).to_be_visible()  # the table stays open


# With nothing but the keyboard.

FOCUSED = "document.activeElement.id"


def test_a_row_is_reached_and_picked_with_the_keyboard_and_keeps_its_focus(
    visit: Visit,
) -> None:
    page = visit()
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = str(page.evaluate(FOCUSED))
        if '"code":"skadegorelse","pick":"type"' in focused:
            break
    else:
        pytest.fail("sixty steps with Tab did not reach the row")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("typ="))
    expect(page.locator("#series-said")).not_to_have_text(re.compile("^Alla anmälda brott"))
    drawn(page)
    assert page.evaluate(FOCUSED) == focused
    page.keyboard.press("Enter")  # picked once more it is let go
    expect(page.locator("#series-said")).to_have_text(re.compile("^Alla anmälda brott"))


def test_a_kommun_is_chosen_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Område").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Gnosjö")).to_be_visible()
    marked = page.locator("[data-combobox-selected]")
    for _ in range(
        4
    ):  # a key that comes as the list opens marks its first row, a later one the next
        page.keyboard.press("ArrowDown")
        expect(marked).to_have_count(1)
        if marked.inner_text() == "Gnosjö":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?omrade=\d{4}$"))
    name = page.get_by_label("Område").input_value()
    expect(page.locator("#types .sum")).to_contain_text(f"i {name},")
    expect(page.get_by_label("Område")).to_be_focused()


# Controls.


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_every_control_is_in_the_address_and_back_undoes_it(visit: Visit) -> None:
    page = visit()
    steps = [
        ("Område", "Värnamo", "omrade=0683"),
        ("Period", "Ett år", "omrade=0683&period=ar"),
        ("Jämfört med", "veckorna före", "omrade=0683&period=ar&jamfor=fore"),
        ("Indelning", "DeSO", "omrade=0683&niva=deso&period=ar&jamfor=fore"),
        ("Visar", "Per 1 000 invånare", "omrade=0683&niva=deso&period=ar&jamfor=fore&matt=per1000"),
    ]
    for label, option, address in steps:
        choose(page, label, option)
        expect(page).to_have_url(re.compile(rf"/\?{address}$"))
    for _, _, address in reversed(steps[:-1]):
        page.go_back()
        expect(page).to_have_url(re.compile(rf"/\?{address}$"))
    expect(page.get_by_label("Område")).to_have_value("Värnamo")
    expect(page.get_by_label("Period", exact=True)).to_have_value("Fyra veckor")


def test_the_period_is_stepped_back_and_forth(visit: Visit) -> None:
    page = visit()
    week = page.locator("#week")
    expect(week).to_have_text("v.\u00a044–47 2026")
    page.get_by_role("button", name="En period tidigare").click()
    expect(week).to_have_text("v.\u00a040–43 2026")
    expect(page).to_have_url(re.compile(r"\?vecka=2026-W43$"))
    page.get_by_role("button", name="En period tidigare").click()
    expect(week).to_have_text("v.\u00a036–39 2026")
    page.get_by_role("button", name="En period senare").click()
    expect(week).to_have_text("v.\u00a040–43 2026")
    page.get_by_role("button", name="En period senare").click()
    expect(week).to_have_text("v.\u00a044–47 2026")
    expect(page).to_have_url(re.compile(r"/$"))
    choose(page, "Period", "Tertial")  # tertials are of 17 or 18 weeks
    expect(week).to_have_text("v.\u00a036–47 2026")
    for shown in ("v.\u00a019–35 2026", "v.\u00a01–18 2026"):
        page.get_by_role("button", name="En period tidigare").click()
        expect(week).to_have_text(shown)
    page.get_by_role("button", name="En period senare").click()
    expect(week).to_have_text("v.\u00a019–35 2026")


def test_the_question_about_trygghet_stays_when_something_else_is_picked(visit: Visit) -> None:
    page = visit()
    question = "Problem med fortkörning i det egna bostadsområdet"
    choose(page, "Fråga", question)
    expect(page.locator("#survey-said")).to_contain_text("Värnamo 2025:")
    row_of(page, "#types", "Rån").click()
    expect(page).to_have_url(re.compile("typ=ran"))
    drawn(page)
    expect(page.get_by_label("Fråga")).to_have_value(question)


# Links.


def test_a_pasted_link_shows_exactly_what_was_sent(visit: Visit, bredaryd: str) -> None:
    sent = (
        f"omrade=0683&typ=inbrott_lokal,skadegorelse&period=1v&vecka=2026-W45&jamfor=fore"
        f"&valt={bredaryd}"
    )
    page = visit("/?" + sent)
    assert query(page) == sent
    for label, value in (("Område", "Värnamo"), ("Period", "En vecka"), ("Jämfört med", "veckorna före"), ("Indelning", "RegSO")):  # fmt: skip
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    expect(page.locator("#week")).to_have_text("v.\u00a045 2026")
    expect(page.locator("#chips")).to_contain_text(BREDARYD)
    for name in ("Inbrott i lokal", "Skadegörelse och klotter"):
        expect(row_of(page, "#types", name)).to_have_attribute("aria-pressed", "true")
    said = "Inbrott i lokal och Skadegörelse och klotter i Bredaryd"
    expect(page.locator("#series-said")).to_contain_text(said)
    expect(page.locator("#lagesbild-message")).to_be_empty()


def test_a_copied_link_is_the_address(visit: Visit) -> None:
    page = visit("/?typ=stold&period=ar")
    page.get_by_role("button", name="Kopiera länk").click()
    expect(page.get_by_role("button", name="Länken är kopierad")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_strange_link_says_which_parts_it_could_not_follow(visit: Visit) -> None:
    page = visit("/?omrade=9999&period=ar&vecka=2026-W99&farg=grön&typ=stold,trolleri")
    said = page.locator("#lagesbild-message")
    for part in ("omrade", "vecka", "en del som sidan inte har", "typ"):
        expect(said).to_contain_text(part)
    assert "trolleri" not in said.inner_text()
    expect(page.locator("#map-said")).to_contain_text("Stöld och häleri")
    row_of(page, "#types", "Rån").click()
    expect(page).to_have_url(re.compile(r"\?typ=ran&period=ar$"))
    expect(said).to_be_empty()
    page.go_back()  # one step, to the very same link
    expect(page).to_have_url(re.compile("trolleri"))
    expect(said).to_contain_text("vecka")


def test_no_link_breaks_the_page(visit: Visit) -> None:
    page = visit("/?vecka=0001-W01&valt=%00%27;--&omrade=%ff&markerad=&typ=" + "a," * 900)
    expect(headline(page)).to_have_text("Två fortsätter")
    expect(page.locator("#error")).to_be_empty()


def test_the_table_and_the_paper_are_of_what_is_shown(visit: Visit, tmp_path: Path) -> None:
    page = visit("/?omrade=0683&typ=stold")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner tabell").click()
    assert download.value.suggested_filename == "lagesbild-0683-2026-v47.csv"
    file = tmp_path / "tabell.csv"
    download.value.save_as(file)
    first = file.read_text(encoding="utf-8-sig").splitlines()[1].split(";")
    total = (page.locator("#types .total").text_content() or "").removesuffix(", om siffran")
    assert (first[0], first[5]) == ("Värnamo", total)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Utskrift").click()
    paper = popup.value
    expect(headline(paper)).to_have_text(headline(page).inner_text())
    assert query(paper) == query(page)
    expect(paper.locator("#sheet .total")).to_have_text(total)
    paper.close()


# Kinds of problem that are shown no finer than per kommun and quarter.


def test_a_sensitive_type_is_neither_on_the_map_nor_in_weeks(visit: Visit) -> None:
    page = visit("/?typ=nara_relation&niva=deso")
    expect(page.locator("#map-said")).to_contain_text("Visas inte så här fint")
    expect(page.locator("#map-twin")).to_be_empty()
    expect(page.locator("#series-said")).to_contain_text("per kvartal")
    expect(page.locator("#series-twin")).to_be_empty()
    expect(page.locator("#quarters")).to_contain_text("Våld i nära relation")


# When something goes wrong.


def test_an_error_is_said_and_what_was_shown_stays(
    visit: Visit, example: Workplace, tmp_path: Path
) -> None:
    folder = tmp_path / "skadad"
    shutil.copytree(example.editions, folder)
    with served(create_app(editions=folder, audience="shared")) as address:
        page = visit("/", at=address)
        shown = headline(page).inner_text()
        (folder / "CURRENT").write_text("99")
        row_of(page, "#types", "Stöld och häleri").click()
        expect(page.get_by_role("alert")).to_contain_text("Något gick fel")
        expect(headline(page)).to_have_text(shown)
        for part in ("duckdb", "Traceback", str(folder)):
            assert part not in page.inner_text("body")


def test_a_new_edition_is_shown_without_a_restart(
    visit: Visit, example: Workplace, tmp_path: Path
) -> None:
    folder = tmp_path / "nytt"
    shutil.copytree(example.editions, folder)
    with served(create_app(editions=folder, audience="shared")) as address:
        page = visit("/", at=address)
        before: list[dict[str, Any]] = page.locator("#map .js-plotly-plot").evaluate("g => g.layout.images")  # fmt: skip
        assert all("/gransytor/1/" in image["source"] for image in before)
        shutil.copytree(folder / "0001", folder / "0002")
        (folder / "CURRENT").write_text("2")
        page.reload()
        drawn(page)
        after = page.locator("#map .js-plotly-plot").evaluate("g => g.layout.images")
        assert all("/gransytor/2/" in image["source"] for image in after)


# On a phone.


def test_a_phone_can_pick_too(visit: Visit, bredaryd: str) -> None:
    page = visit(size=SIZES["telefon"])
    row_of(page, "#types", "Stöld och häleri").click()
    expect(page).to_have_url(re.compile("typ=stold"))
    click_on(page, "map", bredaryd)
    expect(page).to_have_url(re.compile(f"valt={bredaryd}"))
    expect(page.locator("#chips")).to_contain_text(BREDARYD)
