"""Meetings: called, prepared, held. Everything that is said in one goes through `of_meeting`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.journal.tables import (
    Approval,
    Attendance,
    Correction,
    Joint,
    Meeting,
    Organisation,
    Proposal,
    Subject,
    Version,
)
from dashboard.store import Store

AUTHORITIES = {"police", "municipality"}  # kinds of organisation
ROOMS = {"parties": "polis och kommun", "forum": "hela forumet", "open": "öppet: även andra"}
MOST_SUBJECTS = 12
ORAL_ROWS = 7


class Refused(Exception):
    """What was asked for cannot be done as things stand. Swedish: what, and what to do instead."""


@dataclass(frozen=True)
class Pick:
    """A problem in an area that is to be assessed. `evidence` is what the numbers said, or None."""

    problem_type: str
    area_code: str
    source: str = ""
    evidence: dict[str, Any] | None = None


def organisations(store: Store, *, only_parties: bool = False) -> list[Organisation]:
    with store.read() as session:
        asked = select(Organisation).where(Organisation.is_active).order_by(Organisation.id)
        return list(session.scalars(asked.where(Organisation.is_party) if only_parties else asked))


def latest(store: Store) -> Meeting | None:
    """The one that is being prepared or held, else the last that was."""
    with store.read() as session:
        return session.scalar(select(Meeting).order_by(Meeting.number.desc()).limit(1))


def numbered(store: Store, number: int) -> Meeting | None:
    with store.read() as session:
        return session.scalar(select(Meeting).where(Meeting.number == number))


def call(
    store: Store,
    *,
    held_on: date,
    first_week: date,
    last_week: date,
    area_code: str = "",
    at: str = "",
    place: str = "",
    agenda: str = "",
    picks: Sequence[Pick] = (),
) -> Meeting:
    """A new meeting. What the one before put off is there by itself, and comes first.

    Raises Refused while the one before is not fixed.
    """
    with store.write() as session:
        before = session.scalar(select(Meeting).order_by(Meeting.number.desc()).limit(1))
        if before and not is_fixed(session, before.id):
            raise Refused(f"Möte {before.number} är inte fastställt än. Fastställ det först.")
        meeting = Meeting(
            number=before.number + 1 if before else 1,
            held_on=held_on,
            first_week=first_week,
            last_week=last_week,
            area_code=area_code,
            at=at,
            place=place,
            agenda=agenda,
            called_at=store.now(),
        )
        session.add(meeting)
        session.flush()
        back = _put_off(session, before) if before else []
        fresh = {(pick.problem_type, pick.area_code): pick for pick in picks}
        for old in back:
            pick = fresh.pop((old.problem_type, old.area_code), None)
            again = pick or Pick(old.problem_type, old.area_code, old.source)
            _add(session, meeting.id, again, origin="returned")
        for pick in fresh.values():
            _add(session, meeting.id, pick, origin="picked")
        for one in session.scalars(select(Organisation).where(Organisation.is_party)):
            if one.kind not in AUTHORITIES:
                meeting.room = "forum"
            session.add(
                Attendance(meeting_id=meeting.id, organisation_id=one.id, role=one.usual_role)
            )
        return meeting


@contextmanager
def of_meeting(store: Store, meeting_id: int) -> Iterator[tuple[Session, Meeting]]:
    """A write in the meeting: whoever is about to fix it must read it through again.

    Raises Refused when it is fixed.
    """
    with store.write() as session:
        meeting = session.get_one(Meeting, meeting_id)
        if is_fixed(session, meeting_id):
            raise Refused(
                f"Möte {meeting.number} är fastställt och ändras inte. Gör en rättelse om något är fel."
            )
        meeting.changes += 1
        yield session, meeting


def is_fixed(session: Session, meeting_id: int) -> bool:
    """Whether a version of it is fixed and no correction has begun."""
    of = [
        session.scalar(select(func.count()).where(table.meeting_id == meeting_id)) or 0
        for table in (Version, Correction)
    ]
    return of[0] > of[1]


def signature(store: Store, meeting: Meeting) -> str:
    """Another text as soon as anything of the meeting is another than when `meeting` was read."""
    with store.read() as session:
        of = (
            session.scalar(select(func.count()).where(table.meeting_id == meeting.id))
            for table in (Proposal, Approval, Version, Correction)
        )
        return f"{meeting.number}.{meeting.changes}." + ".".join(map(str, of))


def subjects(store: Store, meeting_id: int) -> list[Subject]:
    """In the order they are taken up."""
    with store.read() as session:
        return list(
            session.scalars(
                select(Subject)
                .where(Subject.meeting_id == meeting_id, ~Subject.is_dropped)
                .order_by(Subject.position)
            )
        )


def add_subject(store: Store, meeting_id: int, pick: Pick) -> None:
    """One more to assess, also one that was taken away. Raises Refused when there are too many."""
    with of_meeting(store, meeting_id) as (session, meeting):
        origin = "late" if meeting.started_at else "picked"
        _add(session, meeting_id, pick, origin=origin)


def drop_subject(store: Store, subject_id: int) -> None:
    with store.read() as session:
        meeting_id = session.get_one(Subject, subject_id).meeting_id
    with of_meeting(store, meeting_id) as (session, _):
        session.get_one(Subject, subject_id).is_dropped = True


def start(store: Store, meeting_id: int, *, room: str = "") -> None:
    """The clock begins to go the first time.

    Raises Refused for a room of polis and kommun alone while somebody else is in it.
    """
    with of_meeting(store, meeting_id) as (session, meeting):
        if room == "parties" and (others := _others(session, meeting_id)):
            raise Refused(f"Ta först bort dem som inte är polis eller kommun: {', '.join(others)}.")
        meeting.started_at = meeting.started_at or store.now()
        if room:
            meeting.room = room


def attendance(store: Store, meeting_id: int) -> list[tuple[Organisation, Attendance]]:
    with store.read() as session:
        rows = session.execute(
            select(Organisation, Attendance)
            .join(Attendance, Attendance.organisation_id == Organisation.id)
            .where(Attendance.meeting_id == meeting_id)
            .order_by(Organisation.id)
        )
        return [(organisation, present) for organisation, present in rows]


def attend(
    store: Store, meeting_id: int, organisation_id: int, *, role: str, is_present: bool
) -> None:
    """Who is in the room, as organisation and role. Others than polis and kommun open the room to
    the forum: what is for polis and kommun alone leaves the screen."""
    with of_meeting(store, meeting_id) as (session, meeting):
        present = session.scalar(
            select(Attendance).where(
                Attendance.meeting_id == meeting_id, Attendance.organisation_id == organisation_id
            )
        )
        if present is None:
            present = Attendance(meeting_id=meeting_id, organisation_id=organisation_id)
            session.add(present)
        present.role, present.is_present = role, is_present
        kind = session.get_one(Organisation, organisation_id).kind
        if is_present and kind not in AUTHORITIES and meeting.room == "parties":
            meeting.room = "forum"


def evidence(subject: Subject) -> dict[str, Any] | None:
    """What the numbers said when it was picked."""
    found: dict[str, Any] | None = json.loads(subject.evidence)
    return found


def _others(session: Session, meeting_id: int) -> list[str]:
    """Who is present and neither police nor kommun."""
    asked = (
        select(Organisation.name)
        .join(Attendance, Attendance.organisation_id == Organisation.id)
        .where(Attendance.meeting_id == meeting_id, Attendance.is_present)
        .where(Organisation.kind.not_in(AUTHORITIES))
    )
    return list(session.scalars(asked.order_by(Organisation.id)))


def _add(session: Session, meeting_id: int, pick: Pick, *, origin: str) -> None:
    known = list(session.scalars(select(Subject).where(Subject.meeting_id == meeting_id)))
    if sum(not subject.is_dropped for subject in known) >= MOST_SUBJECTS:
        raise Refused(f"Det blir för många. Högst {MOST_SUBJECTS} hinner bedömas på ett möte.")
    for subject in known:
        if (subject.problem_type, subject.area_code) == (pick.problem_type, pick.area_code):
            subject.is_dropped = False
            return
    session.add(
        Subject(
            meeting_id=meeting_id,
            position=max((subject.position for subject in known), default=0) + 1,
            problem_type=pick.problem_type,
            area_code=pick.area_code,
            source=pick.source,
            origin=origin,
            evidence=json.dumps(pick.evidence, ensure_ascii=False),
        )
    )
    session.flush()


def _put_off(session: Session, meeting: Meeting) -> list[Subject]:
    """What the meeting ended by putting off."""
    asked = select(Subject).where(Subject.meeting_id == meeting.id, ~Subject.is_dropped)
    found = []
    for subject in session.scalars(asked.order_by(Subject.position)):
        joint = session.scalar(
            select(Joint).where(Joint.subject_id == subject.id).order_by(Joint.id.desc()).limit(1)
        )
        if joint and joint.outcome == "next_time":
            found.append(subject)
    return found
