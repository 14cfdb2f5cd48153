"""What is set in the app: by pointing, by pressing, and by somebody who means no good."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard import example_week
from dashboard.access.accounts import Accounts
from dashboard.app import create_app
from dashboard.components.settings.places import position
from dashboard.database import Editions, TooOld
from dashboard.journal import setting_changes
from dashboard.journal.files import Files
from dashboard.journal.meetings import Refused
from dashboard.queries import observers_form
from dashboard.setting_up import Jobs
from dashboard.store import Store
from dashboard.version.files import MOST_BYTES
from etl.setting_up import Settings
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.serving import job
from tests.conftest import UNTIL
from tests.dashboard.access.pressing import press
from tests.dashboard.conftest import SIZES, Made, Visit, drawn, served
from tests.dashboard.pages.test_in_a_browser import NARROW, fits, resized, said_by_axe

PARTS = ("", "/forum", "/platser?plats=ny", "/problemtyper?typ=stold", "/konton", "/gallring")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Desk:
    app: dash.Dash
    place: Workplace
    store: Store
    jobs: Jobs

    @property
    def client(self) -> FlaskClient:
        return self.app.server.test_client()

    def press(self, do: str, of: str = "", **fields: Any) -> str:
        return press(self.client, "installningar", do, of, **fields)

    def noted(self) -> list[str]:
        return [row.what for row in setting_changes.latest(self.store, rows=99)]

    def files(self) -> dict[str, str]:
        return {f.name: f.read_text(encoding="utf-8") for f in self.place.folder.glob("*.toml")}


@pytest.fixture
def desk(example: Workplace, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "plats"
    shutil.copytree(example.folder, folder)
    place = Workplace(folder)
    store = journal(place)
    example_week.write(store, Editions(place.editions, "shared"), today=UNTIL)
    jobs = Jobs(partial(job, place), place.folder)
    app = create_app(
        editions=place.editions,
        store=store,
        files=Files(folder),
        settings=Settings(folder),
        jobs=jobs,
    )
    app.server.test_client().get("/_favicon.ico")  # Dash sets up at the first request
    yield Desk(app, place, store, jobs)
    jobs.wait()
    store.close()


@pytest.fixture
def site(desk: Desk) -> Iterator[str]:
    with served(desk.app) as address:
        yield address


def pressed(page: Page, button: str, *, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#installningar-said")).to_contain_text(said, timeout=20_000)
    drawn(page)


def test_every_part_can_be_read_by_everybody(visit: Visit, site: str) -> None:
    for theme, path in zip(("light", "dark") * 3, PARTS, strict=True):
        page = visit(f"/installningar{path}", at=site, theme=theme)
        expect(page.locator("#installningar-body .card").first).to_be_visible()
        for size in (*SIZES.values(), NARROW):
            resized(page, size)
            fits(page)
            assert said_by_axe(page) == []


def test_a_place_is_pointed_out_on_the_map(visit: Visit, site: str, desk: Desk) -> None:
    page = visit("/installningar/platser?plats=ny", at=site)
    page.get_by_label("Namn", exact=True).fill("Apladalen")
    page.get_by_role("textbox", name="Slag").click()
    page.get_by_role("option", name="park").click()
    plot = page.locator("#place-map .js-plotly-plot")
    box = plot.bounding_box()
    assert box
    plot.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.5})
    page.wait_for_function(
        "/^63\\d{5}, 4\\d{5}$/.test(document.querySelector('input[id*=\"at\"]').value)"
    )
    pressed(page, "Lägg till", said="Sparat")
    [added] = [p for p in Workplace(desk.place.folder).places if p.name == "Apladalen"]
    assert added.radius == 200
    form = json.loads((desk.place.folder / "rapporter/form.json").read_text())
    assert "Apladalen" in [place["name"] for place in form["places"]]
    page.goto(f"{site}/installningar/platser?plats=apladalen")
    drawn(page)
    page.get_by_label("Hörn, ett per rad").click()
    for x, y in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.6)):
        plot.click(position={"x": box["width"] * x, "y": box["height"] * y})
        page.wait_for_timeout(50)
    pressed(page, "Spara", said="Sparat")
    [drawn_anew] = [p for p in Workplace(desk.place.folder).places if p.name == "Apladalen"]
    assert drawn_anew.radius is None and len(drawn_anew.extent.exterior.coords) == 4
    assert desk.noted() == ["Plats: Apladalen, park.", "Ny plats: Apladalen, park."]


def test_what_moves_is_shown_before_it_is_saved_and_the_edition_is_built_anew(
    visit: Visit, site: str, desk: Desk
) -> None:
    page = visit("/installningar/problemtyper?typ=ny", at=site)
    page.get_by_label("Namn", exact=True).fill("Klotter")
    page.get_by_role("textbox", name="Frågeområde", exact=True).click()
    page.get_by_role("option").first.click()
    page.get_by_label("Vad räknas hit?").fill("Klotter på hus.")
    page.get_by_label("Brottskoder").fill("1201")
    pressed(page, "Visa vad som flyttas", said="till Klotter")
    assert "problemtyper.toml" not in desk.files()
    pressed(page, "Lägg till", said="Sparat")
    assert Workplace(desk.place.folder).known.problem_types.by_crime_code["1201"] == "klotter"
    page.goto(f"{site}/installningar")
    page.get_by_role("button", name="Bygg om underlaget nu").click()
    expect(page.locator("#rebuilt")).to_contain_text("Klart", timeout=120_000)
    edition = Editions(desk.place.editions, "shared").current()
    [told] = edition.rows("select sum(count)::integer as n from out.incident where problem_type = 'klotter'")  # fmt: skip
    assert edition.number == 2 and told["n"] > 0


def test_the_rhythm_is_what_a_meeting_is_called_with(desk: Desk) -> None:
    said = {"rytm": "varannan vecka", "dag": "tisdag", "tid": "13:00", "plats": "Stadshuset", "handlar_om": "1 vecka"}  # fmt: skip
    assert "Sparat" in desk.press("rhythm", **said)
    assert Settings(desk.place.folder).meeting() == {**said, "tid": "13.00"}
    assert "Varannan vecka, tisdag" in desk.noted()[0]


HOSTILE = (
    "19121212-1212", "ring 070-123 45 67", "anna.andersson@example.org", "ABC 123", "x" * 5_000, "\x00", "\ud800",
    '"]\n[installation]\npolis = true\n', "'''", "{{7*7}}", "../../etc/passwd", "", "   ", None, [], {}, 7, True, ["0683", 7], [["0683"]],
)  # fmt: skip
FIELDS = {
    "forum": ("", {"kommuner": ["2080"], "name": "Falun"}),
    "rhythm": ("", {"rytm": "vecka", "dag": "torsdag", "tid": "09.00", "plats": "", "handlar_om": "4 veckor"}),
    "place": ("ny", {"name": "Torget", "kind": "torg", "aliases": "", "at": "57.18, 14.04", "metres": "200", "corners": ""}),
    "dropplace": ("gnosjo-centrum", {}),
    "type-save": ("ny", {"name": "Ny", "definition": "En.", "note": "", "group": "ordning", "new_group": "", "finest_level": "deso", "est": "", "brottskoder": "", "brottskategorier": "", "police_events": ""}),
    "off-save": ("klotter", {"to": "ovrigt"}),
    "account": ("", {"name": "polisen.x", "role": "läsare", "organisation": ""}),
    "disable": ("ingen", {}),
    "retention": ("", {"source": "police_deso_extract", "days": "30", "decision": ""}),
}  # fmt: skip
PERSONAL = ("19121212-1212", "070-123 45 67", "anna.andersson@example.org", "polis = true")


@pytest.mark.parametrize("do", FIELDS)
def test_whatever_is_sent_is_refused_in_words_or_kept_as_it_should(desk: Desk, do: str) -> None:
    of, fields = FIELDS[do]
    names = cycle(fields or [""])
    for wrong in HOSTILE:
        for name in islice(names, 2):
            answer = desk.press(do, of, **{**fields, name: wrong})
            assert "Något gick fel" not in answer and "Det gick inte att spara" not in answer
            for secret in PERSONAL:
                assert secret not in answer
        if isinstance(wrong, str):  # else Dash itself does not know the button
            desk.press(do, wrong, **fields)
    for content in desk.files().values():
        assert not any(secret in content for secret in PERSONAL[:3])
    read = Workplace(desk.place.folder)
    assert read.known and read.forum and read.settings.installation.polis is False
    assert not any(secret in what for what in desk.noted() for secret in PERSONAL)
    assert not list(desk.place.folder.glob(".forsok-*"))


def test_what_was_changed_is_only_added_to(desk: Desk) -> None:
    desk.press("dropplace", "gnosjo-centrum")
    assert desk.noted() == ["Borttagen plats: gnosjo-centrum."]
    assert "Platsen finns inte" in desk.press("dropplace", "gnosjo-centrum")
    assert len(desk.noted()) == 1
    for change in ("update setting_change set what = ''", "delete from setting_change"):
        with pytest.raises(DBAPIError, match="only added to"), desk.store.write() as session:
            session.execute(text(change))


def test_a_password_is_shown_once_and_noted_nowhere(desk: Desk) -> None:
    answer = desk.press("account", name="polisen.x", role="läsare", organisation="")
    password = answer.partition('"Code"')[0].rpartition('"children": "')[2].partition('"')[0]
    assert len(password) == 20
    assert Accounts(desk.store).enter("polisen.x", password) is not None
    assert not any(password in what for what in desk.noted())
    assert "avstängt" in desk.press("disable", "polisen.x")
    assert Accounts(desk.store).enter("polisen.x", password) is None


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("57.1866, 14.0459", 57.1866, 14.0459),
        ("57,1866 14,0459", 57.1866, 14.0459),
        ("57.1866; 14.0459", 57.1866, 14.0459),
        ("6338530, 442343", 57.187, 14.0461),
    ],
)
def test_a_position_is_degrees_or_metres(written: str, lat: float, lon: float) -> None:
    assert position(written) == pytest.approx((lat, lon), abs=0.002)


@pytest.mark.parametrize(
    "wrong", ["", "57", "nan, nan", "inf, 14", "14.04, 57.18", "1e9, 2", "a, b"]
)
def test_what_is_no_position_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        position(wrong)


def test_a_signed_pdf_lies_beside_the_version(desk: Desk) -> None:
    ours = {"X-Lagesbild": "1", "Origin": "http://localhost"}

    def put(content: bytes, number: int = 1, **headers: str) -> Any:
        return desk.client.put(f"/version/{number}/bilaga", data=content, headers=headers or ours)

    assert put(PDF, Origin="http://localhost").status_code == 400
    for wrong in (
        b"",
        b"<html>",
        b"MZ" + PDF,
        PDF[:20],
        b"%PDF-1.7" + b" " * MOST_BYTES + b"%%EOF",
    ):
        answer = put(wrong)
        assert answer.status_code == 422 and answer.mimetype == "text/plain"
    assert put(PDF, number=99).status_code == 404
    assert put(PDF).status_code == put(PDF).status_code == 204
    [file] = (desk.place.folder / "versioner").glob("0001.bilaga.*")
    checksum = file.name.split(".")[2]
    answer = desk.client.get(f"/version/1/bilaga/{checksum}.pdf")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for path in (f"/version/2/bilaga/{checksum}.pdf", "/version/1/bilaga/*.pdf"):
        assert desk.client.get(path).status_code == 404
    # no address of ours, so the page itself
    assert desk.client.get("/version/1/bilaga/..%2f0001.pdf").mimetype == "text/html"
    file.write_bytes(PDF + b"x")
    assert desk.client.get(f"/version/1/bilaga/{checksum}.pdf").status_code == 404


def test_an_edition_from_before_the_form_is_told_of(made: Made) -> None:
    old = made(problem_type=[{"position": 0, "problem_type": "stold", "name": "Stöld"}])
    with pytest.raises(TooOld, match="Bygg om det under Inställningar"):
        observers_form.words(old)
