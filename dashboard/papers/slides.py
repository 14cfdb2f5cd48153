"""A paper cut into slides: some text, and at most one picture or table that fits below or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dashboard.papers import fitted
from dashboard.papers.pdf import cells
from dashboard.papers.tree import (
    Block,
    Bullets,
    Code,
    Figure,
    Section,
    Subheading,
    Table,
    Text,
    Voices,
)

WIDE, HIGH, SIDE, TOP = 13.333, 7.5, 0.7, 1.45  # inches; SIDE and TOP are the slide's margins
WHOLE, BODY = WIDE - 2 * SIDE, HIGH - TOP - 0.8
LINES, LETTERS = 11, 46  # of text beside a picture, and on a line there
ABOVE = 16  # points, of the text above a table
TABLE = (20, 18, 16, 14)  # points of a table that has room on one slide; a longer one: see `size`
FEW = 4  # rows: fewer are not alone on a table's last slide
INSET = 0.2  # inches that a box of text keeps free at its sides
Line = tuple[str, str, bool]  # bold words, other words, whether it is a point of a list


@dataclass
class Slide:
    title: str
    lines: list[Line] = field(default_factory=list)
    visual: Table | Figure | Voices | None = None
    points: int = 0  # of a table's letters and its columns' inches: alike on all its slides
    wide: Sequence[float] = ()


def slides(section: Section, *, is_one: bool = False) -> Iterator[Slide]:
    """Of a section; `is_one`: it is one slide, whatever is in it."""
    now = Slide(section.title)
    for block in section.blocks:
        is_full = now.visual is not None and (isinstance(block, Table | Figure | Voices) or isinstance(now.visual, Table))  # fmt: skip
        if is_full and not is_one:
            yield now
            now = Slide(section.title)
        if isinstance(block, Table):
            *before, now = [now] if is_one else _cut(block, now)
            yield from before
        if isinstance(block, Table | Figure | Voices):
            now.visual = now.visual if isinstance(block, Table) and not is_one else block
            now.lines += [("", block.said, False)] if isinstance(block, Figure) else []
            continue
        for line in _lines(block):
            is_full = sum(map(_rows, now.lines)) + _rows(line) > LINES
            if not is_one and (is_full or (now.visual and isinstance(block, Subheading))):
                is_head = now.visual is None and len(now.lines) > 1 and not now.lines[-1][1]
                follows = now.lines[-1:] if is_head else []
                # a heading goes with what it heads
                now.lines = now.lines[: len(now.lines) - len(follows)]
                yield now
                now = Slide(section.title, follows)
            now.lines.append(line)
    if now.lines or now.visual:
        yield now


def size(table: Table, *, high: float = BODY) -> int:
    """Of its letters, in points: as large as it becomes whole in `high` inches, without a broken word."""
    told = [[str(cell) for cell in row] for row in cells(table)]
    every = [[column.name for column in table.columns], *told]
    for points in TABLE:
        if sum(fitted.narrowest(table.columns, told, size=points)) <= WHOLE:
            wide = fitted.widths(table.columns, told, wide=WHOLE, size=points)
            if sum(fitted.heights(every, wide=wide, size=points, bold=True)) <= high:
                return points
    is_small = len(table.columns) < 5 and len(table.rows) < 9
    return 14 if is_small else 12 if len(table.columns) < 7 else 10


def above(lines: list[Line], *, size: int = ABOVE, wide: float = WHOLE) -> float:
    """Inches that the text above a table or a picture takes, in a box `wide` inches wide."""
    return sum(fitted.high(f"{lead} {words}", wide=wide - INSET, size=size, bold=bool(lead)) + size / 3 / 72 for lead, words, _ in lines) + 0.1  # fmt: skip


def largest(lines: list[Line], *, wide: float, of: Sequence[int]) -> int:
    """The first of the sizes in which the text has room beside a picture; otherwise the last."""
    return next((size for size in of if above(lines, size=size, wide=wide) <= BODY), of[-1])


def _cut(table: Table, now: Slide) -> list[Slide]:
    """The table below what `now` says, its head on each slide; what is noted of it stands first."""
    note = [("", table.note, False)] if table.note else []
    found = [Slide(now.title, [*now.lines, (table.caption, "", False), *note])]
    if above(found[0].lines) > BODY / 2 and now.lines:
        found = [now, Slide(now.title, [(table.caption, "", False), *note])]
    points = size(table, high=BODY - above(found[-1].lines))
    told = [[str(cell) for cell in row] for row in cells(table)]
    wide = fitted.widths(table.columns, told, wide=WHOLE, size=points)
    [head] = fitted.heights([[c.name for c in table.columns]], wide=wide, size=points, bold=True)
    left = BODY - above(found[-1].lines) - head
    room = BODY - above([(f"{table.caption} (99 av 99)", "", False)]) - head
    highs = fitted.heights(told, wide=wide, size=points, bold=True)
    parts = _parts(highs, first=left, room=room)
    for n, part in enumerate(parts, 1):
        if n > 1:
            found.append(Slide(now.title, [(f"{table.caption} ({n} av {len(parts)})", "", False)]))
        found[-1].visual = replace(table, rows=table.rows[part.start : part.stop])
        found[-1].points, found[-1].wide = points, wide
    return found


def _parts(highs: Sequence[float], *, first: float, room: float) -> list[range]:
    """Which rows stand on each slide; the last has some of those before it rather than one alone."""
    starts, left = [0], first
    for n, high in enumerate(highs):
        if high > left and n > starts[-1]:
            starts.append(n)
            left = room
        left -= high
    while len(starts) > 1 and len(highs) - starts[-1] < FEW and starts[-1] - starts[-2] > FEW:
        if sum(highs[starts[-1] - 1 :]) > room:
            break
        starts[-1] -= 1
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(highs)], strict=True)]


def _lines(block: Block) -> list[Line]:
    match block:
        case Text():
            return [(block.lead, block.words, False)]
        case Bullets():
            return [("", item, True) for item in block.items]
        case Subheading():
            return [(block.words, "", False)]
        case Code():
            return [("", block.said, False)]
    return []


def _rows(line: Line) -> int:
    return 1 + (len(line[0]) + len(line[1])) // LETTERS
