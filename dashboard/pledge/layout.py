"""A text as it comes out of a PDF, in headings, points and paragraphs, each under its section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

POINT = re.compile(r"^\s*(?:(?P<number>\d{1,2}[.)]|[a-z]\))|[•·▪●○◦*\uf0b7o–—-])\s+(?=\S)")
PAGE = re.compile(r"^\s*(?:sida\s*)?\d{1,2}\s*(?:\(\d{1,2}\)|av \d{1,2})?\s*$|^[\s_.…-]*$", re.IGNORECASE)  # fmt: skip
ENDED = re.compile(r"[.:!?)]\s*$")
ENDS = re.compile(r"(?<!t\.ex)(?<!bl\.a)(?<!m\.fl)(?<!m\.m)(?<!dvs)(?<!\bca)(?<!\bkl)(?<!\bnr)(?<=[.!?])\s+(?=[A-ZÅÄÖ])")  # fmt: skip
LONGEST_HEADING = 70
YEAR = re.compile(r"(?:19|20)\d\d")
SECTIONS = {
    "signed": r"^underskrift|^undertecknas?\b|^ort och datum|^parter",
    "follow_ups": r"uppfölj|utvärder|återkoppl|^redovisning",
    "cause": r"^orsak",
    "goals": r"^(?:övergripande\s+)?mål(?:en|sättning\w*)?\b",
    "basis": r"^bakgrund|^underlag|bygger på|^dialog",
    "focus": r"problembild|^lägesbild|nuläge|fokusområde|prioritera|problemområde",
    "activities": r"aktivitet|åtgärd|insatser\b|\blovar\b|\blöften\b|löftet innebär|\bska göra\b|åtagande",
}


@dataclass(frozen=True)
class Block:
    """`kind` is heading, point or paragraph; `section` a key of SECTIONS or "" before the first; `under` the
    latest heading that opened no section."""

    kind: str
    text: str
    is_numbered: bool = False
    section: str = ""
    under: str = ""


def blocks(lines: Sequence[str | None]) -> list[Block]:
    """In the order of the text, each on one line. None is a line that was taken out: nothing goes on
    across it."""
    found = list(
        _raw([line for line in lines if not line or not line.strip() or not PAGE.match(line)])
    )
    placed, section, under = [], "", ""
    for block, after in zip(found, [*found, None][1:], strict=True):
        if block.is_numbered and after and not after.is_numbered and _is_short(block.text):
            block = replace(block, kind="heading")  # 1. Narkotika, and its points below
        if block.kind == "heading":
            opened = section_of(block.text)
            section, under = (opened, "") if opened else (section, block.text)
        placed.append(replace(block, section=section, under=under))
    return placed


def section_of(heading: str) -> str:
    """The section that a heading opens, "" for none."""
    return next((name for name, says in SECTIONS.items() if re.search(says, heading, re.IGNORECASE)), "")  # fmt: skip


def sentences(text: str) -> list[str]:
    return [said.strip() for said in ENDS.split(text) if said.strip()]


def _raw(lines: Sequence[str | None]) -> Iterator[Block]:
    block: Block | None = None
    for i, line in enumerate(lines):
        point = POINT.match(line or "")
        ended = block is None or block.kind == "heading" or bool(ENDED.search(block.text))
        if line and point:
            fresh = Block("point", line[point.end() :].strip(), bool(point["number"]))
        elif line is None:
            fresh = None
        elif not line.strip():
            # a page may turn in the middle of a point: it goes on in small letters
            if not ended and _is_continued(lines[i + 1 :]):
                continue
            fresh = None
        elif ended and _is_heading(line, (lines[i + 1 : i + 2] or [None])[0] or ""):
            fresh = Block("heading", _unnumbered(line).rstrip(":"))
        elif block and block.kind != "heading":
            block = replace(block, text=_joined(block.text, line.strip()))
            continue
        else:
            fresh = Block("paragraph", line.strip())
        if block:
            yield block
        block = fresh
    if block:
        yield block


def _is_continued(lines: Sequence[str | None]) -> bool:
    after = next((line for line in lines if line is None or line.strip()), None) or ""
    return after.strip()[:1].islower() and not POINT.match(after)


def _is_heading(line: str, after: str) -> bool:
    said = _unnumbered(line)
    if not _is_short(said) or not (said[:1].isupper() or YEAR.fullmatch(said)):
        return False
    return (
        not after.strip()
        or bool(POINT.match(after))
        or after.strip()[:1].isupper()
        or bool(YEAR.fullmatch(after.strip()))
    )


def _unnumbered(heading: str) -> str:
    return re.sub(r"^\d{1,2}(?:\.\d{1,2})*\s+(?=[A-ZÅÄÖ])", "", heading.strip())


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not re.search(r"[.,;)]$", text)


def _joined(text: str, line: str) -> str:
    """Two lines as one; a word that was divided is whole again."""
    text = text.replace("\u00ad", "") if not text.endswith("\u00ad") else text[:-1] + "-"
    if re.search(r"[a-zåäö]-$", text) and re.match(r"[a-zåäö]", line):
        return f"{text} {line}" if re.match(r"(?:och|eller|samt)\b", line) else text[:-1] + line
    return text + line if re.search(r"\w-$", text) else f"{text} {line}"
