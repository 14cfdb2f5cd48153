"""Files dropped on the page, with the real jobs in processes of their own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.inbox import ASKING, DECLINED, LOADED, LOADING, NAMELESS, REFUSED, STOPPED, Inbox
from dashboard.processes import Told, lives, this_process
from etl import privacy
from etl.workplace import Workplace
from lagesbild.serving import reading
from tests.conftest import everything_in
from tests.dashboard.conftest import Visit, served
from tests.etl.sources.police_extracts import incident, statistical

POISON = "Brottskod;Personnummer\n1201;19121212-1212\n"


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    place = Workplace(tmp_path / "plats")
    place.create()
    return place


@pytest.fixture
def inbox(place: Workplace) -> Inbox:
    return Inbox(place.folder / "inbox", partial(reading, place))


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return statistical(tmp_path / "uttag.csv", [incident(), incident(code="0001")])


def left(place: Workplace) -> list[Path]:
    return [path for path in (place.folder / "inbox").glob("*/*") if path.is_file()]


def test_a_file_is_looked_at_asked_about_and_let_in(
    place: Workplace, inbox: Inbox, extract: Path
) -> None:
    inbox.receive("../Uttag\x00 nr 1.csv", io.BytesIO(extract.read_bytes()))
    inbox.wait()
    [asked] = inbox.arrivals()
    assert (asked.step, asked.name) == (ASKING, "Uttag nr 1.csv")
    assert asked.looked["title"] == "Anmälda brott, månadsuttag"
    assert (asked.looked["read"], asked.looked["rejected"]) == (2, 1)
    assert place.current is None and left(place) == [asked.path]
    inbox.accept(asked.number)
    inbox.wait()
    [loaded] = inbox.arrivals()
    assert (loaded.step, loaded.said) == (LOADED, "Underlag 1 visas nu.")
    assert place.manifest()["batches"][0]["file"] == "Uttag nr 1.csv"
    assert left(place) == []
    inbox.accept(loaded.number)  # asked and answered
    inbox.decline(loaded.number)
    assert inbox.arrivals() == [loaded]


def test_a_name_that_tells_of_a_person_is_said_nowhere(
    place: Workplace, extract: Path, tmp_path: Path
) -> None:
    inbox = Inbox(
        place.folder / "inbox", partial(reading, place), refused_name=privacy.refused_name
    )
    inbox.receive("Anmälan 19121212-1212.csv", io.BytesIO(extract.read_bytes()))
    inbox.wait()
    [refused] = inbox.arrivals()
    assert (refused.step, refused.name) == (REFUSED, NAMELESS)
    assert "byt namn på filen" in refused.said
    inbox.accept(refused.number)
    inbox.decline(refused.number)
    assert inbox.arrivals() == [refused] and left(place) == []
    assert "1212" not in everything_in(place.folder)


def test_what_is_refused_or_declined_is_gone_and_nothing_of_it_is_kept(
    place: Workplace, inbox: Inbox, extract: Path
) -> None:
    inbox.receive("personer.csv", io.BytesIO(POISON.encode()))
    inbox.receive("uttag.csv", io.BytesIO(extract.read_bytes()))
    inbox.wait()
    asked, refused = inbox.arrivals()
    assert (asked.step, refused.step) == (ASKING, REFUSED)
    assert refused.said.startswith("personer.csv:") and "1212" not in refused.said
    inbox.decline(asked.number)
    assert inbox.arrivals()[0].step == DECLINED
    assert left(place) == [] and place.current is None


def test_a_job_that_breaks_is_not_quoted(place: Workplace, extract: Path) -> None:
    broken = [sys.executable, "-c", "raise ValueError('19121212-1212')"]
    inbox = Inbox(place.folder / "inbox", lambda path, is_dry: broken)
    inbox.receive("uttag.csv", io.BytesIO(extract.read_bytes()))
    inbox.wait()
    [arrival] = inbox.arrivals()
    assert (arrival.step, "1212" in arrival.said) == (REFUSED, False)
    assert arrival.said.startswith("Inläsningen gick sönder")
    assert left(place) == []


def test_a_transfer_that_breaks_leaves_nothing(place: Workplace, inbox: Inbox) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        inbox.receive("uttag.csv", Broken())
    assert list((place.folder / "inbox").iterdir()) == [] == inbox.arrivals()


def test_another_process_knows_what_has_come_and_that_a_work_was_cut_off(
    place: Workplace, inbox: Inbox, extract: Path
) -> None:
    inbox.receive("uttag.csv", io.BytesIO(extract.read_bytes()))
    inbox.wait()
    other = Inbox(place.folder / "inbox", partial(reading, place))
    assert other.arrivals() == inbox.arrivals() and other.arrivals()[0].step == ASKING
    with Told(place.folder / "inbox/.arrivals.json").changing() as rows:
        rows[0] |= {"step": LOADING, "by": "1 0"}  # a number used again, but not begun then
    [arrival] = other.arrivals()
    assert (arrival.step, arrival.said) == (REFUSED, STOPPED)
    assert left(place) == []


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    add = "import sys; from pathlib import Path; from dashboard.processes import Told\nfor n in range(50):\n    with Told(Path(sys.argv[1])).changing() as rows: rows.append({'n': n})"  # fmt: skip
    file = tmp_path / "told.json"
    both = [subprocess.Popen([sys.executable, "-c", add, file]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert sorted(row["n"] for row in Told(file).rows()) == sorted([*range(50)] * 2)
    assert lives(this_process()) and not lives(f"{both[0].pid} 1")


def test_what_a_process_that_died_has_left_is_taken_away(place: Workplace, extract: Path) -> None:
    for name, age in (("a" * 32, 100_000), ("b" * 32, 0)):
        old = place.folder / "inbox" / name
        old.mkdir(parents=True)
        (old / "uttag.csv").write_bytes(extract.read_bytes())
        os.utime(old, (time.time() - age,) * 2)
    Inbox(place.folder / "inbox", partial(reading, place))
    assert [file.parent.name for file in left(place)] == ["b" * 32]


def test_another_site_cannot_send_files(place: Workplace, inbox: Inbox) -> None:
    client = create_app(
        editions=place.editions, audience="shared", inbox=inbox
    ).server.test_client()
    for method in (client.post, client.put):
        assert method("/inlasning/fil", data=b"a;b").status_code == 403
    assert inbox.arrivals() == []
    assert client.get("/inlasning/7/avvisade.csv").status_code == 404


def test_the_page_takes_a_file_and_asks(
    place: Workplace, inbox: Inbox, extract: Path, visit: Visit
) -> None:
    app = create_app(editions=place.editions, audience="shared", inbox=inbox)
    with served(app) as site:
        inbox.receive("först.csv", io.BytesIO(extract.read_bytes()))
        inbox.wait()
        inbox.accept(1)
        inbox.wait()  # the pages need an edition
        page = visit("/inlasning", at=site)
        page.set_input_files("#files", {"name": "två.csv", "mimeType": "text/csv", "buffer": extract.read_bytes() + b""})  # fmt: skip
        expect(page.get_by_text("Väntar på dig")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("Filen är redan inläst")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Ladda ner radkontot").first.click()
        assert "brottskoden har ingen problemtyp" in Path(download.value.path()).read_text("utf-8")
        page.get_by_role("button", name="Avstå").click()
        expect(page.get_by_text("Avstod. Inget ur filen är sparat")).to_be_visible()
    assert left(place) == []
