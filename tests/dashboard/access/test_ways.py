"""The other ways in: a proxy's word, a one-time code, the demo's roles; and an administrator's look."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.access import RIGHTS, ROLES, Visitor, visitor
from dashboard.access.accounts import Accounts
from dashboard.access.gate import Access
from dashboard.access.limits import Rate
from dashboard.access.login import Group, Login
from dashboard.access.tables import AccessLog, Invitation
from dashboard.store import Store
from tests.dashboard.access.conftest import PASSWORD, Clock, Made, Site, post

GROUPS = (Group("est-polis", "Polisen", "deltagare"), Group("est-admin", "", "administratör"))
PAGE = {"Accept": "text/html"}


def seen(made: Site, client: FlaskClient, **asked: Any) -> Visitor:
    """As whom the app takes whoever asks."""
    found: list[Visitor] = []
    made.server.before_request_funcs.setdefault(None, []).append(lambda: found.append(visitor()))
    try:
        client.get("/_dash-dependencies", **asked)
    finally:
        made.server.before_request_funcs[None].pop()
    return found[-1]


# A proxy.


def by_proxy(made: Site, *, address: str, groups: str | None) -> Any:
    headers = {} if groups is None else {"X-Grupper": groups}
    return made.client().get("/_dash-layout", headers=headers, environ_base={"REMOTE_ADDR": address})  # fmt: skip


@pytest.fixture
def proxied(site: Made) -> Site:
    return site(proxy_header="X-Grupper", proxies=frozenset({"10.0.0.7"}), groups=GROUPS)


@pytest.mark.parametrize(
    ("address", "groups", "status"),
    [
        ("10.0.0.7", "gymmet, est-polis", 200),
        ("10.0.0.7", "gymmet", 401),
        ("10.0.0.7", "", 401),
        ("10.0.0.7", None, 401),
        ("10.0.0.8", "est-admin", 403),  # refused, not ignored
        ("127.0.0.1", "est-admin", 403),
        ("10.0.0.8", None, 401),
    ],
)
def test_a_header_is_believed_from_the_proxy_alone(
    proxied: Site, address: str, groups: str | None, status: int
) -> None:
    """ASVS 5.0, 4.1.3."""
    assert by_proxy(proxied, address=address, groups=groups).status_code == status


def test_where_no_proxy_is_set_its_header_is_nothing(site: Made) -> None:
    made = site(accounts=True, groups=GROUPS)
    assert by_proxy(made, address="10.0.0.7", groups="est-admin").status_code == 401


# A one-time code.


def test_a_code_opens_one_meeting_for_one_party_once(
    site: Made, clock: Clock, store: Store
) -> None:
    made = site(accounts=True)
    token = made.access.invite(7, "Polisen")
    with store.read() as db:
        [invitation] = db.scalars(select(Invitation))
    assert token not in invitation.token_sha256 and len(token) == 22  # 128 bits
    client = made.client()
    for _ in range(2):  # to look at the address is not to use it
        assert client.get(f"/en-gang/{token}").status_code == 200
    assert post(client, f"/en-gang/{token}").status_code == 303
    who = seen(made, client)
    assert (who.organisation, who.role, who.way, who.meeting_id) == ("Polisen", "deltagare", "once", 7)  # fmt: skip
    assert {right for right in set().union(*RIGHTS.values()) if who.may(right)} == {
        "read",
        "assess",
    }
    other = made.client()
    assert post(other, f"/en-gang/{token}").status_code == 403
    assert other.get("/_dash-layout").status_code == 401
    late = made.access.invite(7, "Polisen", valid=timedelta(hours=3))
    clock.on(hours=3)
    assert post(other, f"/en-gang/{late}").status_code == 403


# The demo.


def test_in_the_demo_one_changes_roles_and_nowhere_else(site: Made) -> None:
    made = site(demo=True)
    client = made.client()
    who = seen(made, client)
    assert (who.role, who.way, who.organisation) == ("samordnare", "demo", "")
    chosen = [f"{role}|{organisation}" for organisation, role in made.access.roles()]
    assert chosen == ["samordnare|", "deltagare|Polisen", "deltagare|Värnamo kommun", "deltagare|Gislaveds kommun", "läsare|"]  # fmt: skip
    tokens = set()
    for val in chosen:
        answer = post(client, "/demo-roll", val=val)
        assert answer.status_code == 303
        tokens.add(answer.headers["Set-Cookie"].split(";")[0])
        who = seen(made, client)
        assert f"{who.role}|{who.organisation}" == val
        assert who.may("coordinate") == (who.role == "samordnare")
    assert len(tokens) == len(chosen)
    for wrong in ("", "administratör|", "deltagare|Bostadsbolaget", "samordnare|Polisen", "|", "x"):
        assert post(client, "/demo-roll", val=wrong).status_code == 404
    elsewhere = site(accounts=True)
    answer = post(elsewhere.as_("läsare", "Polisen"), "/demo-roll", val="samordnare|")
    assert answer.status_code == 405  # there is no such address


# An administrator.


def test_an_administrator_sees_what_another_sees_and_can_change_nothing(site: Made) -> None:
    made = site(accounts=True)
    client = made.as_("administratör")
    assert seen(made, client).may("load")
    before = client.get_cookie("lagesbild")
    assert post(client, "/visa-som", organisation="Värnamo kommun").status_code == 303
    assert client.get_cookie("lagesbild") != before
    who = seen(made, client)
    assert (who.organisation, who.viewed_as, who.audience) == ("Värnamo kommun", "Värnamo kommun", "municipality-0683")  # fmt: skip
    assert [right for right in set().union(*RIGHTS.values()) if who.may(right)] == ["read"]
    answer = client.put("/inlasning/fil", data=b"x", headers={"X-Lagesbild": "1"})
    assert answer.status_code in (403, 405)
    assert post(client, "/visa-som", organisation="Hemvärnet").status_code == 404
    assert post(client, "/visa-som", organisation="").status_code == 303
    who = seen(made, client)
    assert (who.role, who.viewed_as) == ("administratör", "")


def test_to_look_as_another_makes_no_session_longer(site: Made, clock: Clock) -> None:
    made = site(accounts=True, longest=timedelta(hours=2), idle=timedelta(hours=2))
    client = made.as_("administratör")
    clock.on(minutes=90)
    post(client, "/visa-som", organisation="Polisen")
    clock.on(minutes=31)
    assert client.get("/_dash-layout").status_code == 401


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administratör"])
def test_nobody_else_looks_as_another(site: Made, role: str) -> None:
    client = site(accounts=True).as_(role, "Värnamo kommun")
    assert post(client, "/visa-som", organisation="Polisen").status_code == 403


# The log.


def test_what_was_seen_is_logged_and_by_whom_but_no_person(site: Made, store: Store, accounts: Accounts) -> None:  # fmt: skip
    """ASVS 5.0, 16.2.1 and 16.3.1; what is logged is listed in docs/inloggning.md."""
    accounts.add("polisen.varnamo", organisation="Polisen", role="deltagare", password=PASSWORD)
    made = site(accounts=True)
    client = made.client()
    post(client, "/logga-in", konto="polisen.varnamo", losenord="fel lösenord igen")
    post(client, "/logga-in", konto="polisen.varnamo", losenord=PASSWORD)
    client.get("/tabell.csv?omrade=0683&hemligt=19121212-1212")
    client.post("/logga-ut", headers={"Origin": "https://elak.example"})
    post(client, "/logga-ut")
    made.access.log.flush()
    with store.read() as db:
        rows = db.scalars(select(AccessLog).order_by(AccessLog.id)).all()
    told = [(row.kind, row.view, row.organisation, row.role, row.audience) for row in rows]
    police = ("Polisen", "deltagare", "police")
    assert told == [
        ("refusal", "/logga-in", "", "", "public"),
        ("login", "/logga-in", *police),
        ("export", "/tabell.csv", *police),
        ("refusal", "/logga-ut", "", "", "public"),
        ("logout", "/logga-ut", *police),
    ]
    assert not any(word in str([vars(row) for row in rows]) for word in ("1912", "127.0.0.1", "elak", "varnamo"))  # fmt: skip


def test_nobody_fills_the_log_from_outside(site: Made) -> None:
    made = site(accounts=True)
    client = made.client()
    for _ in range(100):
        assert client.get("/tabell.csv").status_code == 401
    assert len(made.access.log.latest(rows=1_000)) == 60


def test_old_rows_are_removed(site: Made, store: Store, clock: Clock) -> None:
    made = site(accounts=True, log_days=30)
    made.as_("samordnare").get("/tabell.csv")
    made.access.log.flush()
    clock.on(days=29)
    made.as_("samordnare").get("/tabell.csv")
    assert len(made.access.log.latest(rows=9)) == 2
    clock.on(days=2)
    made.access.log.flush()
    assert len(made.access.log.latest(rows=9)) == 1


# Limits.


def test_so_many_in_so_long_for_each_and_no_more_remembered_than_there_is_room_for() -> None:
    now = [0.0]
    rate = Rate(times=3, seconds=60, largest=100, clock=lambda: now[0])
    assert [rate.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert rate.allows("b")
    now[0] = 61.0
    assert rate.allows("a")
    for n in range(1_000):
        rate.allows(str(n))
    assert len(rate._tries) == 100


def test_whoever_tries_too_often_must_wait(site: Made, accounts: Accounts) -> None:
    """ASVS 5.0, 6.3.1: for a name there is and for one there is not."""
    accounts.add("polisen", organisation="Polisen", role="deltagare", password=PASSWORD)
    made = site(accounts=True)
    for name in ("polisen", "ingen"):
        tries = [post(made.client(), "/logga-in", konto=name, losenord="") for _ in range(11)]
        assert [answer.status_code for answer in tries] == [403] * 10 + [429]


# Nonsense.


def test_nonsense_in_forms_cookies_and_addresses_breaks_nothing(site: Made) -> None:
    """500 of them: never a 500, never let in, and nothing that was sent is written back."""
    made = site(accounts=True, demo=True)
    client = made.client()
    at = random.Random(2026)
    odd = ["<script>", "' or 1=1--", "\U0001f600", "../", "\u202e", "%00", "{{7*7}}"]
    alphabet = [*"abcåäö019 '\"<>&;|/\\%{}()=\x00\r\n\t", *odd]
    fields = ["konto", "losenord", "val", "organisation", "till", "code", "state"]
    paths = [
        "/logga-in",
        "/logga-ut",
        "/demo-roll",
        "/visa-som",
        "/en-gang/{}",
        "/",
        "/tabell.csv",
        "/halsa",
    ]
    for _ in range(500):
        mark = f"zq{at.randrange(10**9)}zq"
        said = mark + "".join(at.choices(alphabet, k=at.randrange(1, 60)))
        path = at.choice(paths).format(mark)
        sent = {at.choice(fields): said for _ in range(3)}
        headers = {"Origin": "http://localhost", "Accept": at.choice(["text/html", "*/*", "x"])}
        clean = "".join(c for c in said if c not in ";,\r\n\x00" and c.isascii())
        headers["Cookie"] = at.choice([f"lagesbild={clean}", f"__Host-lagesbild={clean}", clean])
        if at.random() < 0.5:
            answer = client.post(path, data=sent, headers=headers)
        else:
            answer = client.get(path, query_string=sent, headers=headers)
        assert answer.status_code < 500, (path, sent)
        text = answer.get_data(as_text=True) if answer.mimetype != "text/csv" else ""
        assert mark not in text
        assert mark not in str(answer.headers).replace("%", "") or answer.status_code in (302, 303)
        assert not any(
            "lagesbild=" in cookie and len(cookie.split("=")[1]) > 40
            for cookie in answer.headers.getlist("Set-Cookie")
        )


def test_ways_in_need_somewhere_to_keep_who_is_in() -> None:
    with pytest.raises(ValueError, match="store"):
        Access(None, Login(accounts=True))
