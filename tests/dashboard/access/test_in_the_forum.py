"""What one in the forum may see and say, and what is not theirs.

ASVS 5.0, 8.2.2, 8.2.3, 8.4.1: a row is for those of its class, a party speaks for itself, and a
one-time code leads to one meeting.
"""

from __future__ import annotations

import logging
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import example_week
from dashboard.access.gate import Access
from dashboard.access.login import Login
from dashboard.app import create_app
from dashboard.database import Editions
from dashboard.inbox import Inbox
from dashboard.journal import acting, archive, assessing, fixing, meetings, notes, views
from dashboard.journal.files import Files
from dashboard.journal.tables import Meeting
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.dashboard.access.conftest import START, Clock, Site, opened
from tests.dashboard.access.pressing import BODIES, asked, drawn, press

PATROL = "Synlig patrull vid norra infarten"
RESERVED = "Polisen delar inte bilden av parken"
POLICE, KOMMUN, HOUSING = 1, 2, 4


class Forum(Site):
    def __init__(self, access: Access, app: Any, store: Store) -> None:
        super().__init__(access, app.server)
        self.app, self.store = app, store

    @property
    def meeting(self) -> Meeting:
        found = meetings.latest(self.store)
        assert found is not None
        return found

    def body(self, client: FlaskClient, page: str, search: str = "") -> str:
        return drawn(client, self.app, page, search)


@pytest.fixture(scope="module")
def written(example: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of the example's week: each test gets a copy."""
    folder = tmp_path_factory.mktemp("veckan")
    store = opened(folder, Clock())
    example_week.write(store, Editions(example.editions, "shared"), today=START.date())
    store.close()
    return folder / "journal.sqlite"


@pytest.fixture
def forum(example: Workplace, written: Path, tmp_path: Path) -> Iterator[Forum]:
    """The example's week over a journal that may be written in; a reservation, and a patrol."""
    shutil.copy(written, tmp_path)
    url = f"sqlite:///{tmp_path / written.name}"
    store = Store(url, check_text=personal_text, now=Clock())
    made = Access(store, Login(accounts=True, demo=True))
    app = create_app(
        editions=example.editions,
        access=made,
        store=store,
        inbox=Inbox(tmp_path / "inbox", lambda file, dry: []),
        files=Files(tmp_path),
    )
    app.server.test_client().get("/_favicon.ico")  # Dash sets up at the first request
    yield Forum(made, app, store)
    made.close()
    store.close()


def told(forum: Forum) -> list[str]:
    return [name for _, name in acting.told(forum.store, forum.meeting.id)]


def test_a_party_tells_in_its_own_name_and_takes_back_its_own(forum: Forum) -> None:
    said = {"problem": "stold", "area": "0683", "level": "1"}
    kommun = forum.as_("deltagare", "Värnamo kommun")
    answer = press(kommun, "mote", "tell", who=str(POLICE), **said)
    assert "egen organisation" in answer and told(forum) == []
    press(kommun, "mote", "tell", who=str(KOMMUN), **said)
    assert told(forum) == ["Värnamo kommun"]
    for wrong in ({"problem": "0701234567"}, {"area": "Storgatan 4"}, {"day_part": "0701234567"}):
        press(kommun, "mote", "tell", who=str(KOMMUN), **{**said, **wrong})
    assert told(forum) == ["Värnamo kommun"]
    row = acting.told(forum.store, forum.meeting.id)[0][0]
    press(forum.as_("deltagare", "Polisen"), "mote", "untell", str(row.id))
    assert told(forum) == ["Värnamo kommun"]
    press(kommun, "mote", "untell", str(row.id))
    assert told(forum) == []


def test_a_one_time_code_leads_to_its_meeting_and_no_other(forum: Forum) -> None:
    once = forum.as_("deltagare", "Polisen", "once", meeting_id=forum.meeting.id)
    for path in ("/version/1/innehall.json", "/version/2/minnesanteckningar.docx", "/fredag/2/parties.html", "/mote/lever?mote=1"):  # fmt: skip
        assert forum.as_("deltagare", "Polisen").get(path).status_code == 200
        assert once.get(path).status_code == 404
    for page in ("version", "fredag"):
        assert "Versionen finns inte" in forum.body(once, page, "?nummer=2")
    assert "Version 2" not in forum.body(once, "mote")
    assert "Förra året den här veckan" not in forum.body(once, "mote", "?lage=mote&steg=nytt")
    assert "att bedöma" in forum.body(once, "mote", "?lage=mote&steg=bedom")


def test_saved_views_are_the_forums_own_and_changed_by_whoever_leads_it(forum: Forum) -> None:
    name, at = "BRÅ-genomgång nov", "?spara=/platser?omrade=0683"
    said = {"list": "ny", "name": name, "title": "Centrum på kvällen"}
    press(forum.as_("deltagare", "Polisen"), "vyer", "save", search=at, **said)
    assert views.lists(forum.store) == []
    press(forum.as_("ordförande", "Värnamo kommun"), "vyer", "save", search=at, **said)
    [made] = views.lists(forum.store)
    assert (made.name, made.views[0].address) == (name, "/platser?omrade=0683")
    reader = forum.body(forum.as_("läsare", "Bostadsbolaget"), "vyer")
    assert name in reader and "Ta bort" not in reader
    for role in ("läsare", "samordnare"):  # of no organisation in the journal
        public = forum.as_(role, "Hemvärnet")
        assert name not in forum.body(public, "vyer")
        press(public, "vyer", "removelist", str(made.id))
    assert views.lists(forum.store) == [made]


def test_the_public_reads_the_public_form_of_what_is_fixed_and_writes_nothing(
    forum: Forum,
) -> None:
    last = archive.versions(forum.store)[0]
    fixing.correct(forum.store, last.meeting_id, reason="fel dag")
    [seen] = [
        m for n in (1, 2) if (m := meetings.numbered(forum.store, n)) and m.id == last.meeting_id
    ]
    proposal = fixing.propose(forum.store, seen, {**archive.document(forum.store, last), "is_example": False})  # fmt: skip
    for party, why in ((POLICE, RESERVED), (KOMMUN, "")):
        fixing.approve(
            forum.store,
            last.meeting_id,
            content_sha256=proposal.content_sha256,
            organisation_id=party,
            role="vakthavande",
            reservation=why,
        )
    path = f"/version/{last.number + 1}/innehall.json"
    assert RESERVED in forum.as_("läsare", "Bostadsbolaget").get(path).get_data(as_text=True)
    # whoever is of no organisation in the journal, whatever a group calls the role
    for role in ("läsare", "samordnare"):
        public = forum.as_(role, "Hemvärnet")
        assert RESERVED not in public.get(path).get_data(as_text=True)
        assert RESERVED not in forum.body(public, "version", f"?nummer={last.number + 1}")
        assert public.get("/mote/lever").status_code == 404
        before = meetings.signature(forum.store, forum.meeting)
        for do in forum.app.server.config["DEEDS"]["mote"]:
            press(public, "mote", do, str(forum.meeting.id))
        assert meetings.signature(forum.store, forum.meeting) == before


EFFORT = "Riktad insats vid norra infarten"
NOTE = {"kind": "effort", "what": EFFORT, "first": "2026-11-12", "area": "0683", "who": str(POLICE)}


def noted(forum: Forum) -> list[str]:
    return [note.what for note, _ in notes.between(forum.store)]


def test_a_note_for_polis_and_kommun_is_nowhere_for_others(forum: Forum) -> None:
    press(
        forum.as_("deltagare", "Polisen"),
        "note",
        "add",
        **NOTE,
        audience="parties",
        types=["stold"],
    )
    assert EFFORT in noted(forum)

    def everywhere(client: FlaskClient) -> list[bool]:
        pages = [forum.body(client, "note"), forum.body(client, "note", "?omrade=0683&slag=insats")]
        pages += [client.get("/tabell.csv?omrade=0683").get_data(as_text=True)]
        return [EFFORT in page for page in pages]

    for organisation in ("Polisen", "Värnamo kommun", "Gislaveds kommun"):
        assert all(everywhere(forum.as_("läsare", organisation)))
    for organisation in ("Bostadsbolaget", "Hemvärnet", ""):
        assert not any(everywhere(forum.as_("läsare", organisation)))
    assert EFFORT not in forum.body(forum.as_("deltagare", "Polisen"), "note", "?slag=handelse")


def test_whoever_may_not_read_a_note_neither_writes_it_nor_takes_it_away(forum: Forum) -> None:
    before = noted(forum)
    housing, police = forum.as_("deltagare", "Bostadsbolaget"), forum.as_("deltagare", "Polisen")
    assert "bara för polis och kommun" in press(housing, "note", "add", **NOTE, audience="parties")
    for wrong in ({"area": "Storgatan 4"}, {"types": ["0701234567"]}, {"types": "stold"}, {"first": "i går"}, {"kind": "x"}):  # fmt: skip
        press(housing, "note", "add", **{**NOTE, "types": [], **wrong, "audience": "alla"})
    assert noted(forum) == before
    press(police, "note", "add", **NOTE, audience="parties")
    [key] = [note.id for note, _ in notes.between(forum.store) if note.what == EFFORT]
    assert "Makulerad" not in press(housing, "note", "void", str(key), reason="bort")
    kommun = forum.as_("deltagare", "Värnamo kommun")
    assert "Bara den organisation" in press(kommun, "note", "void", str(key), reason="bort")
    once = forum.as_("deltagare", "Polisen", "once", meeting_id=forum.meeting.id)
    assert "bara parterna" in press(once, "note", "void", str(key), reason="bort")
    assert EFFORT in noted(forum)
    press(police, "note", "void", str(key), reason="Fel vecka")
    assert noted(forum) == before


def test_what_was_decided_for_polis_and_kommun_is_proposed_to_them_alone(forum: Forum) -> None:
    row = {
        "organisation_id": POLICE,
        "place": "Norra infarten",
        "audience": "parties",
        "what": EFFORT,
    }
    acting.decide(forum.store, forum.meeting.id, kind="action", until=START.date(), **row)
    [action] = [one.action for one in notes.decided(forum.store) if one.action.what == EFFORT]
    housing, police = forum.as_("deltagare", "Bostadsbolaget"), forum.as_("deltagare", "Polisen")
    assert EFFORT not in forum.body(housing, "note")
    press(housing, "note", "make", str(action.id))
    assert EFFORT not in noted(forum)
    assert EFFORT in forum.body(police, "note")
    press(police, "note", "make", str(action.id))
    assert EFFORT in noted(forum)


STEPS = ("kommit", "atgarder", "nytt", "bedom", "helgen", "faststall")


def patrolled(forum: Forum) -> None:
    row = {"organisation_id": POLICE, "place": "Norra infarten", "audience": "parties"}
    acting.decide(forum.store, forum.meeting.id, kind="weekend", what=PATROL, **row)
    acting.decide(forum.store, forum.meeting.id, kind="action", what=PATROL, **row)


@pytest.mark.parametrize(
    ("role", "organisation"),
    [("deltagare", "Bostadsbolaget"), ("samordnare", ""), ("administratör", ""), ("läsare", "Hemvärnet")],
)  # fmt: skip
def test_what_is_for_polis_and_kommun_is_shown_to_no_other(
    forum: Forum, role: str, organisation: str
) -> None:
    patrolled(forum)
    other, police = forum.as_(role, organisation), forum.as_("läsare", "Polisen")
    for step in STEPS:
        assert PATROL not in forum.body(other, "mote", f"?lage=mote&steg={step}")
    assert PATROL in forum.body(police, "mote", "?lage=mote&steg=faststall")
    rows = [row.id for row, _ in acting.decided(forum.store, forum.meeting.id)]
    for do, of in (("room", "parties"), ("propose", ""), *(("undo", str(row)) for row in rows)):
        assert PATROL not in press(other, "mote", do, of)
    row = {"what": "synlig närvaro", "place": "Torget", "who": str(KOMMUN), "audience": "parties"}
    press(other, "mote", "weekend", **row)
    assert [r.id for r, _ in acting.decided(forum.store, forum.meeting.id)] == rows
    press(forum.as_("ordförande", "Polisen"), "mote", "undo", str(rows[0]))
    press(forum.as_("ordförande", "Polisen"), "mote", "weekend", **row)
    assert len(acting.decided(forum.store, forum.meeting.id)) == 2


@pytest.mark.parametrize("room", ["forum", "open"])
def test_what_is_for_polis_and_kommun_leaves_a_screen_that_others_see(
    forum: Forum, room: str
) -> None:
    patrolled(forum)
    meetings.start(forum.store, forum.meeting.id, room=room)
    police = forum.as_("ordförande", "Polisen")
    for step in STEPS:
        assert PATROL not in forum.body(police, "mote", f"?lage=mote&steg={step}")


def test_rows_that_a_screen_may_not_show_are_not_told_as_none(forum: Forum) -> None:
    for row, _ in acting.decided(forum.store, forum.meeting.id):
        acting.undo(forum.store, row.id)
    other = forum.as_("deltagare", "Bostadsbolaget")
    said = forum.body(other, "mote", "?lage=mote&steg=faststall")
    assert "Inga nya åtgärder" in said and "Inget särskilt inför helgen" in said
    patrolled(forum)
    for step in ("helgen", "faststall"):
        said = forum.body(other, "mote", f"?lage=mote&steg={step}")
        assert "Inga nya åtgärder" not in said and "Inget särskilt inför helgen" not in said
        assert said.count("Inget som får visas här.") == 2
        assert said.count("en rad för polis och kommun visas inte här") == 2


def test_an_open_room_has_no_numbers_and_no_words_that_were_not_written_for_it(
    forum: Forum,
) -> None:
    meeting = forum.meeting
    [followed, *_] = acting.followed_up(forum.store, meeting.id)
    own = {"kind": "action", "organisation_id": KOMMUN}
    acting.decide(forum.store, meeting.id, what="sagt internt ett", audience="public", public_wording="Lamporna lagas", **own)  # fmt: skip
    acting.decide(forum.store, meeting.id, what="sagt internt två", **own)
    acting.tell(forum.store, meeting.id, organisation_id=POLICE, problem_type="stold", area_code="0683", level=2)  # fmt: skip
    acting.follow_up(forum.store, meeting.id, followed.action.id, status="late", reason="sagt internt tre")  # fmt: skip
    for subject in meetings.subjects(forum.store, meeting.id):
        assessing.reveal(forum.store, subject.id, without=True)
        assessing.conclude(forum.store, subject.id, outcome="differ", words="sagt internt fyra")
    client = forum.as_("samordnare", "Värnamo kommun")
    for room, is_open in (("forum", False), ("open", True)):
        meetings.start(forum.store, meeting.id, room=room)
        whole = "".join(forum.body(client, "mote", f"?lage=mote&steg={step}") for step in STEPS)
        for words in ("sagt internt", "räknas inte", "anmälda brott på", "har rapporterat"):
            assert (words in whole) is not is_open, (room, words)
    assert "Lamporna lagas" in whole


SEALED = "Vi ser det vid busstationen om kvällarna"


def test_what_a_party_has_said_is_told_to_no_other_before_the_reveal(
    forum: Forum, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    police = forum.as_("deltagare", "Polisen")
    said: dict[str, Any] = {}
    for subject in meetings.subjects(forum.store, forum.meeting.id):
        said |= {f"level.{subject.id}": "3", f"reason.{subject.id}": SEALED}
    assert SEALED not in press(police, "bedom", "assess", str(POLICE), **said)
    kommun = forum.as_("deltagare", "Värnamo kommun")
    assert "egen organisation" in press(kommun, "bedom", "assess", str(POLICE), **said)
    chair = forum.as_("samordnare", "Värnamo kommun")
    assert "framlagt" in press(chair, "mote", "propose")
    demo, once = forum.as_("deltagare", "Värnamo kommun", "demo"), forum.as_("deltagare", "Värnamo kommun", "once", meeting_id=forum.meeting.id)  # fmt: skip
    looking = forum.as_("administratör", "", viewed_as="Polisen")
    turns = forum.as_("samordnare", "", "demo")
    for client in (kommun, chair, demo, once, looking, turns, police):
        for page, search in (
            *(("mote", f"?lage=mote&steg={step}") for step in STEPS),
            ("mote", ""),
            ("bedom", "?part=1"),
            ("bedom", "?part=2"),
        ):
            assert SEALED not in forum.body(client, page, search), (page, search)
        assert SEALED not in client.get("/mote/lever").get_data(as_text=True)
    proposal = fixing.proposed(forum.store, forum.meeting.id)
    assert proposal is None or SEALED not in proposal.content
    assert SEALED not in caplog.text


ODD: list[Any] = [
    None, "", 0, -1, 10**30, 1.5, True, [], {}, [["a"]], {"a": {"b": []}}, "1", "0", "999999999", "9" * 30, "9" * 5000,
    "-1", "1.5", "²", "١", "NaN", "nan nan", "inf, inf", float("nan"), float("inf"), "x" * 3000, "\x00", "\x1b[31m", "\ud800", "🦊" * 50, "null",
    "2026-11-26", "2026-13-45", "9999-12-31", "0001-01-01", "shared", "parties", "public", "stold", "0683", "alla", "1.", ".", "1.abc", "open",
    "agreed", "'; drop table meeting; --", "../../../etc/passwd", "ny", "police", "57.1866, 14.0459", "1e999 1e999",
]  # fmt: skip
MARK = "<script>kletig</script>"
SEARCHES: list[Any] = ["", "?mote=1", "?mote=3", "?mote=" + "9" * 400, "?mote=²", "?part=1", "?lage=mote&steg=x&punkt=-1", "?lage=mote&steg=bedom&punkt=999", "?nummer=1", "?org=1", "&&==%", "?%ff=%00", None, 7, [], {}, "\ud800"]  # fmt: skip


def nonsense(draw: random.Random) -> Any:
    return draw.choice([*ODD, MARK, f"Vad {MARK}"])


@pytest.mark.parametrize("seed", range(5))
def test_no_crafted_press_breaks_anything_or_is_written_back(
    forum: Forum, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    """100 each, by a samordnare who may do all of it: no 500, no error, and nothing sent comes back."""
    draw = random.Random(seed)
    clients = [forum.as_("samordnare", "Värnamo kommun"), forum.as_("samordnare", "", "demo")]
    found = forum.app.server.config["DEEDS"]
    names = sorted({"what", "place", "when", "who", "function", "audience", "until", "subject", "pledge", "public", "level", "words", "reason", "role", "reservation", "problem", "area", "day", "at", "agenda", "name", "kind", "kommun", "part", "rhythm", "metres", "other", "day_part", "level.1", "level.11", "trend.11"})  # fmt: skip
    for _ in range(100):
        page = draw.choice(sorted(found))
        do: Any = draw.choice([*sorted(found[page]), "does-not-exist", MARK])
        of = draw.choice(["", "1", "2", "11", "parties", "ny", nonsense(draw)])
        body = asked(
            page,
            do,
            of,
            search=draw.choice([*SEARCHES, nonsense(draw)]),
            done=draw.choice([None, {}, {"call": "x"}, nonsense(draw)]),
            **{name: nonsense(draw) for name in draw.sample(names, 12)},
        )
        answer = draw.choice(clients).post("/_dash-update-component", json=body)
        text = answer.get_data(as_text=True)
        assert answer.status_code in (200, 204), (page, do, of, text)
        assert "kletig" not in text, (page, do, of)
        assert not [r for r in caplog.records if r.levelno >= logging.ERROR], (body, caplog.text)
    for page in BODIES:  # and what was written can be read
        assert forum.body(clients[0], page)
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR], caplog.text


def test_no_crafted_address_breaks_anything_or_is_written_back(
    forum: Forum, caplog: pytest.LogCaptureFixture
) -> None:
    draw = random.Random(5)
    who = [forum.as_("samordnare", "", "demo"), forum.as_("läsare", "Bostadsbolaget"), forum.as_("läsare", "Hemvärnet")]  # fmt: skip
    pages = [*sorted(BODIES), "fredag"]
    for _ in range(150):
        client = draw.choice(who)
        odd = [str(one).encode("utf-8", "replace").decode() for one in (*ODD, MARK)]
        value = draw.choice(odd).replace("\x00", "%00")
        names = ("mote", "nummer", "part", "org", "lage", "steg", "punkt", "said")
        search = "?" + "&".join(f"{draw.choice(names)}={draw.choice(odd)}" for _ in range(3))
        text = forum.body(client, draw.choice(pages), draw.choice([*SEARCHES, search]))
        assert "kletig" not in text, search
        for path in (f"/mote/lever?mote={value}", f"/fredag/{value}/{draw.choice(odd)}.{draw.choice(['eml', 'pdf', 'html', 'x'])}", f"/fredag/2/shared.{value}", f"/version/{value}/innehall.json", "/version/" + "9" * 30 + "/minnesanteckningar.docx"):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code in (200, 308, 400, 404), path
            assert MARK not in answer.get_data(as_text=True)
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR], caplog.text


@pytest.mark.parametrize(
    "sent",
    ["[]", "{}", "null", "7", "{", "\xff", '{"output": []}', f'{{"output": "{MARK}"}}', '{"output": "mote-body.children"}',
     '{"output": "mote-body.children", "outputs": 7, "inputs": 7, "changedPropIds": 7}',
     '{"output": "mote-body.children", "outputs": {"id": "mote-body", "property": "children"}, "inputs": [{"id": 1}], "state": []}'],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(forum: Forum, sent: str) -> None:
    client = forum.as_("samordnare", "Värnamo kommun")
    answer = client.post("/_dash-update-component", data=sent, content_type="application/json")
    assert answer.status_code == 400 and MARK not in answer.get_data(as_text=True)
