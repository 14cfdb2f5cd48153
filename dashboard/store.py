"""The journal's database: the one thing the app writes. SQLite by default, PostgreSQL by one setting.

Writes are serialised in both: a handful a minute, and then two who press at once are simply one
after the other. Everything is read and written as Swedish local time without a zone.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import copy
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Text, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

WAIT = 10  # s for another writer to finish
UNWRITTEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]"
)  # no keyboard has them
LONGEST = 2_000  # characters in one text
LOCK = 4_711  # PostgreSQL: the number of the lock that every writer takes
MIGRATIONS = Path(__file__).parent / "migrations"

# What somebody wrote in their own words, and what their field is called: it passes the gate.
Words = Annotated[str, mapped_column(Text, default="", info={"is_words": True})]


class Base(DeclarativeBase):
    """Every table of the journal."""


class Unfit(Exception):
    """Words that may not be kept: about a person, or far too many. Swedish, never the words."""


class TooNew(Exception):
    """The journal has been written by a later version of the program. Swedish: what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Journalen är skriven av en senare version av programmet. Installera den versionen igen, "
            "eller läs tillbaka en säkerhetskopia från tiden före bytet."
        )


class Store:
    """Tables of an earlier version are brought forward, and a copy of the file is laid beside it first.

    Raises TooNew, and whatever SQLAlchemy raises when the database cannot be opened.

    `check_text` tells what personal data a text holds, or None; `now` is the clock.
    """

    def __init__(
        self,
        url: str,
        *,
        check_text: Callable[[str], str | None],
        now: Callable[[], datetime] = datetime.now,  # Swedish local time
    ) -> None:
        self.now = lambda: now().replace(microsecond=0)
        self._check_text = check_text
        self._engine = _engine(url)
        self._writing = self._engine.execution_options(is_writing=True)
        with self._writing.begin() as connection:  # two processes may start at once
            _lock(connection)
            _bring_forward(connection)
        # PostgreSQL would show each question of a read what is there just then. A write must not
        # look before it has waited for its turn, so it is left as it is.
        keeps = {"isolation_level": "REPEATABLE READ"} if _is_postgresql(self._engine) else {}
        self._reading = self._engine.execution_options(**keeps)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view."""
        with Session(self._reading, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """All of it or nothing, and nobody else writes meanwhile.

        Raises Unfit for words that may not be kept.
        """
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            event.listen(session, "before_flush", self._check_words)
            _lock(session.connection())
            yield session

    def at(self, now: Callable[[], datetime]) -> Store:
        """The same database by another clock."""
        other = copy(self)
        other.now = now
        return other

    def snapshot(self, file: Path) -> bool:
        """Whether the database is an SQLite file: then `file` is a copy of it as it is now."""
        if self._engine.dialect.name != "sqlite":
            return False
        _copied(Path(str(self._engine.url.database)), file)
        return True

    def is_able(self) -> bool:
        """Whether it can be read now, and its tables are those of this version of the program."""
        try:
            with self._reading.connect() as connection:
                return _revision(connection) == _migrations().get_current_head()
        except SQLAlchemyError:
            return False

    def close(self) -> None:
        self._engine.dispose()

    def _check_words(self, session: Session, *_: Any) -> None:
        for row in [*session.new, *session.dirty]:
            for column in row.__table__.columns:
                if column.info.get("is_words"):
                    self.check(getattr(row, column.key) or "")

    def check(self, words: str, *, longest: int = LONGEST) -> None:
        """Raises Unfit when `words` may not be kept."""
        if len(words) > longest:
            raise Unfit(f"Texten är för lång. Korta den till högst {longest} tecken.")
        if UNWRITTEN.search(words):
            raise Unfit("Texten har tecken som inte går att spara. Skriv den för hand på nytt.")
        if kind := self._check_text(words):
            raise Unfit(
                f"Texten ser ut att innehålla {kind}. Sådant sparas inte här: skriv om platsen, "
                "problemet och ansvarig funktion."
            )


def _engine(url: str) -> Engine:
    """What somebody wrote stands in no error message: those end in the log."""
    if make_url(url).get_backend_name() != "sqlite":
        waits = {"options": f"-c lock_timeout={WAIT}s"}
        return create_engine(url, pool_pre_ping=True, connect_args=waits, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": WAIT}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin when it likes: we do, below
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a read that turns into a write finds that somebody else was first, and fails
        writes = connection.get_execution_options().get("is_writing")
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


def _bring_forward(connection: Connection) -> None:
    migrations, before = _migrations(), _revision(connection)
    if before == migrations.get_current_head():
        return
    if before and before not in {script.revision for script in migrations.walk_revisions()}:
        raise TooNew
    if before and not _is_postgresql(connection):
        _copy(connection.engine.url, before)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _copied(journal: Path, file: Path) -> None:
    """Whole, however much is written meanwhile."""
    with closing(sqlite3.connect(journal)) as read, closing(sqlite3.connect(file)) as written:
        read.backup(written)


def _copy(url: URL, revision: str) -> None:
    """`journal.sqlite` as it is before anything is changed, whole, as `journal.0003.sqlite`."""
    file = Path(str(url.database))
    copy, part = (file.with_name(f"{file.stem}.{revision}{end}") for end in (file.suffix, ".part"))
    part.unlink(missing_ok=True)
    _copied(file, part)
    shutil.copymode(file, part)
    part.replace(copy)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@cache
def _migrations() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _lock(connection: Connection) -> None:
    if _is_postgresql(connection):
        connection.execute(text(f"select pg_advisory_xact_lock({LOCK})"))


def _is_postgresql(of: Connection | Engine) -> bool:
    return of.dialect.name == "postgresql"
