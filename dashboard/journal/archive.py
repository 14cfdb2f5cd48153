"""What has been fixed, as it is read ever after: versions, their documents and files, and who was sent what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.tables import Proposal, Sent, Version
from dashboard.store import Store
from dashboard.version import files
from dashboard.version.chain import Entry


def versions(store: Store) -> list[Version]:
    """All that are fixed, the latest first."""
    with store.read() as session:
        return list(session.scalars(select(Version).order_by(Version.number.desc())))


def last_of(store: Store, meeting_id: int) -> Version | None:
    """The meeting's latest; None for one that never was fixed."""
    with store.read() as session:
        return latest_of(session, meeting_id)


def version(store: Store, number: int) -> Version | None:
    with store.read() as session:
        return session.scalar(select(Version).where(Version.number == number))


def document(store: Store, fixed: Version) -> dict[str, Any]:
    """What the version says, as it was fixed."""
    with store.read() as session:
        found: dict[str, Any] = json.loads(session.get_one(Proposal, fixed.proposal_id).content)
        return found


def entries(store: Store) -> list[Entry]:
    """record, document and checksum of every version as the journal has them, in order."""
    with store.read() as session:
        rows = session.execute(
            select(Version, Proposal)
            .join(Proposal, Proposal.id == Version.proposal_id)
            .order_by(Version.number)
        )
        return [Entry(v.record.encode(), p.content.encode(), v.sha256) for v, p in rows]


def write_files(store: Store, folder: Path) -> bool:
    """Every version as files too, those that are missing: also after a stop between the two writes.

    False where that cannot be done, for want of room or since something else stands there: what is
    fixed stands in the journal all the same, and `lagesbild verify` tells what is not in the files.
    """
    known = set(files.numbers(folder))
    for entry in entries(store):
        number = json.loads(entry.record)["number"]
        if number not in known or number == max(known):
            try:
                files.write(folder, number, entry)
            except OSError:
                return False
    return True


def note_sent(store: Store, version: Version, *, recipients: str, audience: str) -> None:
    """That a draft was made, for which group and of which class."""
    with store.write() as session:
        session.add(
            Sent(version_id=version.id, recipients=recipients, audience=audience, at=store.now())
        )


def sent(store: Store, version: Version) -> list[Sent]:
    with store.read() as session:
        return list(session.scalars(select(Sent).where(Sent.version_id == version.id)))


def latest_of(session: Session, meeting_id: int) -> Version | None:
    asked = select(Version).where(Version.meeting_id == meeting_id)
    return session.scalar(asked.order_by(Version.number.desc()).limit(1))
