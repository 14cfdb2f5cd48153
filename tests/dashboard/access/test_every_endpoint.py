"""Role x endpoint x audience: every cell, and a new endpoint without a line here fails.

ASVS 5.0, 8.2.1, 8.2.2, 8.3.1: what a role may do is decided on the server, for each address and
each callback, and nobody is shown a row above their audience.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dash
import duckdb
import pytest
from flask.testing import FlaskClient

from dashboard import example_week, rooms
from dashboard.access import RIGHTS
from dashboard.access.gate import Access
from dashboard.access.login import Login, Oidc
from dashboard.access.sheets import ONLY
from dashboard.app import create_app
from dashboard.database import Editions
from dashboard.inbox import Inbox
from dashboard.journal.files import Files
from etl.workplace import Workplace
from tests.dashboard.access.conftest import START, Clock, opened

# Every address: how it is asked, and what one must be allowed; "" for anybody.
RULES = {
    "/": ("GET", "/", "read"),
    "/<path:path>": ("GET", "/om-data", "read"),
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": ("GET", "/_dash-component-suites/dash/dcc/dash_core_components.js", ""),
    "/_dash-component-suites/plotly/package_data/plotly.min.js": ("GET", "/_dash-component-suites/plotly/package_data/plotly.min.js", ""),
    "/_dash-dependencies": ("GET", "/_dash-dependencies", "read"),
    "/_dash-layout": ("GET", "/_dash-layout", "read"),
    "/_dash-update-component": ("POST", "/_dash-update-component", "read"),  # and CALLBACKS
    "/_favicon.ico": ("GET", "/_favicon.ico", ""),
    "/_reload-hash": ("GET", "/_reload-hash", "read"),
    "/assets/<path:filename>": ("GET", "/assets/lagesbild.css", ""),
    "/demo-roll": ("POST", "/demo-roll", "read"),
    "/en-gang/<token>": ("GET", "/en-gang/abc", ""),
    "/gransytor/<int:number>/<level>-<kommun>-<theme>-<corners>.svg": ("GET", "/gransytor/1/kommun-alla-light-400000_6300000_480000_6390000.svg", "read"),
    "/halsa": ("GET", "/halsa", ""),
    "/inlasning/<int:number>/avvisade.csv": ("GET", "/inlasning/1/avvisade.csv", "load"),
    "/inlasning/fil": ("PUT", "/inlasning/fil", "load"),
    "/fredag/<int:number>/<klass>.<kind>": ("GET", "/fredag/2/shared.html", "read"),
    "/logga-in": ("GET", "/logga-in", ""),
    "/logga-in/oidc": ("GET", "/logga-in/oidc", ""),
    "/logga-in/oidc/svar": ("GET", "/logga-in/oidc/svar", ""),
    "/logga-ut": ("POST", "/logga-ut", "read"),
    "/loften/<int:number>/undertecknat.pdf": ("PUT", "/loften/1/undertecknat.pdf", "assess"),
    "/mote/lever": ("GET", "/mote/lever", "read"),
    "/static/<path:filename>": ("GET", "/static/x", "read"),
    "/tabell.csv": ("GET", "/tabell.csv?omrade=0683", "read"),
    "/version/<int:number>/bilaga": ("PUT", "/version/2/bilaga", "coordinate"),
    "/version/<int:number>/bilaga/<checksum>.pdf": ("GET", "/version/2/bilaga/abc.pdf", "read"),
    "/version/<int:number>/innehall.json": ("GET", "/version/2/innehall.json", "read"),
    "/version/<int:number>/minnesanteckningar.docx": ("GET", "/version/2/minnesanteckningar.docx", "read"),
    "/version/<int:number>/uttag/public/<kind>.<ending>": ("GET", "/version/2/uttag/public/atgardsplan.html", "read"),
    "/version/<int:number>/uttag/shared/<kind>.<ending>": ("GET", "/version/2/uttag/shared/atgardsplan.html", "read"),
    "/visa-som": ("POST", "/visa-som", "administer"),
}  # fmt: skip
# Every deed of every page: what one must be allowed to do it.
DEEDS = {
    "bedom": {"assess": "assess"},
    "loften": dict.fromkeys(
        ("paste", "blank", "extend", "save", "drop", "void", "log", "undo", "serve")
        + ("take", "takeandmend", "takeall", "leave"),
        "assess",
    ),
    "mote": {
        **dict.fromkeys(("call", "add", "drop", "invite"), "coordinate"),
        **dict.fromkeys(("tell", "untell"), "assess"),
        **dict.fromkeys(("enter", "leave", "room", "reveal", "reveal-without"), "chair"),
        **dict.fromkeys((f"follow-{s}" for s in ("done", "late", "dropped", "open")), "chair"),
        **dict.fromkeys((f"together-{s}" for s in ("agreed", "differ", "next_time")), "chair"),
        **dict.fromkeys(("weekend", "action", "undo", "propose"), "chair"),
        "approve": "approve",
    },
    "note": dict.fromkeys(("add", "void", "make"), "approve"),
    "version": {"correct": "coordinate"},
    "vyer": dict.fromkeys(("save", "earlier", "later", "remove", "removelist"), "chair"),
    "borja": {"forum": "administer", "start": "load"},
    "installningar": {
        **dict.fromkeys(("account", "disable", "forum", "password", "retention"), "administer"),
        "rebuild": "load",
        **dict.fromkeys(
            ("rhythm", "place", "dropplace", "type-look", "type-save", "off-look", "off-save"),
            "coordinate",
        ),
    },
}
# Every callback that runs on the server, by the first part that it fills.
CALLBACKS = {
    "behind.children": "read",
    "bedom-body.children": "assess",
    "bedom-said.children": "read",  # and DEEDS
    "borja-body.children": "load",
    "borja-said.children": "read",
    "fredag-body.children": "read",
    "loften-body.children": "read",
    "loften-said.children": "read",  # and DEEDS
    "installningar-body.children": "load",
    "installningar-said.children": "read",
    "rebuilt.children": "load",
    "mote-body.children": "read",
    "mote-said.children": "read",
    "note-body.children": "read",
    "note-said.children": "read",
    "oppet-body.children": "read",
    "org-body.children": "coordinate",
    "org-said.children": "read",
    "rapporter-body.children": "coordinate",
    "rapporter-said.children": "read",
    "version-body.children": "read",
    "version-said.children": "read",
    "arrivals.children": "load",
    "in-force.children": "read",
    "lagesbild-url.search": "read",
    "looked-at.children": "administer",
    "o-url.search": "read",
    "o-utveckling.children": "read",
    "p-near.children": "read",
    "p-url.search": "read",
    "page.children": "read",
    "patrol-sheet.children": "read",
    "question.data": "read",
    "siffra-body.children": "read",
    "sheet.children": "read",
    "sources.children": "read",
    "survey-choice.data": "read",
    "survey.figure": "read",
    "told.children": "read",
    "upcoming.children": "read",
    "vyer-body.children": "read",
    "vyer-said.children": "read",  # and DEEDS
    "week-of-picked.children": "read",
    "year-crime.data": "read",
    "year-map-said.children": "read",
}
PATHS = {
    "bedom-": "/bedom",
    "borja-": "/borja",
    "fredag-": "/fredag",
    "loften-": "/loften",
    "installningar-": "/installningar",
    "mote-": "/mote",
    "note-": "/handelser",
    "oppet-": "/oppet",
    "org-": "/organisationer",
    "rapporter-": "/rapporter",
    "version-": "/version",
    "vyer-": "/vyer",
}
SHOWING = {
    "page.children",
    "sources.children",
    "lagesbild-url.search",
}  # where the publisher stands


@dataclass(frozen=True)
class Who:
    role: str
    organisation: str
    sees: str  # the file of the edition that is theirs
    way: str = "account"
    viewed_as: str = ""
    rights: frozenset[str] | None = None  # when not the role's

    def may(self, right: str) -> bool:
        rights = RIGHTS.get(self.role, frozenset()) if self.rights is None else self.rights
        return not right or right in rights


VISITORS = {
    "ingen": Who("", "", "", ""),
    "allmänheten": Who("läsare", "", "public"),
    "läsare hos polisen": Who("läsare", "Polisen", "police"),
    "polisen": Who("deltagare", "Polisen", "police"),
    "kommunen med egna rader": Who("ordförande", "Värnamo kommun", "municipality-0683"),
    "kommun utan egna rader": Who("deltagare", "Gislaveds kommun", "shared"),
    "bostadsbolaget": Who("deltagare", "Bostadsbolaget", "shared"),
    "en organisation som inte finns": Who("deltagare", "Hemvärnet", "public", rights=frozenset({"read"})),
    "samordnaren": Who("samordnare", "Värnamo kommun", "municipality-0683"),
    "samordnare utan organisation": Who("samordnare", "", "shared"),
    "administratören": Who("administratör", "", "shared"),
    "administratör som polisen": Who("administratör", "", "police", viewed_as="Polisen", rights=frozenset({"read", "administer"})),  # may go back
    "engångskod": Who("deltagare", "Polisen", "police", "once", rights=frozenset({"read", "assess"})),
}  # fmt: skip
AUDIENCES = ("shared", "police", "public", "municipality-0683")


@pytest.fixture(scope="module")
def marked(example: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's edition, where what each audience sees bears its mark."""
    folder = tmp_path_factory.mktemp("marked") / "editions"
    shutil.copytree(example.editions, folder)
    for audience in AUDIENCES:
        file = folder / f"0001/{audience}.duckdb"
        source = "public" if audience == "public" else "shared"
        file.unlink(missing_ok=True)
        shutil.copy(example.editions / f"0001/{source}.duckdb", file)
        with duckdb.connect(str(file)) as db:
            db.execute(f"update source set publisher = 'Märkt {audience}'")
    for kommun in folder.glob("0001/municipality-*.duckdb"):
        if kommun.stem not in AUDIENCES:  # as the job makes it, where there is nothing of its own
            kommun.unlink()
            kommun.hardlink_to(folder / "0001/shared.duckdb")
    return folder


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    oidc = Oidc("http://127.0.0.1:9", "klient", "hemlig")
    login = Login(accounts=True, demo=True, oidc=oidc, address="http://localhost")
    store = opened(tmp_path_factory.mktemp("journal"), Clock())
    made = Access(store, login)
    yield made
    made.close()
    store.close()


@pytest.fixture(scope="module")
def app(marked: Path, access: Access, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    inbox = Inbox(tmp_path_factory.mktemp("inbox"), lambda file, dry: [])
    assert access.store
    example_week.write(access.store, Editions(marked, "shared"), today=START.date())
    files = Files(tmp_path_factory.mktemp("arbetsplats"))
    return create_app(editions=marked, access=access, inbox=inbox, store=access.store, files=files)


@pytest.fixture(params=list(VISITORS))
def who(request: pytest.FixtureRequest) -> Who:
    return VISITORS[request.param]


@pytest.fixture
def client(app: dash.Dash, access: Access, who: Who) -> FlaskClient:
    client = app.server.test_client()
    if who.role:
        token = access.sessions.begin(
            way=who.way, role=who.role, organisation=who.organisation, viewed_as=who.viewed_as
        )
        client.set_cookie("lagesbild", token)
    return client


def server_callbacks(app: dash.Dash) -> dict[str, str]:
    """The whole output of each callback that the server answers, by its first part."""
    app.server.test_client().get("/_favicon.ico")  # Dash sets up at the first request
    found = {key: call for key, call in app.callback_map.items() if "callback" in call}
    return {key.strip(".").split("...")[0]: key for key in found}


def called(app: dash.Dash, output: str) -> dict[str, Any]:
    """What a browser sends when the callback is to run on a page about Värnamo."""
    page = next((path for name, path in PATHS.items() if output.startswith(name)), "/om-data")
    values = {"search": "?omrade=0683", "pathname": page}
    given = {"theme": "light"}
    call = app.callback_map[output]

    def said(part: dict[str, Any]) -> Any:
        if part["id"].startswith("{"):
            return []  # of a pattern: none yet
        value = given.get(part["id"], values.get(part["property"]))
        return {"id": part["id"], "property": part["property"], "value": value}

    parts = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    outputs = [{"id": name, "property": of} for name, of in parts]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [said(part) for part in call["inputs"]],
        "state": [said(part) for part in call["state"]],
        "changedPropIds": [],
    }


def marks(text: str) -> set[str]:
    return {a for a in AUDIENCES if f"Märkt {a}" in text or f"M\\u00e4rkt {a}" in text}


def theirs(who: Who, name: str) -> set[str]:
    """What may show: their own; of a meeting, whose numbers are the ones all parties share, as are
    those that may be said outside; and the public's tables, which a version keeps beside them."""
    is_of_meeting = name.startswith((*PATHS, "/version/", "/fredag/", "siffra-"))
    return {who.sees} | (
        {"shared", "public"} if is_of_meeting and who.sees not in ("", "public") else set()
    )


def test_every_address_has_its_line(app: dash.Dash) -> None:
    assert {rule.rule for rule in app.server.url_map.iter_rules()} == RULES.keys()


def test_every_callback_has_its_line(app: dash.Dash) -> None:
    assert server_callbacks(app).keys() == CALLBACKS.keys()


@pytest.mark.parametrize("rule", RULES)
def test_an_address_answers_whom_it_may(
    client: FlaskClient, app: dash.Dash, who: Who, rule: str
) -> None:
    method, path, right = RULES[rule]
    sent: dict[str, Any] = {"headers": {"Origin": "http://localhost"}} if method != "GET" else {}
    if path == "/_dash-update-component":
        sent["json"] = called(app, server_callbacks(app)["page.children"])
    answer = client.open(path, method=method, **sent)
    if not who.role and right:
        assert answer.status_code == 401
    elif who.may(right):
        # in /logga-in/oidc/svar nobody had begun; no provider answers
        assert answer.status_code != 401
        assert answer.status_code != 403 or rule == "/logga-in/oidc/svar"
    else:
        assert answer.status_code == 403
    assert answer.status_code in (200, 204, 303, 304, 400, 401, 403, 404, 405, 503)
    assert marks(answer.get_data().decode(errors="replace")) <= theirs(who, rule)


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_callback_answers_whom_it_may(
    client: FlaskClient, app: dash.Dash, who: Who, name: str
) -> None:
    answer = client.post("/_dash-update-component", json=called(app, server_callbacks(app)[name]))
    text = answer.get_data(as_text=True)
    if not who.role:
        assert answer.status_code == 401
        assert marks(text) == set()
        return
    assert answer.status_code in (200, 204)
    seen = json.dumps(json.loads(text), ensure_ascii=False) if text else ""  # as it is read
    assert marks(seen) <= theirs(who, name)
    right = CALLBACKS[name]
    if who.viewed_as and right != "read":
        assert "Ingenting" in seen or "Då går det inte att ändra något" in seen
    elif not who.may(right):
        assert ONLY[right] in seen or "bara att bedöma" in seen


def test_every_deed_has_its_line(app: dash.Dash) -> None:
    found = app.server.config["DEEDS"]
    for page in ("org", "rapporter"):  # the samordnare's desk: nothing there is anybody else's
        assert {deed.right for deed in found[page].values()} == {"coordinate"}
    said = {page: {do: deed.right for do, deed in found[page].items()} for page in DEEDS}
    assert said == DEEDS
    assert found.keys() == {*DEEDS, "org", "rapporter"}


@pytest.mark.parametrize("page", [*DEEDS, "org", "rapporter"])
def test_a_deed_is_done_for_whom_it_may(
    client: FlaskClient, app: dash.Dash, who: Who, page: str
) -> None:
    """Each pressed by each: refused by right, or looked at (and there is nothing there to do)."""
    output = server_callbacks(app)[f"{page}-said.children"]
    for do, deed in app.server.config["DEEDS"][page].items():
        button = {"page": page, "do": do, "of": "999999"}
        named = json.dumps(button, sort_keys=True, separators=(",", ":"))
        asked = called(app, output)
        asked["inputs"][0] = [{"id": button, "property": "n_clicks", "value": 1}]
        asked["changedPropIds"] = [f"{named}.n_clicks"]
        answer = client.post("/_dash-update-component", json=asked)
        if not who.role:
            assert answer.status_code == 401
            continue
        assert answer.status_code == 200, (do, answer.get_data(as_text=True))
        said = json.dumps(json.loads(answer.get_data()), ensure_ascii=False)
        may = who.may(deed.right) and not who.viewed_as  # who looks as another writes nothing
        assert (ONLY[deed.right] in said) is not may, do


@pytest.mark.parametrize("name", sorted(SHOWING - {"page.children"}))
def test_each_is_shown_what_is_theirs(
    client: FlaskClient, app: dash.Dash, who: Who, name: str
) -> None:
    """So that the marks above are known to show."""
    if who.sees in ("", "public"):
        return
    answer = client.post("/_dash-update-component", json=called(app, server_callbacks(app)[name]))
    assert marks(json.dumps(json.loads(answer.get_data()), ensure_ascii=False)) == {who.sees}
    assert marks(client.get("/tabell.csv").get_data(as_text=True)) == {who.sees}


@pytest.mark.parametrize("name", ["allmänheten", "polisen", "bostadsbolaget"])
def test_a_page_comes_with_what_is_theirs(app: dash.Dash, access: Access, name: str) -> None:
    """Its first answers are in it: see dashboard/at_once.py."""
    who, client, seen = VISITORS[name], app.server.test_client(), {}
    token = access.sessions.begin(way=who.way, role=who.role, organisation=who.organisation)
    client.set_cookie("lagesbild", token)
    asked = called(app, server_callbacks(app)["page.children"])
    for page in rooms.found():
        path = page.PAGE["path"]
        for part in asked["inputs"]:
            part["value"] = path if part["property"] == "pathname" else part["value"]
        answer = json.loads(client.post("/_dash-update-component", json=asked).get_data())
        of = next((prefix for prefix, at in PATHS.items() if at == path), path)
        seen[path] = marks(json.dumps(answer, ensure_ascii=False))
        assert seen[path] <= theirs(who, "siffra-" if path == "/siffra" else of), path
    assert seen["/"] == ({who.sees} if who.sees != "public" else set())


def test_what_one_was_shown_no_other_is_given(app: dash.Dash, access: Access) -> None:
    """The answers that are kept: asked for in turns, in both orders."""
    output = server_callbacks(app)["lagesbild-url.search"]
    for _ in range(2):
        for who in [w for w in VISITORS.values() if w.role and w.sees != "public"]:
            client = app.server.test_client()
            token = access.sessions.begin(way="account", role=who.role, organisation=who.organisation, viewed_as=who.viewed_as)  # fmt: skip
            client.set_cookie("lagesbild", token)
            for path in ("/tabell.csv?omrade=0683", "/tabell.csv"):
                assert marks(client.get(path).get_data(as_text=True)) == {who.sees}
            answer = client.post("/_dash-update-component", json=called(app, output))
            assert marks(json.dumps(json.loads(answer.get_data()), ensure_ascii=False)) == {who.sees}  # fmt: skip


def test_what_is_said_to_whoever_may_not_leads_on(app: dash.Dash, access: Access) -> None:
    client = app.server.test_client()
    client.set_cookie("lagesbild", access.sessions.begin(way="account", role="läsare", organisation="Polisen"))  # fmt: skip
    answer = client.get("/inlasning/1/avvisade.csv", headers={"Accept": "text/html"})
    text = answer.get_data(as_text=True)
    assert ONLY["load"] in text and 'href="/"' in text
