"""One version is fixed by all: proposed, read through, approved by each party, chained.

The last approval and the version are one write: there is no moment when the one is there without
the other. Whoever approves names what was read; when anything has been said since, it has to be
read through again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.archive import latest_of
from dashboard.journal.meetings import Refused, is_fixed, of_meeting
from dashboard.journal.tables import (
    Approval,
    Attendance,
    Correction,
    Meeting,
    Organisation,
    Proposal,
    Version,
)
from dashboard.store import Store
from dashboard.version.canonical import canonical, sha256
from dashboard.version.chain import record

CHANGED = "Något har ändrats sedan ni läste igenom. Läs igenom på nytt och fastställ sedan."


def propose(store: Store, seen: Meeting, document: dict[str, Any]) -> Proposal:
    """Put `document` forward to be fixed. The same document twice is one proposal.

    `seen` is the meeting as it was read before the document was made. Raises Refused when anything
    has been said since then: it may not stand in the document.
    """
    content = canonical(document).decode()
    digest = sha256(document)
    with of_meeting(store, seen.id) as (session, meeting):
        meeting.changes -= 1  # to read through is to say nothing
        if meeting.changes != seen.changes:
            raise Refused(CHANGED)
        last = _latest(session, meeting.id)
        if last and last.content_sha256 == digest and last.changes == meeting.changes:
            return last
        proposal = Proposal(
            meeting_id=meeting.id,
            content=content,
            content_sha256=digest,
            changes=meeting.changes,
            at=store.now(),
        )
        session.add(proposal)
        session.flush()
        return proposal


def proposed(store: Store, meeting_id: int) -> Proposal | None:
    """What lies there to be fixed; None when nothing does, or something has been said since."""
    with store.read() as session:
        proposal = _latest(session, meeting_id)
        meeting = session.get_one(Meeting, meeting_id)
        if proposal is None or proposal.changes != meeting.changes or is_fixed(session, meeting_id):
            return None
        taken = session.scalar(select(Version).where(Version.proposal_id == proposal.id))
        return None if taken else proposal


def approvals(store: Store, proposal_id: int) -> list[tuple[Approval, str]]:
    """With each organisation's name, in the order they came."""
    with store.read() as session:
        return _approvals(session, proposal_id)


def needed(store: Store, meeting_id: int) -> list[Organisation]:
    """The parties that must approve: all that took part."""
    with store.read() as session:
        return _needed(session, meeting_id)


def approve(
    store: Store,
    meeting_id: int,
    *,
    content_sha256: str,
    organisation_id: int,
    role: str,
    reservation: str = "",
) -> Version | None:
    """A party fixes what it has read; the version, when it was the last. Twice is once.

    Raises Refused when what was read is no longer what lies there, and for who is no party of it.
    """
    with store.write() as session:
        proposal = _latest(session, meeting_id)
        if proposal is None or proposal.content_sha256 != content_sha256:
            raise Refused(CHANGED)
        mine = [
            a for a, _ in _approvals(session, proposal.id) if a.organisation_id == organisation_id
        ]
        if mine:
            return session.scalar(select(Version).where(Version.proposal_id == proposal.id))
        meeting = session.get_one(Meeting, meeting_id)
        if is_fixed(session, meeting_id):
            raise Refused(f"Möte {meeting.number} är redan fastställt.")
        if proposal.changes != meeting.changes:
            raise Refused(CHANGED)
        parties = _needed(session, meeting_id)
        if len(parties) < 2:
            raise Refused("Minst två parter måste delta för att en version ska kunna fastställas.")
        if organisation_id not in {party.id for party in parties}:
            raise Refused("Bara de parter som deltar i mötet fastställer.")
        if not role.strip():
            raise Refused("Skriv i vilken roll du fastställer, till exempel kommunpolis.")
        session.add(
            Approval(
                meeting_id=meeting_id,
                proposal_id=proposal.id,
                organisation_id=organisation_id,
                role=role.strip(),
                reservation=reservation.strip(),
                at=store.now(),
            )
        )
        session.flush()
        given = _approvals(session, proposal.id)
        if {party.id for party in parties} - {a.organisation_id for a, _ in given}:
            return None
        return _fix(session, proposal, given, now=store.now())


def correct(store: Store, meeting_id: int, *, reason: str) -> None:
    """Begin a version that replaces the meeting's last. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Skriv vad som ska rättas.")
    with store.write() as session:
        if not is_fixed(session, meeting_id):
            raise Refused("En rättelse är redan påbörjad.")
        last = latest_of(session, meeting_id)
        assert last is not None  # it is fixed
        session.add(
            Correction(meeting_id=meeting_id, replaces=last.number, reason=reason, at=store.now())
        )


def correction(store: Store, meeting_id: int) -> Correction | None:
    """The correction that is being worked on; None when none is."""
    with store.read() as session:
        if is_fixed(session, meeting_id):
            return None
        return session.scalar(
            select(Correction)
            .where(Correction.meeting_id == meeting_id)
            .order_by(Correction.id.desc())
            .limit(1)
        )


def _fix(
    session: Session,
    proposal: Proposal,
    given: list[tuple[Approval, str]],
    *,
    now: datetime,
) -> Version:
    before = session.scalar(select(Version).order_by(Version.number.desc()).limit(1))
    # a clock that has been put back does not make a version older than the one before it
    at = max(now, before.at) if before else now
    replaced = session.scalar(
        select(Correction.replaces)
        .where(Correction.meeting_id == proposal.meeting_id)
        .order_by(Correction.id.desc())
        .limit(1)
    )
    said = record(
        number=before.number + 1 if before else 1,
        previous=before.sha256 if before else None,
        content_sha256=proposal.content_sha256,
        replaces=replaced,
        approvals=[
            {
                "organisation": name,
                "role": approval.role,
                "reservation": approval.reservation,
                "at": approval.at.isoformat(),
            }
            for approval, name in given
        ],
        fixed_at=at.isoformat(),
    )
    fixed = Version(
        number=said["number"],
        meeting_id=proposal.meeting_id,
        proposal_id=proposal.id,
        record=canonical(said).decode(),
        sha256=sha256(said),
        previous=said["previous"] or "",
        at=at,
    )
    session.add(fixed)
    session.flush()
    return fixed


def _latest(session: Session, meeting_id: int) -> Proposal | None:
    return session.scalar(
        select(Proposal)
        .where(Proposal.meeting_id == meeting_id)
        .order_by(Proposal.id.desc())
        .limit(1)
    )


def _approvals(session: Session, proposal_id: int) -> list[tuple[Approval, str]]:
    rows = session.execute(
        select(Approval, Organisation.name)
        .join(Organisation, Organisation.id == Approval.organisation_id)
        .where(Approval.proposal_id == proposal_id)
        .order_by(Approval.id)
    )
    return [(approval, name) for approval, name in rows]


def _needed(session: Session, meeting_id: int) -> list[Organisation]:
    return list(
        session.scalars(
            select(Organisation)
            .join(Attendance, Attendance.organisation_id == Organisation.id)
            .where(
                Attendance.meeting_id == meeting_id, Attendance.is_present, Organisation.is_party
            )
            .order_by(Organisation.id)
        )
    )
