"""What of a document a group may read. Built from what is allowed, not by striking what is not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dashboard import swedish
from dashboard.version.words import counted

RANKS = {"public": 0, "shared": 1, "parties": 2}
SUBJECT = ("key", "problem_type", "problem_name", "area_code", "area_name", "missing")
KINDS = {
    "action": ("en åtgärd", "åtgärder"),
    "weekend": ("en rad inför helgen", "rader inför helgen"),
    "note": ("en händelse eller insats", "händelser och insatser"),
    "followed_up": ("en tidigare åtgärd", "tidigare åtgärder"),
    "text": ("en text", "texter"),
    "evidence": ("ett underlag i siffror", "underlag i siffror"),
    "oral": ("en muntlig uppgift", "muntliga uppgifter"),
    "table": ("en tabell", "tabeller"),
}


def for_group(document: dict[str, Any], *, klass: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The document as those of `klass` ("parties", "shared", "public") may read it, and how many
    of each of KINDS that left out. Levels and outcomes are always kept.

    Public: a text of class public (its public wording where there is one), or the public wording of a
    shared one; no numbers but the public tables; nothing told by mouth. What has a class that is
    not known is shown to nobody. Raises KeyError for a `klass` that is not known.
    """
    shown = _Shown(RANKS[klass])
    public = klass == "public"
    tables = document["tables"]
    said = {
        name: document[name]
        for name in ("schema", "is_example", "forum", "meeting", "edition", "state")
    }
    said["tables"] = {
        "shared": {} if public else tables.get("shared", {}),
        "public": tables.get("public", {}),
    }
    said["oral"] = [] if public else document["oral"]
    said["subjects"] = [shown.subject(one) for one in document["subjects"]]
    said["actions"] = shown.rows(document["actions"])
    said["followed_up"] = shown.rows(document["followed_up"])
    if "notes" in document:  # older ones say nothing of them
        said["notes"] = shown.rows(document["notes"], kind="note")
    if public:
        shown.left["table"] += len(tables.get("shared", {}))
        shown.left["oral"] += len(document["oral"])
    return said, {kind: n for kind, n in shown.left.items() if n}


def public(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """What may be published, and what was left out."""
    return for_group(document, klass="public")


def notes(rows: list[dict[str, Any]], *, klass: str) -> list[dict[str, Any]]:
    """Those of a document's notes that are for the class, in the words that are."""
    return _Shown(RANKS[klass]).rows(rows, kind="note")


def record_for_group(record: dict[str, Any], *, klass: str) -> dict[str, Any]:
    """The record as those of `klass` may read it: reservations were not written for the public."""
    if klass != "public":
        return record
    return record | {"approvals": [one | {"reservation": ""} for one in record["approvals"]]}


def left_out(left: dict[str, int]) -> str:
    """ "Utelämnat: två åtgärder och en text.", "" when nothing was."""
    if not left:
        return ""
    said = [
        one if left[kind] == 1 else counted(left[kind], "", many)
        for kind, (one, many) in KINDS.items()
        if kind in left
    ]
    return f"Utelämnat: {swedish.listed(said)}."


def or_hidden(kind: str, left: dict[str, int], *, nothing: str) -> str:
    """What is said of an empty list: `nothing`, unless it is the class that empties it."""
    return "Visas inte för den här gruppen." if left.get(kind) else nothing


class _Shown:
    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.left: Counter[str] = Counter()

    def may(self, said: dict[str, Any]) -> bool:
        return RANKS.get(said["class"], len(RANKS)) <= self.rank

    def words(self, said: dict[str, Any], own: str) -> str | None:
        """The own words, the wording for the public, or None where neither may be read."""
        wording: str = said.get("public_wording") or ""
        if self.rank == RANKS["public"] and wording and said["class"] in {"public", "shared"}:
            return wording
        return said[own] if self.may(said) else None

    def text(self, said: dict[str, Any], own: str) -> str:
        words = self.words(said, own)
        if words is None and said[own]:
            self.left["text"] += 1
        return words or ""

    def subject(self, said: dict[str, Any]) -> dict[str, Any]:
        if self.rank > RANKS["public"]:
            about = {
                name: value for name, value in said.items() if name not in {"assessments", "joint"}
            }
        else:
            self.left["evidence"] += said["evidence"] is not None
            about = {name: said[name] for name in SUBJECT}
            about |= {"source": "", "source_title": "", "evidence": None}
        joint = said["joint"]
        return about | {
            "assessments": [
                self.own(one, "reason", ("organisation", "level", "trend", "certainty", "at"))
                for one in said["assessments"]
            ],
            "joint": joint and self.own(joint, "words", ("outcome", "level")),
        }

    def own(self, said: dict[str, Any], own: str, kept: tuple[str, ...]) -> dict[str, Any]:
        """An assessment or a joint line: what everyone may read of it, and its words if they may."""
        about = {name: said[name] for name in kept}
        wording = said["public_wording"] if self.may(said) else ""
        return about | {
            own: self.text(said, own),
            "class": said["class"],
            "public_wording": wording,
        }

    def rows(self, rows: list[dict[str, Any]], *, kind: str = "") -> list[dict[str, Any]]:
        """Actions and notes: whole, or in the wording for the public alone, or not at all. Left
        out they are counted as of `kind`, or of their own."""
        found = []
        for said in rows:
            words = self.words(said, "what")
            if words is None:
                self.left[kind or said.get("kind", "followed_up")] += 1
            elif self.may(said):
                is_worded = (
                    words != said["what"]
                )  # what else it says was not written for the public
                found.append(
                    said
                    | {"what": words}
                    | ({"reason": ""} if is_worded and "reason" in said else {})
                )
            else:
                told = {
                    "id", "kind", "organisation", "until", "subject", "status", "class",
                    "first", "last", "area_code", "area_name", "problem_types", "problem_names",
                }  # fmt: skip
                blank = {k: v if k in told else "" for k, v in said.items()}
                found.append(blank | {"what": words, "public_wording": words})
        return found
