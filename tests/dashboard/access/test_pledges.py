"""Löften on their page: pasted, corrected, logged and followed, by those who may and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import example_pledges
from dashboard.access.gate import Access
from dashboard.access.login import Login
from dashboard.app import create_app
from dashboard.components.pledges.holding import ONLY_PARTIES
from dashboard.components.pledges.proposing import left
from dashboard.journal import pledge_log, pledges
from dashboard.journal.pledge_document import key_of
from dashboard.pledge.metre import STATES, headline, metre
from dashboard.store import Store
from etl.workplace import Workplace
from tests.dashboard.access.conftest import START, Clock, Site, opened
from tests.dashboard.access.pressing import drawn, press

TODAY = START.date()
TEXTS = Path("tests/dashboard/pledge/texts")
CURRENT = 3  # the invented one of the example
PDF = b"%PDF-1.7 exempel"
OURS = {"X-Lagesbild": "1", "Origin": "http://localhost"}


class Room(Site):
    def __init__(self, access: Access, app, store: Store) -> None:
        super().__init__(access, app.server)
        self.app, self.store = app, store

    def body(self, client: FlaskClient, path: str = "/loften", search: str = "") -> str:
        return drawn(client, self.app, "loften", search, path=path)

    def document(self, number: int) -> dict:
        held = pledges.numbered(self.store, number)
        assert held is not None
        return held.document


@pytest.fixture
def room(example: Workplace, tmp_path: Path) -> Iterator[Room]:
    store = opened(tmp_path, Clock())
    example_pledges.write(store, today=TODAY)
    access = Access(store, Login(accounts=True))
    app = create_app(editions=example.editions, access=access, store=store)
    app.server.test_client().get("/_favicon.ico")  # Dash sets up at the first request
    yield Room(access, app, store)
    access.close()
    store.close()


@pytest.fixture
def police(room: Room) -> FlaskClient:
    return room.as_("deltagare", "Polisen")


def test_those_that_hold_come_first_and_how_they_stand_is_said(
    room: Room, police: FlaskClient
) -> None:
    said = room.body(police)
    assert "Ett löfte gäller nu" in said
    told = metre(room.document(CURRENT), pledge_log.counting(room.store, CURRENT), today=TODAY)
    assert headline(told) in said
    places = [said.index(name) for name in ("Medborgarlöfte 2026", "Medborgarlöfte 2024", "Medborgarlöfte 2016")]  # fmt: skip
    assert places == sorted(places)


def test_the_examples_states_are_many_and_all_are_told_in_words(
    room: Room, police: FlaskClient
) -> None:
    told = metre(room.document(CURRENT), pledge_log.counting(room.store, CURRENT), today=TODAY)
    assert {one["state"] for one in told} == {"finished", "on_pace", "behind", "not_logged", "cannot_tell"}  # fmt: skip
    said = room.body(police, f"/loften/{CURRENT}")
    for one in told:
        assert one["words"] in said
        assert STATES[one["state"]] in said
    for words in ("minst 2 per halvår", "dagar kvar", "Vilket problem tjänar de", "ej mätbart", "EXEMPELDATA", "Kalender"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("case", ["s0", "s1", "s2", "s3", "s4"])
def test_a_real_text_is_pasted_taken_in_corrected_and_logged(
    room: Room, police: FlaskClient, case: str
) -> None:
    text = (TEXTS / f"{case}.txt").read_text(encoding="utf-8")
    answer = press(police, "loften", "paste", name="Medborgarlöfte", text=text)
    [number] = re.findall(r"/loften/(\d+)\?forslag", answer)
    waiting = left(room.document(int(number)))
    shown = room.body(police, f"/loften/{number}", "?forslag=alla")
    assert waiting
    for point in waiting:
        assert not point.sentence or point.sentence.split()[0] in shown
    first = next(point for point in waiting if point.part == "activities")
    mark = f"{number}:activities:{first.mark}"
    assert "andra=activities:a1" in press(police, "loften", "takeandmend", mark)
    assert "Det finns inte" in press(police, "loften", "take", mark)  # it is taken
    row = {"words": "Rättad", "quantity": "2", "per": "half_year", "responsible": "Polisen, Skolan", "is_at_least": "ja", "problem_type": "narkotika", "places": "", "condition": ""}  # fmt: skip
    assert "Sparat" in press(police, "loften", "save", f"{number}:activities:a1", **row)
    press(police, "loften", "leave", f"{number}:{waiting[0].part}:{waiting[0].mark}")
    assert "Alla är med" in press(police, "loften", "takeall", number)
    document = room.document(int(number))
    assert left(document) == []
    assert document["activities"][0]["responsible"] == ["Polisen", "Skolan"]
    assert document["activities"][0]["sentence"] == first.sentence
    for part in ("goals", "activities"):
        assert {row["focus"] for row in document[part]} <= {None, *(f["key"] for f in document["focus"])}  # fmt: skip
    said = press(police, "loften", "log", number, what="a1", quantity="1")
    assert "Loggat 19 nov: Rättad." in said
    page = room.body(police, f"/loften/{number}")
    assert "Rättad" in page
    assert "1 gjord" in page or "1 av 2" in page or "utanför löftets tid" in said
    assert pledges.revisions(room.store, int(number))[0].organisation == "Polisen"


def test_what_is_known_to_be_wrong_is_found_and_quoted(room: Room, police: FlaskClient) -> None:
    text = (TEXTS / "s3.txt").read_text(encoding="utf-8")
    press(police, "loften", "paste", name="Haparanda 2019", text=text)
    press(police, "loften", "takeall", "4")
    facts = {"name": "Haparanda 2019", "valid_from": "2019-01-01", "valid_to": "2019-12-31"}
    assert "Sparat" in press(police, "loften", "save", "4:basics:basics", **facts)
    said = room.body(police, "/loften/4")
    assert "under 2017" in said
    assert "Rätta året" in said
    assert "i den omfattning som är nödvändig" in said


def test_an_empty_one_and_an_extension_begin_with_their_facts(
    room: Room, police: FlaskClient
) -> None:
    assert "/loften/4?andra=basics:basics" in press(police, "loften", "blank", name="Tomt löfte")
    assert "Skriv vad löftet heter" in press(police, "loften", "blank", name=" ")
    assert "/loften/5?andra=basics:basics" in press(police, "loften", "extend", earlier="3")
    assert room.document(5)["extends"] == 3
    assert "Medborgarlöfte 2026, Värnamo" in room.body(police, "/loften/5")
    for part in ("parties", "diary_numbers", "basis", "focus", "goals", "activities", "follow_ups"):
        assert "Spara" in room.body(police, "/loften/4", f"?andra={part}:ny")


def test_a_row_is_written_changed_and_taken_out(room: Room, police: FlaskClient) -> None:
    new = {"words": "Fler ska cykla tryggt", "is_measurable": "nej", "direction": "up"}
    press(police, "loften", "save", "3:goals:ny", **new)
    assert room.document(3)["goals"][-1]["words"] == "Fler ska cykla tryggt"
    assert "Borttagen" in press(police, "loften", "drop", "3:goals:m4")
    assert "finns inte längre" in press(police, "loften", "drop", "3:goals:m4")
    follow_ups = [f"3:follow_ups:{key_of(row)}" for row in room.document(3)["follow_ups"]]
    press(police, "loften", "save", follow_ups[0], words="På torget", on="2026-12-05", audience="residents")  # fmt: skip
    assert room.document(3)["follow_ups"][0]["on"] == "2026-12-05"
    assert "finns inte längre" in press(police, "loften", "drop", follow_ups[0])
    assert "Fler ska cykla tryggt" in [r.content for r in pledges.revisions(room.store, 3)][-2]


@pytest.mark.parametrize(
    ("do", "of", "fields"),
    [
        ("save", "3:activities:a1", {"words": ""}),
        ("save", "3:activities:a1", {"words": "x", "quantity": "ofta"}),
        ("save", "3:activities:a1", {"words": "x", "quantity": "0"}),
        ("save", "3:activities:a1", {"words": "x", "per": "sekund"}),
        ("save", "3:activities:a99", {"words": "x"}),
        ("save", "3:strunt:a1", {"words": "x"}),
        ("save", "3:basics:basics", {"name": "x", "valid_from": "i våras"}),
        ("save", "3:basics:basics", {"name": "x", "areas": ["9999"]}),
        ("save", "3:basics:basics", {"name": "ring 070-123 45 67"}),
        ("save", "99:basics:basics", {"name": "x"}),
        ("save", "strunt", {"name": "x"}),
        ("drop", "3:basics:basics", {}),
        ("log", "3", {}),
        ("log", "3", {"what": "a1", "on": "2026-11-20"}),
        ("log", "3", {"what": "a1", "on": "i går"}),
        ("log", "3", {"what": "a1", "quantity": "många"}),
        ("log", "3", {"what": "a1", "cost": "dyrt"}),
        ("log", "3", {"what": "a1", "area": "9999"}),
        ("log", "3", {"what": "a1", "audience": "alla"}),
        ("log", "3", {"what": "a1", "note": "ring 070-123 45 67"}),
        ("log", "3", {"what": ["a1"]}),
        ("serve", "3:activities:a5", {"problem": "strunt"}),
        ("serve", "3:focus:f1", {"problem": "narkotika"}),
        ("take", "3:activities:abc", {}),
        ("undo", "9999", {}),
        ("paste", "", {"text": " "}),
        ("extend", "", {"earlier": "99"}),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(
    room: Room, police: FlaskClient, do: str, of: str, fields: dict
) -> None:
    before = [(h.number, h.at, h.document) for h in pledges.every(room.store)]
    said = press(police, "loften", do, of, **fields)
    assert "refused" in said
    assert "070" not in said
    assert [(h.number, h.at, h.document) for h in pledges.every(room.store)] == before


def test_the_problem_an_activity_serves_is_asked_for_until_it_is_said(
    room: Room, police: FlaskClient
) -> None:
    assert "Två aktiviteter säger inte vilket problem" in room.body(police, "/loften/3")
    for key in ("a5", "a6"):
        press(police, "loften", "serve", f"3:activities:{key}", problem="narkotika")
    assert "Vilket problem tjänar de" not in room.body(police, "/loften/3")


def test_a_wrong_row_is_made_void_and_still_stands(room: Room, police: FlaskClient) -> None:
    before = len(pledge_log.counting(room.store, 3))
    press(police, "loften", "log", "3", what="a3", place="biblioteket")
    [(row, _), *_] = pledge_log.done(room.store, 3)
    assert "Makulerad" in press(police, "loften", "undo", str(row.id))
    assert len(pledge_log.counting(room.store, 3)) == before
    said = room.body(police, "/loften/3")
    assert "biblioteket" in said
    assert "makulerad" in said


def test_before_and_after_is_told_without_a_word_of_why(room: Room, police: FlaskClient) -> None:
    said = room.body(police, "/loften/3")
    told = said[said.index("Ändrades något?") : said.index("De fyra senaste veckorna")]
    assert "Går inte att säga" in told
    assert "samma veckor året före" in told
    assert not re.search(r"effekt|ledde till|tack vare|på grund av|beror på", told)
    assert "Går inte att säga: källan börjar" in room.body(police, "/loften/1")  # 2016


# Who may.


def test_the_forums_parties_write_and_the_others_read(room: Room) -> None:
    for role, organisation, writes in (
        ("deltagare", "Polisen", True),
        ("ordförande", "Bostadsbolaget", True),
        ("samordnare", "", True),
        ("deltagare", "Bostadsbolaget", False),
        ("läsare", "Polisen", False),
        ("administratör", "", False),
    ):
        client = room.as_(role, organisation)
        said = press(client, "loften", "log", "3", what="a1")
        assert ("Loggat" in said) is writes, role
        answer = client.put("/loften/3/undertecknat.pdf", data=PDF, headers=OURS)
        assert (answer.status_code == 204) is writes, role
        page = room.body(client, "/loften/3")
        assert ("Logga idag" in page) is writes, role
        assert "Löftesmätaren" in page
        assert ("Klistra in" in room.body(client, "/loften/ny")) is writes
    once = room.as_("deltagare", "Polisen", way="once")
    assert ONLY_PARTIES in press(once, "loften", "log", "3", what="a1")


def test_where_and_at_what_cost_is_for_those_of_the_rows_class(room: Room) -> None:
    secret = {"place": "norra infarten", "note": "civil bil", "cost": "700", "audience": "parties"}
    press(room.as_("deltagare", "Polisen"), "loften", "log", "3", what="a3", **secret)
    for role, organisation, sees in (
        ("läsare", "Polisen", True),
        ("deltagare", "Värnamo kommun", True),
        ("läsare", "Bostadsbolaget", False),
        ("samordnare", "Bostadsbolaget", False),
    ):
        said = room.body(room.as_(role, organisation), "/loften/3")
        assert ("norra infarten" in said) is sees
        assert ("civil bil" in said) is sees
        assert ("700" in said.split("Känd kostnad")[1].split("rader")[0]) is False
        assert ("8\u00a0800" in said) is sees
        assert "19 nov 2026" in said
    [(row, _), *_] = pledge_log.done(room.store, 3)
    assert "Det finns inte" in press(room.as_("samordnare", "Bostadsbolaget"), "loften", "undo", str(row.id))  # fmt: skip


def test_the_public_is_shown_nothing_of_it(room: Room) -> None:
    room.as_("deltagare", "Polisen").put("/loften/3/undertecknat.pdf", data=PDF, headers=OURS)
    client = room.as_("läsare", "")
    for path in ("/loften", "/loften/3", "/loften/ny"):
        assert "visas för dem som deltar" in room.body(client, path)
    assert client.get("/loften/3/undertecknat.pdf").status_code == 404


def test_the_signed_paper_is_handed_out_as_it_came(room: Room, police: FlaskClient) -> None:
    assert police.get("/loften/3/undertecknat.pdf").status_code == 404
    assert police.put("/loften/3/undertecknat.pdf", data=PDF, headers={"Origin": "http://localhost"}).status_code == 400  # fmt: skip
    wrong = police.put("/loften/3/undertecknat.pdf", data=b"GIF89a", headers=OURS)
    assert (wrong.status_code, "ingen PDF" in wrong.get_data(as_text=True)) == (400, True)
    assert police.put("/loften/99/undertecknat.pdf", data=PDF, headers=OURS).status_code == 400
    assert police.put("/loften/3/undertecknat.pdf", data=PDF, headers=OURS).status_code == 204
    answer = police.get("/loften/3/undertecknat.pdf")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/loften/99", "/loften/0", "/loften/x", "/loften/3/4", "/loften/" + "9" * 40])  # fmt: skip
def test_a_lofte_that_is_not_there_is_said(room: Room, police: FlaskClient, path: str) -> None:
    assert "Löftet finns inte" in room.body(police, path)


@pytest.mark.parametrize("search", ["?andra=strunt", "?andra=goals:99", "?andra=:", "?andra=follow_ups:-1", "?strunt=1"])  # fmt: skip
def test_an_address_that_asks_for_no_row_is_the_page(
    room: Room, police: FlaskClient, search: str
) -> None:
    assert "Löftesmätaren" in room.body(police, "/loften/3", search)
