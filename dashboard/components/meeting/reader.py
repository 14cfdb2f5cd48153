"""Which class of a version's rows whoever asks may read."""

from __future__ import annotations

from dashboard.access import PUBLIC, Visitor
from dashboard.components.meeting.room import AUTHORITIES, is_turns
from dashboard.journal import meetings
from dashboard.store import Store


def klass_of(store: Store, visitor: Visitor) -> str:
    """parties for the police and the kommuner, shared for the forum's others, else public."""
    if visitor.audience == PUBLIC:
        return "public"
    if is_turns(visitor):
        return "parties"
    kinds = {o.name: o.kind for o in meetings.organisations(store)}
    return "parties" if kinds.get(visitor.organisation) in AUTHORITIES else "shared"
