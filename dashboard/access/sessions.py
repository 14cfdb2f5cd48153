"""Sessions on the server: what is in the browser is a number that says nothing."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update

from dashboard.access.tables import Invitation, Session
from dashboard.store import Store

FRESH = 5.0  # s that a session is believed without looking: another process may have ended it
SEEN = timedelta(minutes=1)  # between two notes that somebody is still here
KEPT = 10_000


@dataclass
class Known:
    """A session as it was `looked` at."""

    session: Session
    seen_at: datetime
    noted_at: datetime
    looked: float


class Sessions:
    """Thread-safe. `note(session id, when)` tells that somebody was seen, without waiting for it."""

    def __init__(
        self,
        store: Store,
        *,
        idle: timedelta,
        longest: timedelta,
        note: Callable[[int, datetime], None],
    ) -> None:
        self._store = store
        self._idle, self._longest, self._note = idle, longest, note
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._ended = 0  # sessions ended here: what was read before may no longer hold
        self._lock = threading.Lock()

    def begin(
        self,
        *,
        way: str,
        role: str,
        organisation: str = "",
        account_id: int | None = None,
        subject_sha256: str = "",
        viewed_as: str = "",
        meeting_id: int | None = None,
        made_at: datetime | None = None,
        instead_of: str = "",
    ) -> str:
        """A new token; whoever had the token `instead_of` has it no longer.

        `made_at` is when one logged in, where that was before: nothing makes a session longer.
        """
        token, now = secrets.token_urlsafe(32), self._store.now()
        session = Session(
            token_sha256=hashed(token), way=way, role=role, organisation=organisation,
            account_id=account_id, subject_sha256=subject_sha256, viewed_as=viewed_as,
            meeting_id=meeting_id, made_at=made_at or now, seen_at=now,
        )  # fmt: skip
        with self._store.write() as db:
            db.add(session)
        if instead_of:
            self.end(instead_of)
        return token

    def find(self, token: str, *, is_active: bool = True) -> Session | None:
        """Whose token it is, while it holds. A page that only asks again by itself is not active."""
        key, now = hashed(token), self._store.now()
        known = self._look(key)
        if known is None or now - known.seen_at >= self._idle:
            return None
        if now - known.session.made_at >= self._longest:
            return None
        if is_active:
            known.seen_at = now
            if now - known.noted_at >= SEEN:
                known.noted_at = now
                self._note(known.session.id, now)
        return known.session

    def end(self, token: str) -> None:
        """At once here, within seconds in other processes."""
        key = hashed(token)
        with self._store.write() as db:
            mine = update(Session).where(Session.token_sha256 == key, Session.revoked_at.is_(None))
            db.execute(mine.values(revoked_at=self._store.now()))
        with self._lock:
            self._ended += 1
            self._known.pop(key, None)

    def invite(self, meeting_id: int, organisation: str, *, valid: timedelta) -> str:
        """A token for one session, to be used before `valid` has gone."""
        token, until = secrets.token_urlsafe(16), self._store.now() + valid
        with self._store.write() as db:
            db.add(
                Invitation(
                    token_sha256=hashed(token), meeting_id=meeting_id, organisation=organisation,
                    valid_to=until,
                )
            )  # fmt: skip
        return token

    def use(self, token: str) -> Invitation | None:
        """What the token is for, the first time and while it is valid."""
        now = self._store.now()
        with self._store.write() as db:
            found = db.scalar(select(Invitation).where(Invitation.token_sha256 == hashed(token)))
            if found is None or found.used_at or found.valid_to <= now:
                return None
            found.used_at = now
            return found

    def _look(self, key: str) -> Known | None:
        with self._lock:
            ended, known = self._ended, self._known.get(key)
        if known and time.monotonic() - known.looked < FRESH:
            return known
        with self._store.read() as db:
            mine = select(Session).where(Session.token_sha256 == key, Session.revoked_at.is_(None))
            session = db.scalar(mine)
        with self._lock:
            if session is None:
                self._known.pop(key, None)
                return None
            seen_at = max(session.seen_at, known.seen_at) if known else session.seen_at
            found = Known(session, seen_at, session.seen_at, time.monotonic())
            if ended == self._ended:
                self._known[key] = found
                self._known.move_to_end(key)
                while len(self._known) > KEPT:
                    self._known.popitem(last=False)
            return found


def hashed(token: str) -> str:
    """Nobody guesses 256 random bits: no salt, and nothing slow."""
    return sha256(token.encode()).hexdigest()
