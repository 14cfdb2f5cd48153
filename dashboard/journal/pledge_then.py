"""The löfte that a fixed version goes with, as its papers take it."""

from __future__ import annotations

from typing import Any

from dashboard.journal import pledge_log, pledges
from dashboard.journal.meetings import Refused
from dashboard.store import Store


def pledge_then(
    store: Store, document: dict[str, Any], *, number: int | None = None
) -> dict[str, Any] | None:
    """number, document and done (the rows that count) of the löfte `number`, else of the latest one
    that held in the version's area and weeks; None where none did. Raises Refused for no such löfte.
    """
    if number is not None:
        held = pledges.numbered(store, number)
        if held is None:
            raise Refused(f"Löfte {number} finns inte.")
    else:
        held = next((one for one in pledges.every(store) if _held(one.document, document)), None)
    if held is None:
        return None
    done = [
        {
            "activity": row.activity, "done_on": row.done_on.isoformat(), "quantity": row.quantity, "place": row.place,
            "note": row.note, "cost": row.cost, "class": row.audience,
        }
        for row, counts in reversed(pledge_log.done(store, held.number))
        if counts
    ]  # fmt: skip
    return {"number": held.number, "document": held.document, "done": done}


def _held(pledge: dict[str, Any], version: dict[str, Any]) -> bool:
    area, meeting = version["forum"]["area_code"], version["meeting"]
    first, last = pledge["valid_from"], pledge["valid_to"]
    if pledge["is_void"] or not (first or last):
        return False
    in_time = (first or "") <= meeting["last_week"] and meeting["first_week"] <= (last or "9999")
    codes = {code[:4] for code in pledge["areas"]}
    # a forum of several kommuner has a code of its own: any of its löften is about part of it
    return in_time and (not codes or area in codes or not area.isdecimal())
