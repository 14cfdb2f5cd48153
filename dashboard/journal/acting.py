"""What is to be done and what became of it; where somebody is to be over the weekend; what the police
tell by mouth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.meetings import ORAL_ROWS, Refused, of_meeting
from dashboard.journal.tables import Action, ActionStatus, Meeting, Oral, Organisation
from dashboard.store import Store
from dashboard.version.words import LEVELS, STATUSES

AUDIENCES = {
    "shared": "hela forumet",
    "parties": "bara polis och kommun",
    "public": "får publiceras",
}
DAY_PARTS = ("morgon", "förmiddag", "eftermiddag", "kväll", "natt")


@dataclass(frozen=True)
class Followed:
    """An action from an earlier meeting, and what has been said of it since."""

    action: Action
    organisation: str
    decided_on: date
    status: ActionStatus | None  # the latest; None when nothing has been said
    is_said_here: bool  # at the meeting that asks


def decide(store: Store, meeting_id: int, **said: Any) -> None:
    """A new action or weekend row; `said` is an Action's columns.

    Raises Refused when it says neither what nor, for the weekend, where.
    """
    with of_meeting(store, meeting_id) as (session, _):
        if not said.get("what", "").strip():
            raise Refused("Skriv vad som ska göras.")
        if said["kind"] == "weekend" and not said.get("place", "").strip():
            raise Refused("Skriv var.")
        if said.get("audience", "shared") not in AUDIENCES:
            raise Refused("Välj vilka som får se raden.")
        organisation = session.get(Organisation, said.get("organisation_id") or 0)
        if organisation is None:
            raise Refused("Välj vem som ansvarar.")
        session.add(Action(meeting_id=meeting_id, **said))


def undo(store: Store, action_id: int) -> None:
    """Take a row away before the version is fixed."""
    with store.read() as session:
        meeting_id = session.get_one(Action, action_id).meeting_id
    with of_meeting(store, meeting_id) as (session, _):
        session.get_one(Action, action_id).is_dropped = True


def decided(store: Store, meeting_id: int) -> list[tuple[Action, str]]:
    """The meeting's own rows, with the name of who is responsible."""
    with store.read() as session:
        return all_decided(session, meeting_id)


def all_decided(session: Session, meeting_id: int) -> list[tuple[Action, str]]:
    rows = session.execute(
        select(Action, Organisation.name)
        .join(Organisation, Organisation.id == Action.organisation_id)
        .where(Action.meeting_id == meeting_id, ~Action.is_dropped)
        .order_by(Action.id)
    )
    return [(action, name) for action, name in rows]


def followed_up(store: Store, meeting_id: int) -> list[Followed]:
    """Actions of earlier meetings that were still open when this one began. Weekends are over."""
    with store.read() as session:
        return all_followed_up(session, meeting_id)


def all_followed_up(session: Session, meeting_id: int) -> list[Followed]:
    meeting = session.get_one(Meeting, meeting_id)
    rows = session.execute(
        select(Action, Organisation.name, Meeting.held_on)
        .join(Organisation, Organisation.id == Action.organisation_id)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(Meeting.number < meeting.number, ~Action.is_dropped, Action.kind == "action")
        .order_by(Action.until, Action.id)
    ).all()
    # by meeting: an older one that is corrected says its word later than a newer one has
    statuses = session.scalars(
        select(ActionStatus)
        .join(Meeting, Meeting.id == ActionStatus.meeting_id)
        .where(Meeting.number <= meeting.number)
        .order_by(Meeting.number, ActionStatus.id)
    )
    said: dict[int, list[ActionStatus]] = {}
    for status in statuses:
        said.setdefault(status.action_id, []).append(status)
    found = []
    for action, name, held_on in rows:
        until_now = said.get(action.id, [])
        before = [s for s in until_now if s.meeting_id != meeting_id]
        if before and before[-1].status in {"done", "dropped"}:
            continue
        last = until_now[-1] if until_now else None
        is_here = last is not None and last.meeting_id == meeting_id
        found.append(Followed(action, name, held_on, last, is_here))
    return found


def follow_up(
    store: Store, meeting_id: int, action_id: int, *, status: str, reason: str = ""
) -> None:
    """Say at a meeting what has become of an action. Raises Refused without a reason to drop it."""
    with of_meeting(store, meeting_id) as (session, _):
        if status not in STATUSES:
            raise Refused("Välj hur det har gått.")
        if status == "dropped" and not reason.strip():
            raise Refused("Skriv varför det inte blir av.")
        session.add(
            ActionStatus(
                meeting_id=meeting_id,
                action_id=action_id,
                status=status,
                reason=reason,
                at=store.now(),
            )
        )


def tell(store: Store, meeting_id: int, **said: Any) -> None:
    """A row of the police's update by mouth; `said` is an Oral's columns."""
    with of_meeting(store, meeting_id) as (session, _):
        if said.get("level") not in LEVELS:
            raise Refused("Välj en nivå.")
        if not said.get("problem_type"):
            raise Refused("Välj ett problem.")
        if said.get("day_part", "") not in {"", *DAY_PARTS}:
            raise Refused("Välj när på dygnet.")
        asked = select(Oral).where(Oral.meeting_id == meeting_id, ~Oral.is_dropped)
        if len(session.scalars(asked).all()) >= ORAL_ROWS:
            raise Refused(f"Högst {ORAL_ROWS} rader. Ta bort en först.")
        session.add(Oral(meeting_id=meeting_id, **said))


def untell(store: Store, meeting_id: int, oral_id: int, *, parties: Collection[int]) -> None:
    """Take a row away that one of `parties` has told. Raises Refused when it is another's."""
    with of_meeting(store, meeting_id) as (session, _):
        row = session.get(Oral, oral_id)
        if row is None or row.meeting_id != meeting_id or row.organisation_id not in parties:
            raise Refused("Du tar bara bort det som din egen organisation har sagt.")
        row.is_dropped = True


def told(store: Store, meeting_id: int) -> list[tuple[Oral, str]]:
    with store.read() as session:
        return all_told(session, meeting_id)


def all_told(session: Session, meeting_id: int) -> list[tuple[Oral, str]]:
    rows = session.execute(
        select(Oral, Organisation.name)
        .join(Organisation, Organisation.id == Oral.organisation_id)
        .where(Oral.meeting_id == meeting_id, ~Oral.is_dropped)
        .order_by(Oral.id)
    )
    return [(oral, name) for oral, name in rows]
