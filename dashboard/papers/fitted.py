"""How large a text becomes on a slide, measured with the packaged font: no other is surely there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import ceil

from PIL import ImageFont

from dashboard.papers.drawing import FONTS
from dashboard.papers.tree import Column

LINE = 1.24  # a line's height in its letters'; also what the font that is shown instead may need
PADDING, GAP = 0.2, 0.08  # inches that a cell keeps free: at its sides together, above and below
UNIT = 100  # letters are measured in this size
Cells = Sequence[Sequence[str]]


def lines(text: str, *, wide: float, size: float, bold: bool = False) -> int:
    """How many lines it takes in `wide` inches, in letters of `size` points: broken between words,
    and within a word that is wider than all of it."""
    room, count, at = wide * 72 * UNIT / size, 1, 0.0
    for word in text.split():
        long = _wide(word, bold)
        if at and at + long > room:
            count, at = count + 1, 0.0
        count += max(0, ceil(long / room) - 1)
        at += long % room + _wide(" ", bold)
    return count


def high(text: str, *, wide: float, size: float, bold: bool = False) -> float:
    """The same in inches."""
    return lines(text, wide=wide, size=size, bold=bold) * size * LINE / 72


def widths(columns: Sequence[Column], cells: Cells, *, wide: float, size: float) -> list[float]:
    """Of each column, in inches: numbers on one line each, and no word broken where there is room;
    the texts share what is left, as the columns' own widths ask for."""
    least = narrowest(columns, cells, size=size)
    left = wide - sum(least)
    if left <= 0:
        return [wide * one / sum(least) for one in least]
    asks = [c.width * 1.5 if c.kind == "text" else 0.35 for c in columns]
    return [one + left * ask / sum(asks) for one, ask in zip(least, asks, strict=True)]


def narrowest(columns: Sequence[Column], cells: Cells, *, size: float) -> list[float]:
    """Inches that each column needs for no number and no word to be broken."""
    return [
        max(_longest(column.name, size, bold=True), *(_longest(row[n], size, whole=column.kind != "text") for row in cells), 0.0) + PADDING
        for n, column in enumerate(columns)
    ]  # fmt: skip


def heights(cells: Cells, *, wide: Sequence[float], size: float, bold: bool = False) -> list[float]:
    """Of each row, in inches, in columns of those widths."""
    return [
        GAP + max(high(cell, wide=one - PADDING, size=size, bold=bold) for cell, one in zip(row, wide, strict=True))
        for row in cells
    ]  # fmt: skip


def _longest(text: str, size: float, *, bold: bool = False, whole: bool = False) -> float:
    """Inches of its longest word, or of all of it."""
    words = [text] if whole else text.split() or [""]
    return max(_wide(word, bold) for word in words) * size / UNIT / 72


@lru_cache(maxsize=4096)
def _wide(word: str, bold: bool) -> float:
    return _font(bold).getlength(word)


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"Lato-{'Bold' if bold else 'Regular'}.ttf", UNIT)
