"""One löfte as one visitor sees it now: what every part of its page asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboard.access import ONCE, PUBLIC, Visitor
from dashboard.components.form import Form
from dashboard.components.meeting import reader
from dashboard.components.meeting.room import is_turns
from dashboard.database import Edition
from dashboard.journal import meetings, pledge_log
from dashboard.journal.meetings import Refused
from dashboard.journal.pledges import Held
from dashboard.journal.tables import Done
from dashboard.pledge.checks import findings
from dashboard.pledge.metre import metre
from dashboard.queries import about
from dashboard.store import Store

ONLY_PARTIES = "Det här gör parterna, ordföranden eller samordnaren."


@dataclass(frozen=True)
class Holding:
    store: Store
    edition: Edition
    held: Held
    form: Form
    visitor: Visitor
    today: date

    @property
    def number(self) -> int:
        return self.held.number

    @property
    def document(self) -> dict[str, Any]:
        return self.held.document

    @cached_property
    def metre(self) -> list[dict[str, Any]]:
        done = pledge_log.counting(self.store, self.number)
        return metre(self.document, done, today=self.today)

    @cached_property
    def done(self) -> list[tuple[Done, bool]]:
        return pledge_log.done(self.store, self.number)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        return findings(self.document, today=self.today)

    @cached_property
    def activities(self) -> dict[str, dict[str, Any]]:
        return {row["key"]: row for row in self.document["activities"]}

    @cached_property
    def focus(self) -> dict[str, str]:
        return {row["key"]: row["title"] for row in self.document["focus"]}

    @cached_property
    def types(self) -> dict[str, str]:
        return {code: name for code, name in about.type_names(self.edition).items() if code}

    @cached_property
    def areas(self) -> dict[str, str]:
        """Name by code of the kommuner and RegSO, those that the löfte is about first."""
        return areas(self.edition, of=self.document["areas"])

    @cached_property
    def may_write(self) -> bool:
        return may_write(self.store, self.visitor)

    def sees(self, audience: str) -> bool:
        return reader.reads(self.store, self.visitor, audience)

    def address(self, said: str = "") -> str:
        return f"/loften/{self.number}{said}"


def areas(edition: Edition, *, of: list[str]) -> dict[str, str]:
    """Name by code, of the kommuner and RegSO; those within the areas `of` first."""
    rows = about.areas(edition)
    rows = rows[rows["level"].isin(["kommun", "regso"])]
    is_theirs = rows["kommun_code"].isin({code[:4] for code in of})
    ordered = rows.assign(other=~is_theirs).sort_values("other", kind="stable")
    return dict(zip(ordered["area_code"], ordered["name"], strict=True))


def may_write(store: Store, visitor: Visitor) -> bool:
    """The forum's parties, and those who chair or coordinate: not whoever came for one meeting."""
    if visitor.audience == PUBLIC or visitor.way == ONCE or not visitor.may("assess"):
        return False
    if is_turns(visitor) or visitor.may("chair") or visitor.may("coordinate"):
        return True
    return visitor.organisation in {
        o.name for o in meetings.organisations(store, only_parties=True)
    }


def writer(store: Store, visitor: Visitor) -> str:
    """The organisation that writes. Raises Refused for whoever may not."""
    if not may_write(store, visitor):
        raise Refused(ONLY_PARTIES)
    return visitor.organisation
