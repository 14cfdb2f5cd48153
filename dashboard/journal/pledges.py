"""Löften: what they say, and the signed paper. Nothing is ever taken away.

Every change is a new revision of the whole document (dashboard/journal/pledge_document.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.meetings import Refused
from dashboard.journal.pledge_document import EMPTY, LISTS, Document, words_of
from dashboard.journal.tables import Pledge, PledgeFile, PledgeRevision
from dashboard.store import LONGEST, Store
from dashboard.version.canonical import canonical, digest

LONGEST_TEXT = 60_000  # characters of a whole löfte
MOST_ROWS = 100
LARGEST_FILE = 10_000_000  # bytes


@dataclass(frozen=True)
class Held:
    """A löfte as it stands: its number, what it says, and when it was last changed."""

    number: int
    document: Document
    at: datetime


def every(store: Store) -> list[Held]:
    """All there are, the latest made first."""
    with store.read() as session:
        rows = session.execute(
            select(Pledge.number, PledgeRevision)
            .join(Pledge, Pledge.id == PledgeRevision.pledge_id)
            .order_by(PledgeRevision.id)
        )
        last = {row.number: row.PledgeRevision for row in rows}
    return [
        Held(number, json.loads(last[number].content), last[number].at)
        for number in sorted(last, reverse=True)
    ]


def numbered(store: Store, number: int) -> Held | None:
    with store.read() as session:
        found = latest(session, number)
    return Held(number, json.loads(found.content), found.at) if found else None


def make(
    store: Store, said: Mapping[str, Any], *, organisation: str = "", what: str = "Löftet lades in"
) -> int:
    """A new löfte, of what `said` has; its number. Raises Refused or Unfit for what cannot be one."""
    with store.write() as session:
        number = 1 + max(session.scalars(select(Pledge.number)), default=0)
        document = deepcopy(EMPTY) | deepcopy(dict(said))
        _check(store, session, document, number=number)
        pledge = Pledge(number=number, made_at=store.now())
        session.add(pledge)
        session.flush()
        session.add(_revision(store, pledge.id, document, organisation=organisation, what=what))
    return number


def extend(store: Store, number: int, *, organisation: str = "") -> int:
    """A new löfte that goes on where `number` ends; its number.

    Its days are left open, and so is the text: days that are copied from the year before are what
    löften most often have wrong.
    """
    held = _known(numbered(store, number))
    document = deepcopy(held.document)
    ends = document["valid_to"]
    document |= {
        "name": f"{document['name']} – förlängning"[:LONGEST],
        "extends": number,
        "valid_from": str(date.fromisoformat(ends) + timedelta(days=1)) if ends else None,
        **{key: deepcopy(EMPTY[key]) for key in ("valid_to", "final_report_on", "final_reported_on", "text", "looked_at", "is_void", "diary_numbers")},
    }  # fmt: skip
    for row in document["follow_ups"]:
        row |= {"on": None, "reported_on": None}
    for row in document["activities"]:
        row["sentence"] = None
    return make(store, document, organisation=organisation, what=f"Förlängning av löfte {number}")


def change(
    store: Store,
    number: int,
    to: Callable[[Document], None],
    *,
    what: str,
    organisation: str = "",
) -> None:
    """The document as `to` leaves it, as a new revision; none where it leaves it as it was.

    Two who change at once are one after the other, each on what the other left. Raises Refused or
    Unfit for what cannot stand.
    """
    with store.write() as session:
        before = latest(session, number)
        if before is None:
            raise Refused("Löftet finns inte. Läs om sidan.")
        document = json.loads(before.content)
        to(document)
        _check(store, session, document, number=number)
        if canonical(document).decode() != before.content:
            session.add(
                _revision(store, before.pledge_id, document, organisation=organisation, what=what)
            )


def revisions(store: Store, number: int) -> list[PledgeRevision]:
    """The latest first."""
    with store.read() as session:
        return list(
            session.scalars(
                select(PledgeRevision)
                .join(Pledge, Pledge.id == PledgeRevision.pledge_id)
                .where(Pledge.number == number)
                .order_by(PledgeRevision.id.desc())
            )
        )


def attach(store: Store, number: int, content: bytes, *, organisation: str = "") -> None:
    """Keep the signed löfte. Raises Refused for what is no PDF, or too large."""
    if len(content) > LARGEST_FILE:
        raise Refused(f"Filen är för stor. Högst {LARGEST_FILE // 1_000_000} MB tas emot.")
    if not content.startswith(b"%PDF-"):
        raise Refused("Det är ingen PDF. Spara löftet som PDF och försök igen.")
    with store.write() as session:
        revision = latest(session, number)
        if revision is None:
            raise Refused("Löftet finns inte. Läs om sidan.")
        session.add(
            PledgeFile(
                pledge_id=revision.pledge_id, content=content, content_sha256=digest(content),
                organisation=organisation, at=store.now(),
            )
        )  # fmt: skip


def file(store: Store, number: int) -> PledgeFile | None:
    with store.read() as session:
        return session.scalar(
            select(PledgeFile)
            .join(Pledge, Pledge.id == PledgeFile.pledge_id)
            .where(Pledge.number == number)
            .order_by(PledgeFile.id.desc())
            .limit(1)
        )


def _known(held: Held | None) -> Held:
    if held is None:
        raise Refused("Löftet finns inte. Läs om sidan.")
    return held


def latest(session: Session, number: int) -> PledgeRevision | None:
    """The revision that counts."""
    return session.scalar(
        select(PledgeRevision)
        .join(Pledge, Pledge.id == PledgeRevision.pledge_id)
        .where(Pledge.number == number)
        .order_by(PledgeRevision.id.desc())
        .limit(1)
    )


def _revision(
    store: Store, pledge_id: int, document: Document, *, organisation: str, what: str
) -> PledgeRevision:
    return PledgeRevision(
        pledge_id=pledge_id,
        content=canonical(document).decode(),
        what=what,
        organisation=organisation,
        at=store.now(),
    )


def _check(store: Store, session: Session, document: Document, *, number: int) -> None:
    """Raises Refused for what is no löfte's document, Unfit for words that may not be kept."""
    if not document["name"].strip():
        raise Refused("Skriv vad löftet heter.")
    first, last = (_day(document[key]) for key in ("valid_from", "valid_to"))
    if first and last and last < first:
        raise Refused("Löftet slutar gälla innan det börjar. Rätta dagarna.")
    for row in (document, *document["follow_ups"]):
        for key in ("final_report_on", "final_reported_on", "on", "reported_on"):
            _day(row.get(key))
    extends = document["extends"]
    if extends is not None and (extends == number or latest(session, extends) is None):
        raise Refused("Löftet som det bygger på finns inte.")
    for part, name in LISTS.items():
        if len(document[part]) > MOST_ROWS:
            raise Refused(f"Högst {MOST_ROWS} {name}.")
    for words in words_of({key: value for key, value in document.items() if key != "text"}):
        store.check(words)
    store.check(document["text"], longest=LONGEST_TEXT)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused("Skriv dagar som 2026-01-31.") from None
