"""A form over a folder of its own, on a Monday that never moves: week 47 is the last one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.report_form.app import create_form
from dashboard.report_form.contents import (
    Area,
    Form,
    Link,
    NamedPlace,
    ProblemType,
    form_contents,
    read_contents,
)
from dashboard.report_form.report import Report, read_incoming

NOW = datetime(2026, 11, 23, 9, 30, 15)  # a Monday
TOKEN, OTHER, EXPIRED = "fritidsgardens-egen-22", "bostadsbolagets-egen-2", "forra-terminens-lank-2"
UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA"
ID = "7d0c2c5e-5f0a-4b1e-9d3a-0123456789ab"
THANKS = "Era 6 rapporter i oktober → belysningen vid skolan lagad"
TYPES = (
    "Skadegörelse", "Ordningsstörning", "Narkotika", "Buskörning", "Hot och våld", "Otrygg miljö",
    "Nedskräpning", "Anlagd brand", "Rykten", "Övrigt",
)  # fmt: skip


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link(token: str, organisation: str, until: date, **more: object) -> Link:
    return Link(token_sha256=digest(token), organisation=organisation, valid_to=until, **more)


def contents(*, links: tuple[Link, ...] = (), is_example: bool = True) -> bytes:
    """Two areas of five kilometres, the west with two named places 900 metres apart."""
    square = "M{0} {1}L{2} {1}L{2} {3}L{0} {3}Z"
    areas = [
        Area(code="0683R001", name="Västra", path=square.format(440000, 6337000, 445000, 6342000), x=442500, y=6339500),
        Area(code="0683R002", name="Östra", path=square.format(445000, 6337000, 450000, 6342000), x=447500, y=6339500),
        Area(code="0662R001", name="Gislaved", path=square.format(430000, 6337000, 440000, 6342000), x=435000, y=6339500),
    ]  # fmt: skip
    return form_contents(
        forum="LPO Värnamo",
        is_example=is_example,
        kommun_code="0683",
        links=links
        or (
            link(TOKEN, "Fritidsgården i Värnamo", date(2026, 12, 31), thanks=(THANKS,)),
            link(OTHER, "Bostadsbolaget i Gislaved", date(2026, 11, 23), kommun_code="0662"),
            link(EXPIRED, "Fritidsgården i Värnamo", date(2026, 11, 22)),
        ),
        problem_types=[
            ProblemType(code=f"typ_{n}", word=name.lower(), name=name)
            for n, name in enumerate(TYPES)
        ],
        places=[
            NamedPlace(name="Värnamo resecentrum", x=442000, y=6339000, kommun_code="0683"),
            NamedPlace(name="Stortorget", x=442900, y=6339000, kommun_code="0683"),
        ],
        areas=areas,
    )


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "incoming").mkdir()
    (tmp_path / "form.json").write_bytes(contents())
    return tmp_path


@pytest.fixture
def form() -> Form:
    return read_contents(contents())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def served_form(folder: Path, clock: Clock) -> flask.Flask:
    return create_form(folder, now=lambda: NOW, clock=clock)


@pytest.fixture
def client(served_form: flask.Flask) -> FlaskClient:
    return served_form.test_client()


Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """`send(day="2026-11-20")` -> the answer to a report of damage, changed so.

    Fields are of the first incident; `second=` is a dictionary of another. None leaves one out.
    """

    def post(token: str = TOKEN, *, second: dict[str, str] | None = None, **more: str | None) -> TestResponse:  # fmt: skip
        top = {"id": ID, "week": "2026-W47", "do": "send"} | {
            name: more.pop(name) for name in ("id", "week", "do", "nothing") if name in more
        }
        item = {"problem_type": "typ_0", "count": "1"} | more
        said = top | {f"{name}-0": value for name, value in item.items()}
        said |= {f"{name}-1": value for name, value in (second or {}).items()}
        numbers = ["0", "1"] if second is not None else ["0"]
        data = {name: value for name, value in said.items() if value is not None}
        return client.post(f"/rapport/{token}", data=data | {"item": numbers})

    return post


def received(folder: Path) -> list[Report]:
    """All that has come, whole."""
    reports = [report for _, report in read_incoming(folder / "incoming")]
    assert all(isinstance(report, Report) for report in reports)
    return [report for report in reports if isinstance(report, Report)]
