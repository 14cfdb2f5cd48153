"""What a löfte's document holds, and how its rows are set and taken out.

A dictionary of text, whole numbers and truth values; days are ISO texts, what is not known is None.
Its parts are told in docs/loften.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.journal.meetings import Refused
from dashboard.version.canonical import sha256

Document = dict[str, Any]
LISTS = {
    "parties": "parter",
    "diary_numbers": "diarienummer",
    "basis": "underlag",
    "focus": "fokusområden",
    "goals": "mål",
    "activities": "aktiviteter",
    "follow_ups": "uppföljningar",
}
KEYED = {"focus": "f", "goals": "m", "activities": "a"}  # lists whose rows have a key of their own
EMPTY: Document = {
    "schema": 1,
    "name": "",
    "areas": [],
    "valid_from": None,
    "valid_to": None,
    "rests_on": "",
    "extends": None,
    "cause_analysis": "",
    "final_report_on": None,
    "final_reported_on": None,
    "text": "",
    "looked_at": [],  # marks of the points of the text that somebody has said yes or no to
    "is_void": False,  # made by mistake
    "highest": {},  # the last number that a key of a list has had: none is used twice
    **{name: [] for name in LISTS},
}


def put(document: Document, part: str, key: str, row: Mapping[str, Any]) -> None:
    """Set the row of the list `part` that `key` names; "ny" adds one. Raises Refused for no such row."""
    rows = document[part]
    if key == "ny":
        rows.append({"key": _free(document, part), **row} if part in KEYED else dict(row))
    else:
        rows[_at(rows, key)] |= row


def drop(document: Document, part: str, key: str) -> None:
    """Take a row out; goals and activities of a focus that goes stand without one."""
    gone = document[part].pop(_at(document[part], key))
    if part == "focus":
        for row in (*document["goals"], *document["activities"]):
            if row.get("focus") == gone["key"]:
                row["focus"] = None


def row_of(document: Document, part: str, key: str) -> dict[str, Any]:
    """The row that `key` names. Raises Refused."""
    return document[part][_at(document[part], key)]


def key_of(row: Mapping[str, Any]) -> str:
    """What names a row: its own key, or for lists without keys what the row says. So a row that
    somebody else has changed or taken out meanwhile is not found, instead of the one in its place."""
    return row.get("key") or sha256(row)[:16]


def _free(document: Document, part: str) -> str:
    """A key that no row has, nor any that was logged on before it was taken out."""
    used = [int(row["key"][1:]) for row in document[part] if row["key"][1:].isdecimal()]
    highest = max([*used, document["highest"].get(part, 0)])
    document["highest"][part] = highest + 1
    return f"{KEYED[part]}{highest + 1}"


def _at(rows: Sequence[Mapping[str, Any]], key: str) -> int:
    for n, row in enumerate(rows):
        if key_of(row) == key:
            return n
    raise Refused("Raden finns inte längre. Läs om sidan.")


def words_of(value: Any) -> Iterator[str]:
    """Every text of a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from words_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)
