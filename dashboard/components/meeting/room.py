"""One meeting as one visitor sees it now: what every screen of it asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.access import DEMO, LOCAL, PUBLIC, SHARED, Visitor
from dashboard.components.form import Form
from dashboard.database import Edition
from dashboard.journal import assessing, meetings
from dashboard.journal.tables import Action, Assessment, Joint, Meeting, Organisation, Subject
from dashboard.queries import about
from dashboard.store import Store
from dashboard.version.words import counted

UNSEEN = "Inget som får visas här."


@dataclass(frozen=True)
class Room:
    store: Store
    edition: Edition
    meeting: Meeting
    form: Form
    visitor: Visitor
    today: date
    on_screen: bool = False  # shared with all who are in the room
    public: Edition | None = None  # what anybody may see

    @cached_property
    def organisations(self) -> list[Organisation]:
        return meetings.organisations(self.store)

    @cached_property
    def parties(self) -> list[Organisation]:
        return [o for o in self.organisations if o.is_party]

    @cached_property
    def subjects(self) -> list[Subject]:
        return meetings.subjects(self.store, self.meeting.id)

    @cached_property
    def joints(self) -> dict[int, Joint]:
        return assessing.joints(self.store, self.meeting.id)

    @cached_property
    def is_fixed(self) -> bool:
        with self.store.read() as session:
            return meetings.is_fixed(session, self.meeting.id)

    @cached_property
    def types(self) -> dict[str, str]:
        return about.type_names(self.edition)

    @cached_property
    def problems(self) -> dict[str, str]:
        """The types without the name for all of them together."""
        return {code: name for code, name in self.types.items() if code}

    @cached_property
    def revealed(self) -> dict[int, list[Assessment]]:
        """What each said, by subject: of those that have been shown to all."""
        return assessing.revealed(self.store, self.meeting.id)

    @cached_property
    def areas(self) -> dict[str, str]:
        """Name by code, of the kommuner and RegSO that the meeting is about."""
        rows = about.areas(self.edition)
        rows = rows[rows["level"].isin(["kommun", "regso"])]
        if self.meeting.area_code:
            rows = rows[rows["kommun_code"] == self.meeting.area_code]
        return dict(zip(rows["area_code"], rows["name"], strict=True))

    @property
    def area_name(self) -> str:
        if self.meeting.area_code:
            return about.names(self.edition).get(self.meeting.area_code, self.meeting.area_code)
        return str(about.edition(self.edition)["forum"])

    @property
    def is_open(self) -> bool:
        """Whether somebody is in the room who is not of the forum: then only the public's numbers
        stand here."""
        return self.on_screen and self.meeting.room == "open"

    def what(self, action: Action) -> str:
        """What is to be done, in an open room as it may be said to anybody."""
        return (self.is_open and action.public_wording) or action.what

    def title(self, subject: Subject) -> str:
        """Inbrott i lokal, Bredaryd"""
        problem = self.types.get(subject.problem_type, "Alla problem")
        return f"{problem}, {self.areas.get(subject.area_code, subject.area_code)}"

    def acts_for(self, organisation: Organisation) -> bool:
        """Whether the visitor may speak for the party: its own, or on this computer in turns."""
        return acts_for(self.visitor, organisation)

    def sees(self, audience: str) -> bool:
        """Whether a row of that class may stand on this screen for this visitor."""
        if audience == PUBLIC:
            return True
        if self.is_open or self.visitor.audience == PUBLIC:
            return False
        if audience == "parties":
            return self._is_authority and (not self.on_screen or self.meeting.room == "parties")
        return audience == SHARED

    def unseen(self, audiences: Iterable[str]) -> str:
        """That rows of those classes do not stand on this screen, and nothing of what they are."""
        many = sum(not self.sees(audience) for audience in audiences)
        if not many:
            return ""
        whom = "" if self.is_open else " för polis och kommun"
        return f"{counted(many, 'rad', 'rader')}{whom} visas inte här"

    @property
    def klass(self) -> str:
        """The class of rows, of those that a version knows, that may stand on this screen."""
        return next(klass for klass in ("parties", SHARED, PUBLIC) if self.sees(klass))

    @cached_property
    def _is_authority(self) -> bool:
        return is_authority(self.visitor, self.organisations)


def is_authority(visitor: Visitor, organisations: Iterable[Organisation]) -> bool:
    """Whether the visitor is of the police or a kommun: to them all classes are shown."""
    kinds = {o.name: o.kind for o in organisations}
    return is_turns(visitor) or kinds.get(visitor.organisation) in meetings.AUTHORITIES


def acts_for(visitor: Visitor, organisation: Organisation) -> bool:
    return is_turns(visitor) or visitor.organisation == organisation.name


def is_turns(visitor: Visitor) -> bool:
    """Whether all parties take turns on this one computer: nobody has logged in, or it is the demo."""
    return visitor.way == LOCAL or (visitor.way == DEMO and visitor.may("coordinate"))
