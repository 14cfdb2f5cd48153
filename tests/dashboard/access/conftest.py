"""The example's app with ways in, over a journal of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.access.accounts import Accounts
from dashboard.access.gate import Access
from dashboard.access.login import Login
from dashboard.app import create_app
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace

PASSWORD = "tre gröna cyklar i regn"
PARTIES = [("Polisen", "police", ""), ("Värnamo kommun", "municipality", "0683"), ("Gislaveds kommun", "municipality", "0662"), ("Bostadsbolaget", "housing", "")]  # fmt: skip
START = datetime(2026, 11, 19, 9, 0)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(folder: Path, clock: Clock) -> Store:
    """A journal with the organisations of PARTIES."""
    made = Store(f"sqlite:///{folder / 'journal.sqlite'}", check_text=personal_text, now=clock)
    row = (
        "insert into organisation (name, kind, kommun_code, is_party, is_observer, rhythm, usual_role,"
        " is_active) values (:name, :kind, :kommun, :party, false, 'vecka', '', true)"
    )
    with made.write() as db:
        for name, kind, kommun in PARTIES:
            of = {"name": name, "kind": kind, "kommun": kommun, "party": kind != "housing"}
            db.execute(text(row), of)
    return made


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = opened(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store)


class Site:
    """An app, and a client that does what a browser does."""

    def __init__(self, access: Access, server: Any) -> None:
        self.access, self.server = access, server

    def client(self, *, token: str = "") -> FlaskClient:
        client = self.server.test_client()
        if token:
            client.set_cookie(self.access._cookie, token, secure=self.access.login.is_https)
        return client

    def as_(self, role: str, organisation: str = "", way: str = "account", **more: Any) -> FlaskClient:  # fmt: skip
        """Somebody who has come in."""
        token = self.access.sessions.begin(way=way, role=role, organisation=organisation, **more)
        return self.client(token=token)


Made = Callable[..., Site]


@pytest.fixture
def site(example: Workplace, store: Store) -> Iterator[Made]:
    """`site(accounts=True, …)` -> the example's app with these ways in."""
    made: list[Access] = []

    def make(**login: Any) -> Site:
        access = Access(store, Login(**login))
        made.append(access)
        return Site(access, create_app(editions=example.editions, access=access).server)

    yield make
    for access in made:
        access.close()


def post(client: FlaskClient, path: str, **fields: str) -> Any:
    """A form that our own page has sent."""
    return client.post(path, data=fields, headers={"Origin": "http://localhost"})
