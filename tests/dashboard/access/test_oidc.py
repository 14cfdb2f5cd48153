"""Login by somebody else's service, against a real provider process (ASVS 5.0, 9.1, 9.2, 10.5)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.access import oidc
from dashboard.access.login import Group, Oidc
from dashboard.access.tables import Session
from dashboard.store import Store
from tests.dashboard.access.conftest import Made, Site

GROUPS = (Group("est-polis", "Polisen", "deltagare"), Group("est-kommun", "Värnamo kommun", "samordnare"))  # fmt: skip
FAULTS = {  # and what is found to be wrong
    "fel utfärdare": "InvalidClaimError",
    "fel mottagare": "InvalidClaimError",
    "två mottagare": "ValueError",
    "fel engångstal": "InvalidClaimError",
    "inget engångstal": "MissingClaimError",
    "för gammal": "ExpiredTokenError",
    "för alltid": "MissingClaimError",
    "inget namn": "MissingClaimError",
    "osignerad": "UnsupportedAlgorithmError",
    "annan nyckel": "BadSignatureError",
    "delad nyckel": "UnsupportedAlgorithmError",
    "ingen token": "TypeError",
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    words = [sys.executable, "-W", "ignore", Path(__file__).with_name("provider.py")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


@pytest.fixture
def made(site: Made, issuer: str) -> Site:
    said = Oidc(issuer, "lagesbild", "hemligheten")
    return site(oidc=said, groups=GROUPS, address="http://localhost")


def sent_there(client: FlaskClient, path: str = "/logga-in/oidc") -> str:
    answer = client.get(path)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def let_in_there(address: str, who: str) -> str:
    """The person at the provider's own page; where it sends them back to."""
    answer = requests.post(address, data={"sub": who}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    there = urlsplit(answer.headers["Location"])
    return f"{there.path}?{there.query}"


def come_back(client: FlaskClient, who: str, path: str = "/logga-in/oidc") -> Any:
    return client.get(let_in_there(sent_there(client, path), who))


@pytest.mark.parametrize(
    ("who", "organisation", "role"),
    [("polisen", "Polisen", "deltagare"), ("kommunen", "Värnamo kommun", "samordnare"), ("en text", "Polisen", "deltagare")],
)  # fmt: skip
def test_a_group_gives_a_role(
    made: Site, store: Store, who: str, organisation: str, role: str
) -> None:
    client = made.client()
    answer = come_back(client, who, "/logga-in/oidc?till=/om-data?omrade%3D0683")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/om-data?omrade=0683")
    assert client.get("/_dash-layout").status_code == 200
    with store.read() as db:
        [session] = db.scalars(select(Session))
    assert (session.organisation, session.role, session.way) == (organisation, role, "oidc")
    assert len(session.subject_sha256) == 64 and who not in session.subject_sha256


def test_the_code_flow_is_asked_for_with_pkce(made: Site, issuer: str) -> None:
    """ASVS 10.2.1 and 10.5.1."""
    client = made.client()
    asked = parse_qs(urlsplit(sent_there(client)).query)
    assert asked["response_type"] == ["code"] and asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"] and len(asked["code_challenge"][0]) == 43
    assert asked["redirect_uri"] == ["http://localhost/logga-in/oidc/svar"]
    again = parse_qs(urlsplit(sent_there(client)).query)
    for once in ("state", "nonce", "code_challenge"):
        assert asked[once] != again[once] and len(asked[once][0]) >= 43
    come_back(client, "polisen")
    said = parse_qs(requests.get(f"{issuer}/asked", timeout=10).json()[-1])
    assert len(said["code_verifier"][0]) >= 43
    assert said["grant_type"] == ["authorization_code"]


@pytest.mark.parametrize("who", FAULTS)
def test_a_token_that_does_not_hold_lets_nobody_in(
    made: Site, store: Store, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = made.client()
    answer = come_back(client, who)
    assert answer.status_code == 403
    assert "gick inte att lita på" in answer.get_data(as_text=True)
    assert caplog.messages == [f"a login was not vouched for: {FAULTS[who]}"]
    assert client.get("/_dash-layout").status_code == 401
    with store.read() as db:
        assert not db.scalars(select(Session)).all()


@pytest.mark.parametrize("who", ["ingen grupp", "inga grupper"])
def test_whoever_is_in_no_group_has_no_role(made: Site, who: str) -> None:
    client = made.client()
    answer = come_back(client, who)
    assert answer.status_code == 403
    assert "har ingen roll" in answer.get_data(as_text=True)
    assert client.get("/_dash-layout").status_code == 401


def test_an_answer_is_for_the_browser_that_asked_and_is_used_once(made: Site) -> None:
    """ASVS 10.2.1: nobody is logged in as somebody else by a link."""
    mine, other = made.client(), made.client()
    back = let_in_there(sent_there(mine), "polisen")
    assert other.get(back).status_code == 403
    sent_there(other)
    assert other.get(back).status_code == 403  # an attempt of its own, with another state
    assert mine.get(back).status_code == 303
    assert made.client().get(back).status_code == mine.get(back).status_code == 403


def test_any_process_ends_what_another_began(made: Site, site: Made, issuer: str) -> None:
    there = site(oidc=Oidc(issuer, "lagesbild", "hemligheten"), groups=GROUPS, address="http://localhost")  # fmt: skip
    mine, same = made.client(), there.client()
    back = let_in_there(sent_there(mine), "polisen")
    kept = mine.get_cookie("lagesbild-inloggning")
    assert kept is not None and kept.http_only
    same.set_cookie("lagesbild-inloggning", kept.value)
    assert same.get(back).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "e30=", "bnVsbA==", "å", "W10="])
def test_an_attempt_that_is_none_lets_nobody_in(made: Site, token: str) -> None:
    client = made.client()
    client.set_cookie("lagesbild-inloggning", token)
    assert client.get("/logga-in/oidc/svar?state=x&code=x").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["", "?error=access_denied&state=x", "?code=x", "?state=x&code=x", "?state=%00&code=%ff", "?code=x&iss=https://elak.example"],
)  # fmt: skip
def test_an_answer_that_is_none_lets_nobody_in(made: Site, query: str) -> None:
    client = made.client()
    sent_there(client)
    answer = client.get(f"/logga-in/oidc/svar{query}")
    assert answer.status_code == 403
    assert "elak" not in answer.get_data(as_text=True)


def test_an_attempt_does_not_last(made: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = made.client()
    back = let_in_there(sent_there(client), "polisen")
    monkeypatch.setattr(oidc, "ATTEMPT", 0.0)
    assert client.get(back).status_code == 403


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://127.0.0.1:{port}/annan"])
def test_an_issuer_that_is_away_or_calls_itself_something_else_is_told(
    site: Made, issuer: str, address: str
) -> None:
    address = address.format(port=urlsplit(issuer).port)
    client = site(oidc=Oidc(address, "lagesbild", "x"), groups=GROUPS).client()
    answer = client.get("/logga-in/oidc", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "svarar inte" in answer.get_data(as_text=True)


def test_the_secret_is_not_shown_with_the_settings() -> None:
    assert "hemligheten" not in repr(Oidc("https://x.example", "lagesbild", "hemligheten"))


@pytest.mark.parametrize(("address", "is_safe"), [("https://a.example/x", True), ("http://127.0.0.1:1/x", True), ("http://a.example", False), ("ftp://a", False), (None, False), ("", False)])  # fmt: skip
def test_nothing_is_asked_over_an_open_line(address: object, is_safe: bool) -> None:
    assert oidc.is_safe(address) == is_safe
