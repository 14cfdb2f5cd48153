"""What all tests share: no network, real workplaces, and one rule about what may be missing."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from collections.abc import Callable, Generator, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import hypothesis
import pyarrow.parquet as pq
import pytest

import lagesbild
from etl import example as invented
from etl import intake, warehouse
from etl.example import SETTINGS as EXAMPLE_SETTINGS
from etl.workplace import Workplace
from tests.postgres import postgres as server
from tests.postgres import programs

hypothesis.settings.register_profile("lagesbild", deadline=None)  # other work may run beside us
hypothesis.settings.load_profile("lagesbild")

FILES = Path(__file__).parent / "etl/sources/files"
SAMPLES = sorted(file for file in FILES.iterdir() if file.suffix != ".toml")  # beside a sample
FORUM = """\
[forum]
lpo = "lpo-falun"

[[lpo]]
kod = "lpo-falun"
namn = "Falun Borlänge"
kommuner = ["2080", "2081"]
"""
UNTIL = date(2026, 11, 23)  # the data stop is the day before, a Sunday: week 47 is whole
LOOPBACK = ("127.", "::1", "localhost")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator:
    """On a user's machine a program or folder may be missing; in CI a skipped test has failed."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may be missing: {call.excinfo and call.excinfo.value}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the project."""
    folder = Path("../shared/data")
    if not folder.exists():
        pytest.skip(f"{folder} saknas: lägg mappen shared bredvid projektet")
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new process for every poisoned file would cost minutes; etl/test_apart.py has them."""
    kinds = {"csv", "geo", "json", "packed", "parquet", "xlsx"}
    monkeypatch.setattr(intake, "READ_HERE", frozenset(kinds))


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def within_this_machine(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0] if isinstance(address, tuple) else address
            if not str(host).startswith(LOOPBACK):
                raise AssertionError("a test tried to reach the network")
        return connect(self, address)

    return within_this_machine


def built(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Workplace:
    """Built once, however many processes the tests run in: the first builds, the others wait."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / name).exists():
            unfinished = root / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            Workplace(unfinished).create()
            build(unfinished)
            unfinished.rename(root / name)
    return Workplace(root / name)


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """Falun and Borlänge, built by the real jobs from all samples. Not to be written to."""

    def build(folder: Path) -> None:
        (folder / "lagesbild.toml").write_text(FORUM, encoding="utf-8")
        warehouse.load(Workplace(folder), SAMPLES)

    return built(tmp_path_factory, "arbetsplats", build)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """The demo's workplace on a day that never moves; its files stay in inbox/."""

    def build(folder: Path) -> None:
        (folder / "lagesbild.toml").write_text(EXAMPLE_SETTINGS, encoding="utf-8")
        files = invented.write(folder / "inbox", until=UNTIL)
        warehouse.load(Workplace(folder), files)

    return built(tmp_path_factory, "exempel", build)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """`postgres()` -> the URL of a new database in a server that lives as long as the tests."""
    if not programs():
        pytest.skip("PostgreSQL saknas: sudo apt install postgresql")
    psycopg = pytest.importorskip("psycopg", reason="psycopg saknas: pip install -e '.[postgres]'")
    number = count(1)
    with server() as folder:

        def new() -> str:
            name = f"lage{next(number)}"
            where = f"host={folder} user=postgres dbname=postgres"
            with psycopg.connect(where, autocommit=True) as db:
                db.execute(f"create database {name}")
            return f"postgresql+psycopg://postgres@/{name}?host={folder}"

        yield new


Command = Callable[..., int]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """`command("load", file, ...)` -> the exit code of `lagesbild load FILE …`."""

    def run(*words: object) -> int:
        monkeypatch.setattr("sys.argv", ["lagesbild", *map(str, words)])
        monkeypatch.setenv("TZ", "Europe/Stockholm")
        with pytest.raises(SystemExit) as end:
            lagesbild.main()
        return int(end.value.code or 0)

    return run


def everything_in(folder: Path) -> str:
    """All that the files in `folder` say, compressed or not."""
    said = []
    for file in (p for p in folder.rglob("*") if p.is_file()):
        said.append(file.read_bytes().decode("latin-1"))
        if file.suffix == ".parquet":
            said.append(str(pq.read_table(file).to_pydict()))
        if file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as db:
                for (name,) in db.execute("select table_name from duckdb_tables()").fetchall():
                    said.append(str(db.execute(f"from {name}").fetchall()))
    return "\n".join(said)


Published = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def published() -> Iterator[Published]:
    """`published(workplace, audience="shared")`: the current edition, attached as `out`."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def attach(workplace: Workplace, *, audience: str = "shared") -> duckdb.DuckDBPyConnection:
        db = duckdb.connect()
        opened.append(db)
        number = workplace.current
        assert number is not None
        file = workplace.edition(number) / f"{audience}.duckdb"
        db.execute(f"attach '{file}' as out (read_only)")
        return db

    yield attach
    for db in opened:
        db.close()
