"""What meetings have decided, over all fixed versions: each action once, with what was last said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Acted:
    """An action or weekend row. `area_code` is that of its subject, else that of its forum; `place`
    is what was written of where. status is one of words.STATUSES, "" where nothing has been said of
    it since it was decided."""

    id: int
    kind: str  # action, weekend
    what: str
    who: str
    place: str
    when: str
    area_code: str
    problem_type: str
    decided_on: date
    until: date | None
    status: str
    reason: str
    version: int  # in which it stands


def acted(documents: Iterable[tuple[int, dict[str, Any]]]) -> list[Acted]:
    """The rows of `documents` (number of the version and what is read of it), the latest decided first.

    Of a meeting that was fixed again the latest version alone counts.
    """
    by_meeting = {
        document["meeting"]["number"]: (number, document) for number, document in sorted(documents, key=lambda pair: pair[0])
    }  # fmt: skip
    in_order = [by_meeting[meeting] for meeting in sorted(by_meeting)]
    last = {row["id"]: row for _, document in in_order for row in document["followed_up"]}
    found = [
        _row(row, document, number, last.get(row["id"]))
        for number, document in in_order
        for row in document["actions"]
    ]
    return sorted(found, key=lambda row: (row.decided_on, row.id), reverse=True)


def _row(
    row: dict[str, Any], document: dict[str, Any], number: int, said: dict[str, Any] | None
) -> Acted:
    subjects = {subject["key"]: subject for subject in document["subjects"]}
    subject = subjects.get(row["subject"] or "", {})
    return Acted(
        id=row["id"],
        kind=row["kind"],
        what=row["what"],
        who=", ".join(filter(None, (row["function"], row["organisation"]))),
        place=row["where"],
        when=row["when"],
        area_code=subject.get("area_code", document["forum"]["area_code"]),
        problem_type=subject.get("problem_type", ""),
        decided_on=date.fromisoformat(document["meeting"]["held_on"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        status=said["status"] if said else "",
        reason=said["reason"] if said else "",
        version=number,
    )
