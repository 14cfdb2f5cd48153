from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import fetch
from etl.fetch.turns import Caller
from tests.etl.fetch import publishers
from tests.etl.fetch.replay import Replay, serving


class Clock:
    """Time passes only when somebody waits."""

    def __init__(self) -> None:
        self.at = 1_795_392_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def caller(tmp_path: Path, clock: Clock) -> Caller:
    return Caller(
        folder=tmp_path / "calls",
        agent="lagesbild (kommun 2080)",
        now=clock.now,
        sleep=clock.sleep,
    )


@pytest.fixture(scope="session")
def good_day(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> publishers.Answer:
    """What each publisher answers on a good day."""
    return publishers.all_of(shared, tmp_path_factory.mktemp("svar"))


@pytest.fixture
def publisher(good_day: publishers.Answer) -> Iterator[Replay]:
    """All publishers on one server."""
    with serving(good_day) as replay:
        yield replay


@pytest.fixture
def bases(publisher: Replay) -> dict[str, str]:
    """The clients' own addresses, with this machine for the publisher's."""
    return {name: _moved(client.BASE, publisher.url) for name, client in fetch.ALL.items()}


@pytest.fixture
def nowhere() -> dict[str, str]:
    """Addresses where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return dict.fromkeys(fetch.ALL, f"http://127.0.0.1:{port}")


def _moved(base: str, url: str) -> str:
    return "/".join([url, *base.split("/")[3:]])
