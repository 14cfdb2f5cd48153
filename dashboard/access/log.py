"""The access log and who was seen when: written together every few seconds, so that nobody waits."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from dashboard.access import Visitor
from dashboard.access.tables import AccessLog, Invitation, Session
from dashboard.store import Store

EVERY = 2.0  # s
LARGEST = 50_000  # rows that wait, should the database be away
log = logging.getLogger(__name__)


class Log:
    """Thread-safe. Rows older than `days` are removed at the start and once a day."""

    def __init__(self, store: Store, *, days: int) -> None:
        self._store, self._days = store, timedelta(days=days)
        self._rows: deque[dict[str, object]] = deque(maxlen=LARGEST)
        self._seen: dict[int, datetime] = {}
        self._pruned: date | None = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.flush()
        self._thread = threading.Thread(target=self._run, daemon=True, name="access-log")
        self._thread.start()

    def close(self) -> None:
        """What waits is written first."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        self.flush()

    def add(self, kind: str, view: str, who: Visitor) -> None:
        """`kind` is page, export, login, logout or refusal; `view` a path of ours without values."""
        row = {
            "at": self._store.now(), "kind": kind, "view": view, "role": who.role,
            "organisation": who.organisation, "viewed_as": who.viewed_as, "audience": who.audience,
        }  # fmt: skip
        with self._lock:
            self._rows.append(row)

    def seen(self, session_id: int, at: datetime) -> None:
        with self._lock:
            self._seen[session_id] = at

    def flush(self) -> None:
        with self._lock:
            rows, seen = list(self._rows), self._seen
            self._rows.clear()
            self._seen = {}
        today = self._store.now().date()
        if not (rows or seen or self._pruned != today):
            return
        try:
            with self._store.write() as db:
                if rows:
                    db.execute(insert(AccessLog), rows)
                for session_id, at in seen.items():
                    db.execute(update(Session).where(Session.id == session_id).values(seen_at=at))
                if self._pruned != today:
                    oldest = self._store.now() - self._days
                    db.execute(delete(AccessLog).where(AccessLog.at < oldest))
                    db.execute(delete(Session).where(Session.seen_at < oldest))
                    db.execute(delete(Invitation).where(Invitation.valid_to < oldest))
        except SQLAlchemyError as error:  # the log waits for the database, and nobody for the log
            log.error("the access log could not be written: %s", type(error).__name__)
            with self._lock:
                self._rows.extendleft(reversed(rows))
                self._seen = seen | self._seen
        else:
            self._pruned = today

    def latest(self, *, rows: int) -> Sequence[AccessLog]:
        """The newest first."""
        self.flush()
        with self._store.read() as db:
            return db.scalars(select(AccessLog).order_by(AccessLog.id.desc()).limit(rows)).all()

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self.flush()
