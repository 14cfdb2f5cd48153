"""Events and efforts as a document has them, for a place, some problems and some days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dashboard.database import Edition
from dashboard.journal.notes import all_between
from dashboard.journal.tables import Meeting, Note
from dashboard.queries import about
from dashboard.queries.places import above
from dashboard.swedish import monday


def rows(
    session: Session,
    edition: Edition,
    *,
    area_code: str = "",
    types: Collection[str] = (),
    first: date,
    last: date,
) -> list[dict[str, Any]]:
    """Of the area ("" for the forum), of what it lies in and of what lies in it; of any of `types`
    (() for all) or of no type in particular; of all classes: `version.shown.notes` sorts them out.
    """
    names, type_names = about.names(edition), about.type_names(edition)
    found = []
    asked = above(edition, area_code)
    for note, organisation in all_between(session, first=first, last=last):
        kinds = note.problem_types.split()
        is_there = note.area_code in asked or not area_code or area_code in above(edition, note.area_code)  # fmt: skip
        if is_there and (not types or not kinds or not set(types).isdisjoint(kinds)):
            found.append(_row(note, organisation, kinds, names, type_names))
    return found


def of_meeting(session: Session, meeting: Meeting, edition: Edition) -> list[dict[str, Any]]:
    """From the first of the meeting's weeks through the weekend after it."""
    sunday = monday(meeting.held_on) + timedelta(days=6)
    return rows(
        session, edition, area_code=meeting.area_code, first=meeting.first_week, last=sunday
    )


def _row(
    note: Note, organisation: str, kinds: list[str], names: dict[str, str], types: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": note.id,
        "kind": note.kind,
        "first": note.first_day.isoformat(),
        "last": note.last_day.isoformat(),
        "area_code": note.area_code,
        "area_name": names.get(note.area_code, note.area_code),
        "place": note.place,
        "problem_types": kinds,
        "problem_names": [types.get(kind, kind) for kind in kinds],
        "what": note.what,
        "organisation": organisation,
        "function": note.function,
        "class": note.audience,
        "public_wording": note.public_wording,
    }
