"""Which fixed versions whoever asks may read, and which class of their rows."""

from __future__ import annotations

from dashboard.access import PUBLIC, Visitor, visitor
from dashboard.components.meeting.room import is_authority
from dashboard.journal import archive, meetings
from dashboard.journal.tables import Version
from dashboard.store import Store
from dashboard.version.shown import RANKS


def versions(store: Store) -> list[Version]:
    """The latest first. Who came by a one-time code reads those of its meeting alone."""
    only = visitor().meeting_id
    return [fixed for fixed in archive.versions(store) if only in (None, fixed.meeting_id)]


def version(store: Store, number: int) -> Version | None:
    return next((fixed for fixed in versions(store) if fixed.number == number), None)


def klass_of(store: Store, visitor: Visitor) -> str:
    """parties for the police and the kommuner, shared for the forum's others, else public."""
    if visitor.audience == PUBLIC:
        return "public"
    return "parties" if is_authority(visitor, meetings.organisations(store)) else "shared"


def reads(store: Store, visitor: Visitor, audience: str) -> bool:
    """Whether rows of that class are for the visitor: nobody changes what they may not read."""
    return RANKS[audience] <= RANKS[klass_of(store, visitor)]
