"""Sessions (ASVS 5.0, chapter 7): kept on the server, ended in time, and told apart."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.access import sessions
from dashboard.access.accounts import Accounts
from dashboard.access.tables import Session
from dashboard.store import Store
from tests.dashboard.access.conftest import PASSWORD, Clock, Made, post

WHO = {"role": "samordnare", "organisation": "Värnamo kommun"}
ASK = "/_dash-layout"


def token_of(answer: object) -> str:
    [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if "lagesbild" in c]  # type: ignore[attr-defined]
    return str(cookie.split("=", 1)[1].split(";")[0])


def test_what_is_in_the_browser_is_a_number_and_on_the_server_only_its_hash(
    site: Made, accounts: Accounts, store: Store
) -> None:
    accounts.add("kommunen", password=PASSWORD, **WHO)
    client = site(accounts=True).client()
    answer = post(client, "/logga-in", konto="kommunen", losenord=PASSWORD)
    token = token_of(answer)
    assert len(token) >= 43  # 256 bits (ASVS 7.2.3)
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    with store.read() as db:
        [session] = db.scalars(select(Session))
    assert session.token_sha256 == sessions.hashed(token)
    assert session.way == "account"


def test_elsewhere_the_cookie_is_for_this_host_over_https_alone(
    site: Made, accounts: Accounts
) -> None:
    """ASVS 3.3.1 and 3.3.3."""
    accounts.add("kommunen", password=PASSWORD, **WHO)
    client = site(accounts=True, address="https://lage.example").client()
    answer = client.post(
        "/logga-in",
        data={"konto": "kommunen", "losenord": PASSWORD},
        headers={"Host": "lage.example", "Origin": "https://lage.example"},
    )
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-lagesbild=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_a_new_login_has_a_new_token_and_the_old_one_is_worth_nothing(
    site: Made, accounts: Accounts
) -> None:
    """ASVS 7.2.4: a token that somebody else had put there is not the one that is let in."""
    accounts.add("kommunen", password=PASSWORD, **WHO)
    made = site(accounts=True)
    client = made.client(token="fixerad")
    first = token_of(post(client, "/logga-in", konto="kommunen", losenord=PASSWORD))
    second = token_of(post(client, "/logga-in", konto="kommunen", losenord=PASSWORD))
    assert len({"fixerad", first, second}) == 3
    assert made.client(token=first).get(ASK).status_code == 401
    assert made.client(token=second).get(ASK).status_code == 200


def test_to_log_out_ends_it_here_and_at_once(site: Made) -> None:
    """ASVS 7.4.1."""
    made = site(accounts=True)
    token = made.access.sessions.begin(way="account", **WHO)
    here, there = made.client(token=token), made.client(token=token)
    assert there.get(ASK).status_code == 200
    assert post(here, "/logga-ut").status_code == 303
    assert there.get(ASK).status_code == here.get(ASK).status_code == 401


def test_whoever_does_nothing_is_let_out_and_nobody_stays_for_ever(
    site: Made, clock: Clock
) -> None:
    """ASVS 7.3.1 and 7.3.2."""
    made = site(accounts=True, idle=timedelta(minutes=60), longest=timedelta(hours=12))
    client = made.as_(**WHO)
    for _ in range(14):
        clock.on(minutes=50)
        assert client.get(ASK).status_code == 200
    clock.on(minutes=21)  # twelve hours since the login
    assert client.get(ASK).status_code == 401
    client = made.as_(**WHO)
    clock.on(minutes=59)
    assert client.get(ASK).status_code == 200
    clock.on(minutes=60)
    assert client.get(ASK).status_code == 401


def test_a_page_that_only_asks_again_by_itself_keeps_nobody_in(site: Made, clock: Clock) -> None:
    client = site(accounts=True).as_(**WHO)
    poll = {
        "output": "..arrivals.children...arrivals-seen.data...drop-card.style..",
        "outputs": [],
        "inputs": [],
        "changedPropIds": ["arrivals-again.n_intervals"],
    }
    for _ in range(5):
        clock.on(minutes=11)
        assert client.post("/_dash-update-component", data=json.dumps(poll, separators=(",", ":")), content_type="application/json").status_code != 401  # fmt: skip
    clock.on(minutes=11)
    assert client.get(ASK).status_code == 401


def test_another_process_ending_it_is_seen_within_seconds(
    site: Made, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(accounts=True)
    token = made.access.sessions.begin(way="account", **WHO)
    client = made.client(token=token)
    assert client.get(ASK).status_code == 200
    other = sessions.Sessions(store, idle=timedelta(1), longest=timedelta(1), note=lambda *_: None)
    other.end(token)
    monkeypatch.setattr(sessions, "FRESH", 0.0)
    assert client.get(ASK).status_code == 401


def test_nothing_is_written_for_a_request_but_that_one_was_here_once_a_minute(
    site: Made, store: Store, clock: Clock
) -> None:
    made = site(accounts=True)
    client = made.as_(**WHO)

    def seen() -> object:
        made.access.log.flush()
        with store.read() as db:
            return db.scalar(select(Session.seen_at))

    begun = seen()
    clock.on(seconds=50)
    client.get(ASK)
    assert seen() == begun
    clock.on(seconds=15)
    client.get(ASK)
    assert seen() == clock.now


def test_no_more_sessions_are_remembered_than_there_is_room_for(
    site: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "KEPT", 3)
    made = site(accounts=True)
    clients = [made.as_(**WHO) for _ in range(5)]
    assert all(client.get(ASK).status_code == 200 for client in clients * 2)
    assert len(made.access.sessions._known) == 3


def test_a_session_of_the_demo_is_worth_nothing_where_all_must_log_in(
    site: Made, clock: Clock
) -> None:
    """One workplace, served in two ways after each other."""
    shown = site(demo=True)
    token = shown.access.sessions.begin(way="demo", role="samordnare")
    assert shown.client(token=token).get(ASK).status_code == 200
    assert site(accounts=True).client(token=token).get(ASK).status_code == 401
