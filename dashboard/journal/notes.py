"""Events and efforts: written once, made void with a reason, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.acting import AUDIENCES
from dashboard.journal.meetings import Refused
from dashboard.journal.tables import Action, Meeting, Note, NoteVoid, Organisation, Subject
from dashboard.store import Store
from dashboard.version.words import NOTE_KINDS

YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Decided:
    """An action with a place and a last day that is no note yet."""

    action: Action
    organisation: str
    held_on: date
    area_code: str  # of what it is about, else of its meeting; "" for the whole forum
    problem_type: str


def add(store: Store, **said: Any) -> int:
    """A new note; `said` is a Note's columns. Its id.

    Raises Refused when it says not what, when or of which kind, and for an effort without
    anybody responsible.
    """
    with store.write() as session:
        return _add(session, store, said)


def void(store: Store, note_id: int, *, reason: str, by: str) -> None:
    """Raises Refused without a reason; twice is once."""
    if not reason.strip():
        raise Refused("Skriv varför raden makuleras.")
    with store.write() as session:
        session.get_one(Note, note_id)
        if session.scalar(select(NoteVoid).where(NoteVoid.note_id == note_id)) is None:
            session.add(NoteVoid(note_id=note_id, reason=reason, voided_by=by, at=store.now()))


def between(
    store: Store, *, first: date = date.min, last: date = date.max
) -> list[tuple[Note, str]]:
    """Those of any of the days that are not void, in order of days, each with the name of who is
    responsible ("" for nobody)."""
    with store.read() as session:
        return all_between(session, first=first, last=last)


def all_between(session: Session, *, first: date, last: date) -> list[tuple[Note, str]]:
    rows = session.execute(
        select(Note, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Note.organisation_id)
        .outerjoin(NoteVoid, NoteVoid.note_id == Note.id)
        .where(NoteVoid.id.is_(None), Note.first_day <= last, Note.last_day >= first)
        .order_by(Note.first_day, Note.id)
    )
    return [(note, name or "") for note, name in rows]


def decided(store: Store) -> list[Decided]:
    """What meetings have decided for a place until a day, and nobody has made a note of yet."""
    with store.read() as session:
        return _decided(session)


def make(store: Store, action_id: int, *, forum: str, by: str) -> int:
    """An effort of what was decided, from the meeting's day on. `forum` is the forum's area.

    Raises Refused when it is one already, or says neither where nor until when.
    """
    with store.write() as session:
        found = [one for one in _decided(session) if one.action.id == action_id]
        if not found:
            raise Refused("Det är redan en insats, eller saknar plats eller slutdag.")
        [one] = found
        action = one.action
        said = {
            "kind": "effort",
            "first_day": min(one.held_on, action.until or one.held_on),
            "last_day": action.until,
            "area_code": one.area_code or forum,
            "problem_types": one.problem_type,
            "action_id": action.id,
            "written_by": by,
        }
        same = ("what", "place", "organisation_id", "function", "audience", "public_wording")
        return _add(session, store, said | {name: getattr(action, name) for name in same})


def _add(session: Session, store: Store, said: dict[str, Any]) -> int:
    if said.get("kind") not in NOTE_KINDS:
        raise Refused("Välj vad för slags rad det är.")
    if not said.get("what", "").strip():
        raise Refused("Skriv vad som hände eller görs.")
    first, last = said.get("first_day"), said.get("last_day")
    if first is None or last is None or first.year not in YEARS or last.year not in YEARS:
        raise Refused("Välj vilken dag.")
    if last < first:
        raise Refused("Sista dagen är före den första.")
    if said.get("audience", "shared") not in AUDIENCES:
        raise Refused("Välj vilka som får se raden.")
    responsible = said.get("organisation_id")
    if responsible is None and said["kind"] == "effort":
        raise Refused("Välj vem som ansvarar för insatsen.")
    if responsible is not None and session.get(Organisation, responsible) is None:
        raise Refused("Välj vem som ansvarar.")
    note = Note(**said, at=store.now())
    session.add(note)
    session.flush()
    return note.id


def _decided(session: Session) -> list[Decided]:
    taken = (
        select(Note.action_id)
        .outerjoin(NoteVoid, NoteVoid.note_id == Note.id)
        .where(NoteVoid.id.is_(None), Note.action_id.is_not(None))
    )
    rows = session.execute(
        select(Action, Organisation.name, Meeting, Subject)
        .join(Organisation, Organisation.id == Action.organisation_id)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(Subject, Subject.id == Action.subject_id)
        .where(
            ~Action.is_dropped,
            Action.until.is_not(None),
            Action.place != "",
            Action.id.not_in(taken),
        )
        .order_by(Meeting.number.desc(), Action.id)
    )
    return [
        Decided(
            action,
            name,
            meeting.held_on,
            subject.area_code if subject else meeting.area_code,
            subject.problem_type if subject else "",
        )
        for action, name, meeting, subject in rows
    ]
