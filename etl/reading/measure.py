"""What the XML parts of an Excel workbook hold, counted as expat tells it, before anything is kept.

A few bytes can ask for gigabytes: an entity, a text that a million cells refer to, a cell in the far
corner of a sheet that is held as a rectangle.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from etl.provenance import Refused

MOST_CELLS = 10_000_000
MOST_TEXT = 256 << 20  # characters, with shared texts counted where they are referred to
MOST_ELEMENTS = 40_000_000
MOST_DEPTH = 32
LONGEST_TOKEN = 1 << 20  # bytes; Excel's longest cell is 32,767 characters
ROWS, COLUMNS = 1_048_576, 16_384  # Excel's own
SMALL_SHEET = 1_000_000  # cells of a rectangle that needs no cells to justify it
SHARED = "xl/sharedstrings.xml"
SHEETS = "xl/worksheets/"

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})").fullmatch
_CONTENT = {"v", "f", "is", "t"}


class Broken(Exception):
    """Not a package as Excel writes it."""


def too_much(name: str) -> Refused:
    return Refused(
        f"{name}: arbetsboken är orimligt stor när den packas upp. Ta bort det som inte behövs, "
        "eller spara som CSV."
    )


class Measure:
    """Counts what the parts hold, as expat tells it. Positions are kept as calamine keeps them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._elements = self._cells = self._text = 0
        self._shared: list[int] = []  # characters of each shared text

    def begin(self, part: str) -> None:
        """The shared texts come first: the sheets refer to them."""
        self._parser = parser = expat.ParserCreate()
        self._fed = 0
        parser.buffer_text = True
        self._is_shared = part == SHARED
        self._is_sheet = part.startswith(SHEETS)
        self._depth = self._row = self._column = self._last = self._widest = self._in_sheet = 0
        self._refers = self._in_value = False
        self._value = ""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._no_declarations
        parser.XmlDeclHandler = self._declaration
        if self._is_shared or self._is_sheet:
            parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Raises Refused for too much, Broken and ExpatError for what is no such part."""
        self._parser.Parse(piece, is_last)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > LONGEST_TOKEN and not is_last:
            raise Broken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > MOST_DEPTH or self._elements > MOST_ELEMENTS:
            raise too_much(self._name)
        tag = name.rpartition(":")[2]
        if self._is_sheet:
            if tag == "c":
                self._cell(attributes.get("r"))
                self._refers = attributes.get("t") == "s"
            elif tag == "row":
                self._next_row(attributes.get("r"))
            elif tag in _CONTENT:
                self._last = max(self._last, self._row)
                self._widest = max(self._widest, self._column)
                self._in_value = tag == "v"
        elif self._is_shared and tag == "si":
            if len(self._shared) >= MOST_CELLS // 4:
                raise too_much(self._name)
            self._shared.append(0)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._in_value:
            if self._refers:
                self._count(self._shared[_whole(self._value.strip())])
            self._in_value = False
            self._value = ""
        if not self._depth and self._is_sheet:
            rectangle = self._last * self._widest
            if rectangle > max(SMALL_SHEET, 4 * self._in_sheet):
                raise Refused(
                    f"{self._name}: ett blad har enstaka celler långt utanför tabellen. Kopiera "
                    "tabellen till ett nytt blad, eller spara som CSV."
                )

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._value += text[:8]
        elif self._is_shared and self._shared:
            self._shared[-1] += len(text)

    def _count(self, characters: int) -> None:
        self._text += characters
        if self._text > MOST_TEXT:
            raise too_much(self._name)

    def _next_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else _whole(number)
        if not self._row < row <= ROWS:
            raise Broken
        self._row, self._column = row, 0

    def _cell(self, reference: str | None) -> None:
        self._cells += 1
        self._in_sheet += 1
        if self._cells > MOST_CELLS:
            raise too_much(self._name)
        if not self._row:
            raise Broken
        if reference is None:
            self._column += 1
        else:
            found = _CELL(reference)
            if not found or int(found[2]) != self._row:
                raise Broken
            column = _column(found[1])
            if column <= self._column:  # a second text for the same cell would hide the first
                raise Broken
            self._column = column
        if self._column > COLUMNS:
            raise Broken

    def _no_declarations(self, *about: object) -> None:
        raise Refused(
            f"{self._name}: filen har deklarationer som Excel aldrig skriver och läses därför "
            "inte. Öppna den i Excel och spara den på nytt som xlsx eller CSV."
        )

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":  # the reader behind us knows no other
            raise Broken


@lru_cache(COLUMNS)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Broken
    return int(text)
