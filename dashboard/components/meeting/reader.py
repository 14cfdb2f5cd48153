"""Which fixed versions whoever asks may read, and which class of their rows."""

from __future__ import annotations

from dashboard.access import PUBLIC, Visitor, visitor
from dashboard.components.meeting.room import is_turns
from dashboard.journal import fixing, meetings
from dashboard.journal.tables import Version
from dashboard.store import Store


def versions(store: Store) -> list[Version]:
    """The latest first. Who came by a one-time code reads those of its meeting alone."""
    only = visitor().meeting_id
    return [fixed for fixed in fixing.versions(store) if only in (None, fixed.meeting_id)]


def version(store: Store, number: int) -> Version | None:
    return next((fixed for fixed in versions(store) if fixed.number == number), None)


def klass_of(store: Store, visitor: Visitor) -> str:
    """parties for the police and the kommuner, shared for the forum's others, else public."""
    if visitor.audience == PUBLIC:
        return "public"
    if is_turns(visitor):
        return "parties"
    kinds = {o.name: o.kind for o in meetings.organisations(store)}
    return "parties" if kinds.get(visitor.organisation) in meetings.AUTHORITIES else "shared"
