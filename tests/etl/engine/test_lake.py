"""What only a lake can do wrong: show one audience another's rows, be killed, be away, tell secrets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import psycopg
import pytest

from etl.engine import Away, sums
from etl.engine.lake import S3, Lake
from tests.etl.engine.conftest import SECRETS
from tests.etl.engine.editions import finished, published, publishing

Url = Callable[[], str]
Keys = Callable[[str], S3]
PLAIN = "postgresql+psycopg"


def asked(url: str, question: str) -> list[tuple]:
    with psycopg.connect(url.replace(PLAIN, "postgresql"), autocommit=True) as db:
        found = db.execute(question)
        return found.fetchall() if found.description else []


def test_a_host_for_shared_cannot_read_police(postgres: Url, s3: Keys, tmp_path: Path) -> None:
    url = postgres()
    database = url.split("/")[3].partition("?")[0]
    asked(url, "create role lagesbild_shared; create role webb login in role lagesbild_shared")
    asked(url, f"create role byggare login; grant create on database {database} to byggare")
    lake = Lake(url.replace("//postgres@", "//byggare@"), "s3://lage", s3=s3("builder"))
    published(lake, tmp_path, 1)
    as_webb = url.replace("//postgres@", "//webb@")
    host = Lake(as_webb, "s3://lage", s3=s3("shared"))
    host.fetch(1, tmp_path / "host")
    assert sorted(file.name for file in (tmp_path / "host").iterdir()) == ["areas.parquet", "shared.duckdb"]  # fmt: skip
    for question in (
        "select * from lagesbild_police.ducklake_data_file",
        "select * from lagesbild.manifest",
        "insert into lagesbild.edition values (2, 'shared', 1)",
        "delete from lagesbild_shared.ducklake_snapshot",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asked(as_webb, question)
    with lake._duckdb() as db:  # the path of a file that is there, as the builder sees it
        [(rows,)] = db.execute("select min(file) from glob('s3://lage/police/**')").fetchall()
        assert db.execute(f"select count(*) from read_parquet('{rows}')").fetchone()
    for question in (
        f"from read_parquet('{rows}')",
        "from glob('s3://lage/police/**')",
        "copy (select 1) to 's3://lage/shared/mine.parquet'",
    ):
        with pytest.raises(Away), host._duckdb() as db:
            db.execute(question).fetchall()
    with pytest.raises(Away), host._duckdb() as db:
        host._attach(db, "police", "read_only")
    with pytest.raises(Away):
        host.publish(finished(tmp_path / "two", 2), 2)
    assert lake.numbers() == [1]


def test_killed_while_it_publishes_leaves_the_edition_before(
    postgres: Url, s3: Keys, tmp_path: Path
) -> None:
    """Between two audiences, and at the last moment: it waits for a lock that we hold."""
    url, storage = postgres(), "s3://lage/killed"
    lake = Lake(url, storage, s3=s3("builder"))
    published(lake, tmp_path, 1)
    two = finished(tmp_path / "two", 2)
    waits = "select count(*) from pg_locks, pg_sleep(0.05) where not granted"
    for held in ("lagesbild_shared.ducklake_snapshot_changes", "lagesbild.edition"):
        with psycopg.connect(url.replace(PLAIN, "postgresql")) as holding:
            holding.execute(f"lock table {held} in exclusive mode")
            dying = publishing(url, storage, s3("builder").address, two)
            while asked(url, waits) == [(0,)]:
                assert dying.poll() is None
            dying.kill()
            dying.wait()
        assert lake.numbers() == [1]
    lake.publish(two, 2)
    for number in (1, 2):
        lake.fetch(number, tmp_path / f"host-{number}")
    assert sums(tmp_path / "host-1") == sums(tmp_path / "built-1")
    assert sums(tmp_path / "host-2") == sums(two)


def test_only_what_has_changed_is_written_and_what_is_damaged_is_not_read(
    postgres: Url, tmp_path: Path
) -> None:
    """In a folder here: the storage need not be S3."""
    lake = Lake(postgres(), str(tmp_path / "storage"))
    published(lake, tmp_path, 1, 2)
    lake.publish(tmp_path / "built-2", 2)  # the same again: nothing happens
    kept = tmp_path / "storage/shared/main"
    written = {table.name: len(list(table.iterdir())) for table in kept.iterdir()}
    assert written["unchanged"] == written["lagesbild_boundary"] == 1
    assert written["incident"] == written["edition"] == 2
    (kept / "incident/left-by-one-that-died.parquet").write_bytes(b"rader")
    lake.forget([1])
    assert len(list((kept / "incident").iterdir())) == 1
    [rows] = (kept / "unchanged").iterdir()
    with duckdb.connect() as db:
        db.execute(f"copy (select 'alltid' as word) to '{rows}' (field_ids {{word: 1}})")
    with pytest.raises(Away):
        lake.fetch(2, tmp_path / "host")


def test_rows_that_could_not_be_taken_away_are_still_listed(
    postgres: Url, s3: Keys, tmp_path: Path
) -> None:
    url, storage = postgres(), "s3://lage/forgotten"
    lake = Lake(url, storage, s3=s3("builder"))
    published(lake, tmp_path, 1, 2)
    with lake._duckdb() as db:
        before = db.execute(f"select file from glob('{storage}/**')").fetchall()
    away = Lake(url, storage, s3=S3("http://127.0.0.1:1", "builder", SECRETS["builder"]))
    with pytest.raises(Away):
        away.forget([1])
    assert lake.numbers() == [1, 2]
    lake.forget([1])
    assert lake.numbers() == [2]
    with lake._duckdb() as db:
        assert len(db.execute(f"select file from glob('{storage}/**')").fetchall()) < len(before)


def test_of_an_audience_without_rows_of_its_own_any_more_nothing_is_left(
    postgres: Url, tmp_path: Path
) -> None:
    lake = Lake(postgres(), str(tmp_path / "storage"))
    published(lake, tmp_path, 1)
    lake.publish(finished(tmp_path / "two", 2, audiences=("shared",)), 2)
    lake.forget([1])
    assert not list((tmp_path / "storage/police").rglob("*.parquet"))
    lake.fetch(2, tmp_path / "host")
    assert sums(tmp_path / "host") == sums(tmp_path / "two")


def test_what_is_away_is_said_without_secrets(
    postgres: Url, s3: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "hemligt-losenord")
    nowhere = Lake(f"{PLAIN}://webb@127.0.0.1:1/lage", "s3://lage", s3=s3("builder"))
    no_storage = Lake(postgres(), "s3://lage", s3=S3("http://127.0.0.1:1", "builder", SECRETS["builder"]))  # fmt: skip
    wrong = Lake(postgres(), "s3://lage", s3=S3(s3("builder").address, "builder", "gissat-hemligt"))
    folder = finished(tmp_path / "one", 1)
    said = [repr(no_storage._s3)]
    for lake in (nowhere, no_storage, wrong):
        with pytest.raises(Away) as away:
            lake.publish(folder, 1)
        said.append(f"{away.value!r} {away.value.__cause__!r}")
    assert "PostgreSQL" in said[1] and "Lagret" in said[2]
    for secret in ("hemligt", SECRETS["builder"]):
        assert not any(secret in words for words in said)
