"""Who changed which setting and when: organisations and roles, only added to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select

from dashboard.access import Visitor
from dashboard.journal.tables import SettingChange
from dashboard.store import Store


@contextmanager
def noted(store: Store, who: Visitor, *, part: str, what: str) -> Iterator[None]:
    """What is done within is noted, or neither is: two who change at once are one after the other.

    Raises Unfit for words that may not be kept.
    """
    with store.write() as session:
        session.add(
            SettingChange(
                organisation=who.organisation,
                role=who.role,
                part=part,
                what=what,
                at=store.now(),
            )
        )
        session.flush()
        yield


def latest(store: Store, *, rows: int) -> Sequence[SettingChange]:
    """The newest first."""
    with store.read() as session:
        asked = select(SettingChange).order_by(SettingChange.id.desc()).limit(rows)
        return session.scalars(asked).all()
