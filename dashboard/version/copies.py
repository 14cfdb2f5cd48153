"""Copies of the same versions, the journal's and the files', beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import swedish
from dashboard.version.chain import Entry, Link, Problem, verify


def compare(
    one: Iterable[tuple[bytes, bytes, str]],
    other: Iterable[tuple[bytes, bytes, str]],
    *,
    names: tuple[str, str] = ("journalen", "filerna"),
) -> list[Problem]:
    """What two copies of the same versions do not agree on."""
    left, right = _by_number(one), _by_number(other)
    problems = []
    for number in sorted(left.keys() | right.keys()):
        for copies, name in ((left, names[0]), (right, names[1])):
            if number not in copies:
                problems.append(Problem(number, name, f"Versionen saknas i {name}."))
        if number not in left or number not in right:
            continue
        parts = zip(("posten", "innehållet", "kontrollsumman"), left[number], right[number], strict=True)  # fmt: skip
        problems += [
            Problem(number, part, f"{swedish.capitalised(part)} i {names[0]} är inte {_its(part)} i {names[1]}.")
            for part, a, b in parts
            if a != b
        ]  # fmt: skip
    return problems


def verify_copies(copies: Mapping[str, Sequence[tuple[bytes, bytes, str]]]) -> list[Problem]:
    """Each copy of the same versions by itself, then each beside the first. Keys name the copies as
    they are called in the middle of a sentence ("journalen", "filerna")."""
    problems = [
        Problem(p.number, f"{p.where} i {name}", p.said)
        for name, entries in copies.items()
        for p in verify(entries)
    ]
    first, *others = copies
    for other in others:
        problems += compare(copies[first], copies[other], names=(first, other))
    return problems


def _its(part: str) -> str:
    return "detsamma som" if part == "innehållet" else "densamma som"


def _by_number(entries: Iterable[tuple[bytes, bytes, str]]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for entry in entries:
        link = Link(Entry(*entry))
        found[link.number or max(found, default=0) + 1] = link.entry
    return found
