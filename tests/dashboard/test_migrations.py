"""The journal's tables as the migrations make them are those that the app knows."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from dashboard.access import tables as access
from dashboard.app import create_app
from dashboard.journal import archive
from dashboard.journal import tables as journal
from dashboard.store import Base, Store, TooNew
from dashboard.version.chain import verify

OLD = Path(__file__).with_name("journal_0003.sql.gz")


def opened(url: str) -> Store:
    return Store(url, check_text=lambda words: None)


def test_what_is_migrated_is_what_the_app_knows(url: str) -> None:
    opened(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_to_open_it_again_changes_nothing(url: str) -> None:
    first, second = opened(url), opened(url)
    with first.write() as db:
        db.add(access.Invitation(token_sha256="x", meeting_id=1, organisation="Polisen", valid_to=datetime(2026, 11, 19)))  # fmt: skip
    with second.read() as db:
        assert [i.organisation for i in db.scalars(select(access.Invitation))] == ["Polisen"]
    first.close()
    second.close()


def test_the_database_itself_keeps_what_has_been_said(url: str) -> None:
    store = opened(url)
    with store.write() as db:
        meeting = journal.Meeting(
            number=1, held_on=date(2026, 11, 19), first_week=date(2026, 10, 26),
            last_week=date(2026, 11, 16), called_at=datetime(2026, 11, 16), place="", agenda="",
        )  # fmt: skip
        db.add(meeting)
        db.flush()
        db.add(journal.Proposal(meeting_id=meeting.id, content="{}", content_sha256="x", changes=0, at=datetime(2026, 11, 19)))  # fmt: skip
    for change in ("update proposal set content = '1'", "delete from proposal"):
        with pytest.raises(DBAPIError, match="only added"), store.write() as db:
            db.execute(text(change))
    store.close()


def test_a_journal_of_an_earlier_version_is_copied_and_brought_forward(tmp_path: Path) -> None:
    """What the demo wrote when 0003 was the last (7f73cfd): two fixed versions, reports, links."""
    file, copy = tmp_path / "journal.sqlite", tmp_path / "journal.0003.sqlite"
    with closing(sqlite3.connect(file)) as db:
        db.executescript(gzip.decompress(OLD.read_bytes()).decode())
        before = list(db.iterdump())
    store = opened(f"sqlite:///{file}")
    assert store.is_able()
    with closing(sqlite3.connect(copy)) as db:
        assert list(db.iterdump()) == before
    entries = archive.entries(store)
    assert len(entries) == 2 and verify(entries) == []
    client = create_app(editions=tmp_path, store=store).server.test_client()
    for number in (1, 2):
        for kind in ("minnesanteckningar.docx", "innehall.json"):
            assert client.get(f"/version/{number}/{kind}").status_code == 200
    written = copy.stat().st_mtime_ns
    store.close()
    opened(f"sqlite:///{file}").close()
    assert copy.stat().st_mtime_ns == written  # there was nothing to bring forward


def test_a_journal_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    opened(url).close()
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db, db:
        db.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(TooNew, match="senare version"):
        opened(url)
