"""The chain of fixed versions: each record names its content, and the record before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard import swedish
from dashboard.version.canonical import NotCanonical, digest, parse

SCHEMA = 1
KINDS: dict[str, tuple[type, ...]] = {
    "schema": (int,),
    "number": (int,),
    "previous": (str, type(None)),
    "content_sha256": (str,),
    "replaces": (int, type(None)),
    "approvals": (list,),
    "fixed_at": (str,),
}
OF_AN_APPROVAL = {"organisation", "role", "reservation", "at"}


class Entry(NamedTuple):
    """A version as it is kept: canonical bytes, and the checksum that was stored beside them.
    Empty for what is missing."""

    record: bytes
    document: bytes
    checksum: str


@dataclass(frozen=True)
class Problem:
    """What does not match. `where` and `said` are for people."""

    number: int | None
    where: str
    said: str


def record(
    *,
    number: int,
    previous: str | None,
    content_sha256: str,
    replaces: int | None,
    approvals: Sequence[dict[str, str]],
    fixed_at: str,
) -> dict[str, Any]:
    """The record of a version. Its own SHA-256 is the version's checksum, and what the next one's
    `previous` names. An approval has organisation, role, reservation and at."""
    return {
        "schema": SCHEMA,
        "number": number,
        "previous": previous,
        "content_sha256": content_sha256,
        "replaces": replaces,
        "approvals": list(approvals),
        "fixed_at": fixed_at,
    }


def verify(entries: Iterable[tuple[bytes, bytes, str]]) -> list[Problem]:
    """Everything that does not match in versions given in the order of their numbers, from the first.

    A whole chain that has been made anew matches itself, and so does one whose last versions have
    been taken away: that shows beside another copy, see `copies.compare`.
    """
    chain = [Link(Entry(*entry)) for entry in entries]
    problems: list[Problem] = []
    seen: set[int] = set()
    number = 0
    for i, link in enumerate(chain):
        before, after = (chain[i - 1] if i else None), next(iter(chain[i + 1 : i + 2]), None)
        expected = number + 1
        number = link.number if link.number is not None else expected
        problems += [Problem(number, *said) for said in link.problems(after)]
        if link.record is None:
            seen.add(number)
            continue
        problems += [Problem(number, "nummer", said) for said in _order(number, expected, seen)]
        said_of_link = _linked(link, before, is_first=number == 1)
        problems += [Problem(number, "kedjan", said) for said in said_of_link]
        replaces = link.record["replaces"]
        if replaces is not None and replaces not in seen - {number}:
            problems.append(
                Problem(
                    number, "ersätter", f"Den ersatta versionen {replaces} finns inte före den."
                )
            )
        problems += [Problem(number, "godkännandena", said) for said in link.approved()]
        seen.add(number)
    return problems


class Link:
    """One version, read as far as it can be: `record` and `document` are None where it cannot."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.checksum = digest(entry.record)
        self.record, self._record_said = _read(entry.record, what="Posten")
        self.document, self._document_said = _read(entry.document, what="Innehållet")
        if self.record is not None and (said := _misshapen(self.record)):
            self.record, self._record_said = None, said
        self.number: int | None = None if self.record is None else self.record["number"]

    def problems(self, after: Link | None) -> Iterator[tuple[str, str]]:
        """(where, said) of what can be seen in the version itself, and in what the next says of it."""
        if self._record_said:
            yield "posten", self._record_said
        if not self.entry.checksum:
            yield "kontrollsumman", "Kontrollsumman saknas."
        elif self.entry.record and self.checksum != self.entry.checksum:
            named = after.record["previous"] if after and after.record else None
            if named == self.checksum:
                yield "kontrollsumman", "Kontrollsumman är ändrad: posten är den som nästa version pekar på."  # fmt: skip
            elif named == self.entry.checksum:
                yield "posten", "Posten är ändrad: den stämmer inte med sin kontrollsumma, och det gör nästa version."  # fmt: skip
            else:
                yield "posten", "Posten och dess kontrollsumma stämmer inte med varandra."
        if self.record is not None and self.entry.document:
            if digest(self.entry.document) != self.record["content_sha256"]:
                yield "innehåll", "Innehållet är inte det som fastställdes."
            elif self._document_said:
                yield "innehåll", self._document_said
        elif self._document_said:
            yield "innehåll", self._document_said

    def approved(self) -> Iterator[str]:
        """What is wrong with who has approved."""
        assert self.record is not None
        given = Counter(approval["organisation"] for approval in self.record["approvals"])
        for organisation, times in given.items():
            if times > 1:
                yield f"{organisation} har godkänt {swedish.in_words(times)} gånger."
        if not given:
            yield "Ingen har godkänt."
        for organisation in sorted(_parties(self.document) - given.keys()):
            yield f"Godkännande från {organisation} saknas."


def _read(content: bytes, *, what: str) -> tuple[dict[str, Any] | None, str]:
    """What is said, or None and why."""
    if not content:
        return None, f"{what} saknas."
    try:
        said = parse(content)
    except NotCanonical:
        return None, f"{what} går inte att läsa: inte kanonisk JSON."
    if not isinstance(said, dict):
        return None, f"{what} har inte rätt form."
    if type(said.get("schema")) is not int or said["schema"] != SCHEMA:
        return None, f"{what} är skrivet i en form (schema) som det här programmet inte känner."
    return said, ""


def _misshapen(said: dict[str, Any]) -> str:
    """Why a record is none, "" when it is one."""
    for name, kinds in KINDS.items():
        if type(said.get(name, ...)) not in kinds:
            return f"Posten har inte rätt form: ”{name}” saknas eller är av fel slag."
    if unknown := said.keys() - KINDS.keys():
        return f"Posten har inte rätt form: {len(unknown)} okända fält."
    for approval in said["approvals"]:
        if not isinstance(approval, dict) or approval.keys() != OF_AN_APPROVAL:
            return "Posten har inte rätt form: ett godkännande har andra fält än det ska."
        if not all(isinstance(value, str) for value in approval.values()):
            return "Posten har inte rätt form: ett godkännande är av fel slag."
    return ""


def _order(number: int, expected: int, seen: set[int]) -> Iterator[str]:
    if number in seen:
        yield f"Version {number} finns mer än en gång."
    elif number == expected + 1:
        yield f"Version {expected} saknas."
    elif number > expected:
        yield f"Versionerna {expected}–{number - 1} saknas."
    elif number < expected:
        yield f"Version {number} ligger efter version {expected - 1}."


def _linked(link: Link, before: Link | None, *, is_first: bool) -> Iterator[str]:
    assert link.record is not None
    named = link.record["previous"]
    if before is None:
        if is_first and named is not None:
            yield "Den första versionen pekar på en före sig."
    elif named not in {before.checksum, before.entry.checksum}:
        yield "Versionen pekar inte på den före sig, som den är nu."


def _parties(document: dict[str, Any] | None) -> set[str]:
    """The parties that took part: those who assess (or should have), of those who were there."""
    if document is None:
        return set()
    try:
        present = {one["organisation"] for one in document["meeting"]["attendance"]}
        assess = {a["organisation"] for s in document["subjects"] for a in s["assessments"]}
        return present & (assess | {name for s in document["subjects"] for name in s["missing"]})
    except (KeyError, TypeError):  # not of our making; what was fixed may still match
        return set()
