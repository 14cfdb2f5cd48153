"""What stands around the points of a löfte: its days, parties, diary numbers, basis and reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.pledge.dates import MONTH, MONTHS, PART, WEEK, Found, month_of, times
from dashboard.pledge.people import ROLE
from dashboard.pledge.phrases import ORGANISATION, audience

VALID = re.compile(r"\bgäll\w*|giltig\w*|löftesperiod\w*|löftestid\w*|\bunder tiden\b|\bavser\b|\bperiod\w*", re.IGNORECASE)  # fmt: skip
SPAN = re.compile(rf"(\d{{1,2}})\s+({MONTH})\s*(?:[–-]|till(?: och med)?)\s*(?:den\s+)?(\d{{1,2}})\s+({MONTH})\s+((?:19|20)\d\d)", re.IGNORECASE)  # fmt: skip
YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[–-]\s*((?:19|20)\d\d)(?!\d)")
ONLY_TO = re.compile(r"(?:till|t\.o\.m\.|senast)\s", re.IGNORECASE)
ONLY_FROM = re.compile(r"(?:från|fr\.o\.m\.)\s", re.IGNORECASE)
JOINED = re.compile(r"\s*(?:[–-]|och)?\s*")
NEAR = 40  # letters from what says how long to the time itself
CELL = re.compile(rf"(?:(?P<role>{ROLE})|(?P<organisation>{ORGANISATION}))(?:[\s,]+|$)")
TOGETHER = re.compile(r"\b(?:mellan|ges av|lovar|löfte\w*)\b", re.IGNORECASE)
DIARY = re.compile(r"(?:(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer)[.:]*\s*(?P<named>(?:[A-ZÅÄÖ]{1,5}[ .-]?)?\d[\w.:/-]*\d)|(?P<bare>\bA\d{3}\.\d{3}/\d{4}\b))", re.IGNORECASE)  # fmt: skip
AGREEMENT = re.compile(r"(?:samverkans|samarbets)överenskommelse\w*(?:\s+(?:för\s+)?\d{4}(?:\s*[–-]\s*\d{2,4})?)?", re.IGNORECASE)  # fmt: skip
RESTS = re.compile(
    r"bygger\s+på|grundar\s+sig|utgår\s+från|\bunderlag|\bkom(?:mit)?\s+fram", re.IGNORECASE
)
BASIS = {
    "staff": r"medarbetar\w*",
    "survey": r"\w*enkät\w*|\w*trygghets(?:undersökning|mätning)\w*",
    "dialogue": r"medborgardialog\w*|dialog(?:er)?(?: med \w+)?",
    "tips": r"tips(?: från \w+)?",
    "intelligence": r"\w*underrättelse\w*",
    "statistics": r"\w*statistik(?: över (?:anmälda )?brott)?|brottsutveckling\w*",
    "other": r"(?:\w+ )?lägesbild\w*",
}
REPORTED = re.compile(r"följs\s+upp|uppfölj|redovisa|rapport|återkoppl|sammanfattning|summering|utvärder|invånar\w* (?:får )?(?:svara|tillfråga)", re.IGNORECASE)  # fmt: skip
FINAL = re.compile(r"slutrapport|slutredovis|skriftlig\w*\s+(?:\w+\s+)?(?:sammanfattning|summering|redovisning|rapport|uppföljning)", re.IGNORECASE)  # fmt: skip


def validity(sentences: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """First and last day (ISO), and the sentence. A year is its first and last day."""
    for sentence in sentences:
        said = VALID.search(sentence)
        if said:
            found = _days(sentence[said.start() :])
            if found != (None, None):
                return *found, sentence
    for sentence in sentences:
        is_title = re.search(r"löfte", sentence, re.IGNORECASE) and len(sentence) <= 80
        if is_title or re.fullmatch(r"(?:19|20)\d\d", sentence):
            found = _days(sentence)
            if found != (None, None):
                return *found, sentence
    return None, None, None


def _days(words: str) -> tuple[str | None, str | None]:
    if span := SPAN.search(words):
        year = int(span[5])
        return _iso(year, month_of(span[2]), int(span[1])), _iso(year, month_of(span[4]), int(span[3]))  # fmt: skip
    found = times(words)
    days = [t for t in found if t.on]
    if days:
        first, *more = days
        if more or not ONLY_TO.match(first.words):
            return str(first.on), str(more[0].on) if more else None
        return None, str(first.on)
    if years := YEARS.search(words):
        return f"{years[1]}-01-01", f"{years[2]}-12-31"
    if found and found[0].span and found[0].start <= NEAR:
        return _parts(words, found)
    years_alone = [t for t in found if t.month is None]
    if not years_alone:
        return None, None
    return f"{years_alone[0].year}-01-01", f"{years_alone[0].year}-12-31"


def _parts(words: str, found: Sequence[Found]) -> tuple[str | None, str | None]:
    """From the first of `found`, a month, a week or a quarter, to the end of it, or of the next one
    when it goes on to that."""
    one, *more = found
    assert one.span is not None  # or it was not a part of a year
    first, last = map(str, one.span)
    if more and more[0].span and JOINED.fullmatch(words[one.end : more[0].start]):
        return first, str(more[0].span[1])
    if ONLY_TO.match(one.words):
        return None, last
    return first, None if ONLY_FROM.match(one.words) else last


def parties(signed: Sequence[dict[str, Any]], sentences: Sequence[str]) -> list[dict[str, Any]]:
    """Those who sign, and the others of the first sentence that says who promise together."""
    known = {party["organisation"] for party in signed}
    return [*signed, *(p for p in _together(sentences) if p["organisation"] not in known)]


def signed(lines: Sequence[str]) -> tuple[list[dict[str, Any]], set[int]]:
    """Who signs, from lines of nothing but roles and organisations, and which lines those are."""
    found: list[dict[str, Any]] = []
    used: set[int] = set()
    waiting: list[int] = []  # those of the latest line, without an organisation
    for i, line in enumerate(lines):
        cells = [_cell(part) for part in re.split(r"\s{3,}|\t+|\s*;\s*", line.strip()) if part]
        if not cells or None in cells:
            waiting = waiting if not re.search(r"\w", line) else []
            continue
        told = [cell for cell in cells if cell is not None]
        if all(role is None for role, _ in told):
            if len(told) == len(waiting):
                for at, (_, organisation) in zip(waiting, told, strict=True):
                    found[at]["organisation"] = organisation
                used.add(i)
            waiting = []
            continue
        used.add(i)
        waiting = [len(found) + n for n, (_, name) in enumerate(told) if name is None]
        found += [
            {"organisation": name, "role": role, "sentence": line.strip()} for role, name in told
        ]
    return found, used


def _together(sentences: Sequence[str]) -> list[dict[str, Any]]:
    """The organisations of the first sentence that says they promise together."""
    for sentence in sentences:
        named = list(dict.fromkeys(re.findall(ORGANISATION, sentence)))
        if len(named) > 1 and TOGETHER.search(sentence):
            return [{"organisation": name, "role": None, "sentence": sentence} for name in named]
    return []


def _cell(part: str) -> tuple[str | None, str | None] | None:
    """The role and the organisation that are all of `part`, or None."""
    role = organisation = None
    at = 0
    while at < len(part):
        match = CELL.match(part, at)
        if not match:
            return None
        role, organisation = role or match["role"], organisation or match["organisation"]
        at = match.end()
    return role, organisation


def diary_numbers(lines: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        at = 0
        for match in DIARY.finditer(line):
            who = re.match(rf"\s*\(({ORGANISATION})s?\)", line[match.end() :]) or re.search(
                ORGANISATION, line[at : match.start()]
            )
            at = match.end()
            number = match["named"] or match["bare"]
            found.append({"organisation": who[who.re.groups] if who else None, "number": number, "sentence": line.strip()})  # fmt: skip
    return found


def basis(sentences: Sequence[str]) -> list[dict[str, Any]]:
    """What the löfte rests on, one of each kind, in the order of the text."""
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for n, sentence in enumerate(sentences):
        for kind, says in BASIS.items():
            match = re.search(rf"\b(?:{says})\b", sentence, re.IGNORECASE)
            if match and kind not in found:
                row = {"kind": kind, "words": match[0], "version": None, "sentence": sentence}
                found[kind] = (n * 10_000 + match.start(), row)
    return [row for _, row in sorted(found.values(), key=lambda pair: pair[0])]


def follow_ups(sentences: Sequence[str]) -> tuple[list[dict[str, Any]], str | None, str | None]:
    """Follow-ups, and the day and the sentence of the final report.

    "maj och september" or "v. 18 och v. 40" are two follow-ups, without days: which year is not
    said. A report "senast februari 2020" is due on the last day of the month, and one in a week or a
    quarter on the last of that.
    """
    rows: list[dict[str, Any]] = []
    final_on = final = None
    for sentence in sentences:
        due = [t for t in times(sentence) if t.month or t.days]
        if FINAL.search(sentence) and due and final is None:
            span = due[-1].span
            final_on, final = str(span[1]) if span else None, sentence
            continue
        if not REPORTED.search(sentence):
            continue
        months = re.findall(rf"(?<!\w)(?:{'|'.join(MONTHS)})(?!\w)|{WEEK}|{PART}", sentence, re.IGNORECASE)  # fmt: skip
        told = [(str(t.on) if t.on else None, t.words) for t in due]
        told = told or (
            [(None, month) for month in months] if len(months) > 1 else [(None, sentence)]
        )
        rows += [
            {"on": on, "words": words, "audience": audience(sentence), "sentence": sentence}
            for on, words in told
        ]
    return rows, final_on, final


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
