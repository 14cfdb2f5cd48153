"""What a paper is made of: a fixed version as its readers may see it, and perhaps a löfte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboard import swedish
from dashboard.papers.tree import Block, Cell, Mark, Role
from dashboard.state import a_year
from dashboard.version import words
from dashboard.version.canonical import sha256
from dashboard.version.shown import RANKS, for_group, record_for_group

Row = dict[str, Any]
LEVEL_ROLES: tuple[Role, ...] = ("quiet", "ink", "raised", "serious")
DEVIATIONS: dict[str, tuple[str, Role]] = {
    "tydlig avvikelse": ("◆", "clear"),
    "värt att titta på": ("◇", "look"),
    "färre än väntat": ("▾", "fewer"),
    "inom normal variation": ("–", "quiet"),
}
WORD_ORDER = list(DEVIATIONS)


class Stopped(Exception):
    """Nothing was made, and why: in Swedish, for whoever asked."""


@dataclass(frozen=True, eq=False)
class Part:
    """A heading and what stands under it; nothing at all where the version has nothing of it.
    `missing` is what it is called in the list of what is not there."""

    title: str
    blocks: Sequence[Block]
    missing: str = ""


class Asked:
    """The document, the record and the löfte, for `audience` ("public" or "shared")."""

    def __init__(
        self, document: Row, record: Row, *, audience: str, pledge: Row | None = None
    ) -> None:
        self.whole, self.audience, self.pledge = document, audience, pledge
        self.said, self.left = for_group(document, klass=audience)
        self.record = record_for_group(record, klass=audience)
        self.checksum = sha256(record)

    @cached_property
    def done(self) -> list[Row]:
        """What is logged of the löfte and may be read row by row."""
        rank = RANKS[self.audience]
        rows = (self.pledge or {}).get("done", [])
        return [row for row in rows if RANKS.get(row["class"], len(RANKS)) <= rank]

    @property
    def is_public(self) -> bool:
        return self.audience == "public"

    def table(self, name: str) -> list[Row]:
        """A stored table of this audience's, as one dictionary a row; empty where it is not there."""
        return words.table(self.said, self.audience, name)

    def has(self, name: str) -> bool:
        return name in self.said["tables"][self.audience]

    @cached_property
    def first(self) -> date:
        return date.fromisoformat(self.said["meeting"]["first_week"])

    @cached_property
    def last(self) -> date:
        return date.fromisoformat(self.said["meeting"]["last_week"])

    @property
    def weeks(self) -> str:
        return swedish.weeks(self.first, self.last)

    @property
    def year_before(self) -> str:
        """The same weeks a year before, as the counts beside them are of."""
        return swedish.weeks(self.first - a_year(self.first), self.last - a_year(self.last))

    @property
    def area(self) -> str:
        """Värnamo kommun; the forum's name where the meeting was about all of it."""
        forum = self.said["forum"]
        name = str(forum["area_name"])
        is_kommun = len(forum["area_code"]) == 4 and not name.endswith("kommun")
        return swedish.kommun(name) if is_kommun else name

    @property
    def version(self) -> str:
        return f"Fastställd version {self.record['number']}"

    @cached_property
    def type_names(self) -> dict[str, str]:
        return {
            row["problem_type"]: row["name"]
            for name in ("by_type", "by_year")
            for row in self.table(name)
        }

    @cached_property
    def usual(self) -> dict[str, Row]:
        return {row["problem_type"]: row for row in self.table("usual")}

    @cached_property
    def is_preliminary(self) -> bool:
        return any(row["is_preliminary"] for row in self.table("sources"))


def level(value: int) -> Mark:
    """■ allvarligt"""
    return Mark(words.LEVEL_MARKS[value], words.LEVELS[value], LEVEL_ROLES[value])


def deviation(word: str | None) -> Mark | None:
    """◆ tydlig avvikelse; None where nothing could be said."""
    return None if word not in DEVIATIONS else Mark(DEVIATIONS[word][0], word, DEVIATIONS[word][1])


def status(value: str) -> Mark:
    """✓ gjord"""
    return Mark(words.STATUS_MARKS[value], words.STATUSES[value])


def spread(
    found: Iterable[Row], *, by: str, over: str, value: str
) -> tuple[list[Any], list[tuple[Cell, ...]]]:
    """The values of `over` in order, and one row per `by` in the order they first come: its name
    and its `value` for each, None where there is no row. No two rows may have the same place."""
    rows: dict[Any, dict[Any, Cell]] = {}
    for row in found:
        places = rows.setdefault(row[by], {})
        if row[over] in places:
            raise Stopped(f"Versionen har två uppgifter på samma plats i en tabell ({by}, {over}).")
        places[row[over]] = row[value]
    heads = sorted({place for places in rows.values() for place in places})
    return heads, [(name, *(places.get(head) for head in heads)) for name, places in rows.items()]
