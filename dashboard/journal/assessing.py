"""Each says its own first. What a party has said is told to nobody else before the reveal: this
module alone reads assessments, and only `own` and `revealed` hand any out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.journal.meetings import Refused, of_meeting
from dashboard.journal.tables import Assessment, Joint, Organisation, Reveal, Subject
from dashboard.store import Store
from dashboard.version.words import CERTAINTIES, LEVELS, OUTCOMES, TRENDS


@dataclass(frozen=True)
class Mark:
    """What a party thinks of one subject; the level is all that is asked for."""

    level: int
    trend: str = ""
    certainty: str = ""
    reason: str = ""
    public_wording: str = ""


def assess(
    store: Store, *, meeting_id: int, organisation_id: int, marks: Mapping[int, Mark]
) -> None:
    """Hand in, by subject. All of them or none.

    Raises Refused for what is no level, for who is no party, and for what has been revealed.
    """
    with of_meeting(store, meeting_id) as (session, _):
        if not session.get_one(Organisation, organisation_id).is_party:
            raise Refused("Bara forumets parter bedömer.")
        shown = set(
            session.scalars(select(Reveal.subject_id).where(Reveal.meeting_id == meeting_id))
        )
        for subject_id, mark in marks.items():
            if session.get_one(Subject, subject_id).meeting_id != meeting_id:
                raise Refused("Frågan hör till ett annat möte. Läs om sidan.")
            if subject_id in shown:
                raise Refused("Bedömningarna är redan visade. Säg det i det gemensamma i stället.")
            known = mark.trend in {"", *TRENDS} and mark.certainty in {"", *CERTAINTIES}
            if mark.level not in LEVELS or not known:
                raise Refused("Välj en nivå.")
            session.add(
                Assessment(
                    meeting_id=meeting_id,
                    subject_id=subject_id,
                    organisation_id=organisation_id,
                    level=mark.level,
                    trend=mark.trend,
                    certainty=mark.certainty,
                    reason=mark.reason,
                    public_wording=mark.public_wording,
                    at=store.now(),
                )
            )


def handed_in(store: Store, meeting_id: int) -> dict[tuple[int, int], datetime]:
    """When each party handed in, by subject and organisation: that, and never what."""
    with store.read() as session:
        rows = session.execute(
            select(Assessment.subject_id, Assessment.organisation_id, func.max(Assessment.at))
            .where(Assessment.meeting_id == meeting_id)
            .group_by(Assessment.subject_id, Assessment.organisation_id)
        )
        return {(subject, organisation): at for subject, organisation, at in rows}


def own(store: Store, meeting_id: int, organisation_id: int) -> dict[int, Assessment]:
    """What the party itself has handed in, by subject: for its own eyes."""
    with store.read() as session:
        return {
            subject: found
            for (subject, organisation), found in _latest(session, meeting_id).items()
            if organisation == organisation_id
        }


def revealed(store: Store, meeting_id: int) -> dict[int, list[Assessment]]:
    """By subject that has been revealed: what each party said, in the parties' order."""
    with store.read() as session:
        return all_revealed(session, meeting_id)


def all_revealed(session: Session, meeting_id: int) -> dict[int, list[Assessment]]:
    asked = select(Reveal.subject_id).where(Reveal.meeting_id == meeting_id)
    found: dict[int, list[Assessment]] = {subject: [] for subject in session.scalars(asked)}
    for (subject, _), assessment in sorted(_latest(session, meeting_id).items()):
        if subject in found:
            found[subject].append(assessment)
    return found


def reveal(store: Store, subject_id: int, *, without: bool = False) -> None:
    """Show all what each has said. Raises Refused while a party is missing, unless it is to be done
    `without` it. Whoever presses second has lost nothing."""
    with store.read() as session:
        meeting_id = session.get_one(Subject, subject_id).meeting_id
    with of_meeting(store, meeting_id) as (session, _):
        if session.scalar(select(Reveal).where(Reveal.subject_id == subject_id)):
            return
        said = {org for (subject, org) in _latest(session, meeting_id) if subject == subject_id}
        parties = session.scalars(
            select(Organisation).where(Organisation.is_party, Organisation.is_active)
        )
        missing = [party.name for party in parties if party.id not in said]
        if missing and not without:
            raise Refused(f"{', '.join(missing)} har inte lämnat sin bedömning än.")
        session.add(Reveal(meeting_id=meeting_id, subject_id=subject_id, at=store.now()))


def conclude(
    store: Store,
    subject_id: int,
    *,
    outcome: str,
    level: int | None = None,
    words: str = "",
    public_wording: str = "",
) -> None:
    """What they came to. Nobody is made to agree: to differ and to put off need no level.

    Raises Refused before the reveal, and for an agreement without a level.
    """
    with store.read() as session:
        meeting_id = session.get_one(Subject, subject_id).meeting_id
    with of_meeting(store, meeting_id) as (session, _):
        is_shown = session.scalar(select(Reveal).where(Reveal.subject_id == subject_id))
        if outcome not in OUTCOMES:
            raise Refused("Välj hur ni vill gå vidare.")
        if not is_shown and outcome != "next_time":
            raise Refused("Visa bedömningarna först.")
        if outcome == "agreed" and level not in LEVELS:
            raise Refused("Välj den nivå som ni är eniga om.")
        session.add(
            Joint(
                meeting_id=meeting_id,
                subject_id=subject_id,
                outcome=outcome,
                level=level if outcome == "agreed" else None,
                words=words,
                public_wording=public_wording,
                at=store.now(),
            )
        )


def joints(store: Store, meeting_id: int) -> dict[int, Joint]:
    """The latest by subject."""
    with store.read() as session:
        return all_joints(session, meeting_id)


def all_joints(session: Session, meeting_id: int) -> dict[int, Joint]:
    asked = select(Joint).where(Joint.meeting_id == meeting_id).order_by(Joint.id)
    return {joint.subject_id: joint for joint in session.scalars(asked)}


def _latest(session: Session, meeting_id: int) -> dict[tuple[int, int], Assessment]:
    asked = select(Assessment).where(Assessment.meeting_id == meeting_id).order_by(Assessment.id)
    return {(row.subject_id, row.organisation_id): row for row in session.scalars(asked)}
