"""The journal's tables as the migrations make them are those that the app knows."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from dashboard.access import tables as access
from dashboard.journal import tables as journal
from dashboard.store import Base, Store


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
