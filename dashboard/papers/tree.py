"""A paper as a tree of what is said. Every renderer takes it; none of them asks for anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.papers.pictures import Picture

Role = Literal["ink", "quiet", "look", "clear", "fewer", "raised", "serious"]


@dataclass(frozen=True)
class Mark:
    """Shape, word and colour together: the shape is one of ○ ● ▲ ■ ◆ ◇ ▾ – ✓ △ ◌."""

    shape: str
    word: str
    role: Role = "ink"

    def __str__(self) -> str:
        return f"{self.shape} {self.word}".strip()


Cell = str | int | Mark | None


@dataclass(frozen=True)
class Column:
    """`kind`: text, count (a whole number), difference (with its sign) or decimal (a text)."""

    name: str
    kind: Literal["text", "count", "difference", "decimal"] = "text"
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """`name` is of letters, digits and hyphens: a file's name. `of` is the document's table that
    stands here whole: each of its rows is a row here, or where it `is_spread` a number here."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    of: str = ""
    is_spread: bool = False
    codes: tuple[str, ...] = ()  # of each row, where a row is an area
    is_to_sign: bool = False  # its rows need room for a pen

    def stands_for(self) -> int:
        """How many rows of the document's table are here."""
        if not self.is_spread:
            return len(self.rows)
        at = [n for n, c in enumerate(self.columns) if c.kind in ("count", "decimal")]
        return sum(row[n] is not None for row in self.rows for n in at)


@dataclass(frozen=True)
class Figure:
    """`said` is the picture's message in words, and its alternative text."""

    name: str
    picture: Picture
    caption: str
    said: str


@dataclass(frozen=True)
class Text:
    words: str
    lead: str = ""  # in bold before it
    is_quiet: bool = False
    is_large: bool = False


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Voice:
    """What a party says, as large as the others."""

    who: str
    mark: Mark
    leaning: str = ""
    words: str = ""


@dataclass(frozen=True)
class Voices:
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Subheading:
    words: str


@dataclass(frozen=True)
class Code:
    """A text as a picture that a phone reads; `said` is the same for people."""

    content: str
    said: str


Block = Table | Figure | Text | Bullets | Voices | Subheading | Code


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """`belongs` is what stands on top of each page, `foot` at its end. `day` and `at` are the
    version's, ISO: no paper knows when it was made."""

    kind: str
    title: str
    subtitle: str
    belongs: str
    klass: str
    is_example: bool
    facts: tuple[tuple[str, str], ...]  # period, area, edition …
    sections: tuple[Section, ...]
    foot: str
    at: str
    version: str
    checksum: str
    kommuner: tuple[str, ...] = ()  # the codes of those it is about
    summary: tuple[str, ...] = ()
    data: tuple[
        Table, ...
    ] = ()  # what the version keeps, as it keeps it: for programs, not on pages
    is_slides: bool = False  # each section is one slide, and there are no others

    @property
    def marked(self) -> str:
        """Får publiceras · EXEMPELDATA"""
        return f"{self.klass} · EXEMPELDATA" if self.is_example else self.klass

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> list[Table]:
        return [block for block in self.blocks() if isinstance(block, Table)]

    def figures(self) -> list[Figure]:
        return [block for block in self.blocks() if isinstance(block, Figure)]


def texts(paper: Paper) -> Iterator[str]:
    """Everything that can be read in it."""
    yield from (paper.title, paper.subtitle, paper.belongs, paper.foot, *paper.summary)
    yield from (part for fact in paper.facts for part in fact)
    for section in paper.sections:
        yield section.title
        for block in section.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from (block.caption, block.note, *(c.name for c in block.columns))
            yield from (str(cell) for row in block.rows for cell in row if cell is not None)
        case Figure():
            yield from (block.caption, block.said)
        case Text():
            yield from (block.lead, block.words)
        case Bullets():
            yield from block.items
        case Voices():
            for voice in block.voices:
                yield from (voice.who, str(voice.mark), voice.leaning, voice.words)
        case Subheading():
            yield block.words
        case Code():
            yield from (block.content, block.said)


Kind = Literal["text", "count", "difference", "decimal"]


def columns(*said: str | tuple[str, Kind] | tuple[str, Kind, float]) -> tuple[Column, ...]:
    """ "Plats", ("Antal", "count"), ("Vad", "text", 2.5)"""
    return tuple(Column(one) if isinstance(one, str) else Column(*one) for one in said)


def rows(found: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(row) for row in found)
