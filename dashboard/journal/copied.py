"""The whole journal in another database: for a backup, and back from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Integer, delete, func, insert, select, text

from dashboard.access import tables as access_tables
from dashboard.journal import tables as journal_tables
from dashboard.store import Base, Store

AT_ONCE = 500  # rows
WAYS_IN = (access_tables.Session, access_tables.Invitation)
EVERY = (access_tables, journal_tables)  # all that Base knows


class NotEmpty(Exception):
    """Somebody's journal is there already."""


def copy_to_file(store: Store, file: Path) -> None:
    """The journal as it is at one moment, as a new SQLite file. Others may write meanwhile."""
    if not store.snapshot(file):
        copy = Store(f"sqlite:///{file}", check_text=lambda words: None)
        try:
            copy_rows(store, copy)
        finally:
            copy.close()
    settle(file)


def settle(file: Path) -> None:
    """All that an SQLite file says in that one file."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("pragma journal_mode=delete")


def copy_rows(store: Store, other: Store) -> None:
    """Every row into `other`, in one write. Raises NotEmpty."""
    with store.read() as source, other.write() as target:
        for table in Base.metadata.sorted_tables:
            if target.execute(select(table).limit(1)).first():
                raise NotEmpty
            asked = select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
            for rows in source.execute(asked).mappings().partitions():
                target.execute(insert(table), [dict(row) for row in rows])
        if target.get_bind().dialect.name == "postgresql":
            for table in Base.metadata.sorted_tables:
                key = table.primary_key.columns.get("id")
                if key is not None and isinstance(key.type, Integer):
                    # the next row's number comes after ours
                    last = target.scalar(select(func.max(key)))
                    named = {"name": table.name, "last": last}
                    if last:
                        target.execute(text("select setval(pg_get_serial_sequence(:name, 'id'), :last)"), named)  # fmt: skip


def close_ways_in(store: Store) -> None:
    """Who was logged in logs in again, and codes that lead in once do not: some have been used or
    taken back since."""
    with store.write() as session:
        for table in WAYS_IN:
            session.execute(delete(table))
