"""A paper as PDF/A-2a and PDF/UA-1, through typst: tagged, in Swedish, with bookmarks."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from dashboard import swedish
from dashboard.export.friday import FONTS, STANDARDS
from dashboard.export.qr import qr_svg
from dashboard.papers.drawing import drawn
from dashboard.papers.letters import drawable
from dashboard.papers.tree import (
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Figure,
    Mark,
    Paper,
    Subheading,
    Table,
    Text,
    Voices,
)

TEMPLATE = Path(__file__).parent / "paper.typ"
EMPTY = ".."  # a number that is not there


def pdf(paper: Paper) -> bytes:
    """The file; the same bytes for the same paper."""
    page = typst.Compiler(TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True)
    made = page.compile(
        format="pdf",
        sys_inputs=inputs(paper),
        pdf_standards=STANDARDS,
        timestamp=datetime.fromisoformat(paper.at).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def inputs(paper: Paper) -> dict[str, str]:
    """What the template is given: data, never markup."""
    said = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "belongs": paper.belongs,
        "klass": paper.klass,
        "marked": paper.marked,
        "is_example": paper.is_example,
        "facts": paper.facts,
        "summary": paper.summary,
        "foot": paper.foot,
        "sections": [
            {"title": section.title, "blocks": [_block(block) for block in section.blocks]}
            for section in paper.sections
        ],
    }
    day = [int(part) for part in paper.at[:10].split("-")]
    return {"said": json.dumps(_drawable(said) | {"day": day}, ensure_ascii=False)}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Table():
            return {
                "block": "table",
                "caption": block.caption,
                "note": block.note,
                "is_to_sign": block.is_to_sign,
                "columns": [{"name": c.name, "kind": c.kind, "width": c.width} for c in block.columns],
                "rows": [[_cell(cell, column) for cell, column in zip(row, block.columns, strict=True)] for row in block.rows],
            }  # fmt: skip
        case Figure():
            picture = drawn(block.picture)
            return {"block": "figure", "svg": _Svg(picture.svg.decode()), "width": picture.width, "caption": block.caption, "said": block.said}  # fmt: skip
        case Code():
            return {"block": "code", "svg": _Svg(qr_svg(block.content)), "said": block.said}
        case Text():
            return {"block": "text", "words": block.words, "lead": block.lead, "is_quiet": block.is_quiet, "is_large": block.is_large}  # fmt: skip
        case Bullets():
            return {"block": "bullets", "items": block.items}
        case Subheading():
            return {"block": "subheading", "words": block.words}
        case Voices():
            voices = [{"who": v.who, "mark": _mark(v.mark), "leaning": v.leaning, "words": v.words} for v in block.voices]  # fmt: skip
            return {"block": "voices", "voices": voices}


def shown(cell: Cell, column: Column) -> str:
    """A cell as it is read: Swedish numbers, a real minus, .. for a number that is not there."""
    if cell is None:
        return EMPTY if column.kind != "text" else ""
    if isinstance(cell, int):
        is_change = column.kind == "difference"
        return swedish.difference(cell) if is_change else swedish.number(cell)
    return str(cell)


def cells(table: Table) -> list[list[Mark | str]]:
    """All of it, as it is read."""
    return [
        [c if isinstance(c, Mark) else shown(c, k) for c, k in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def _cell(cell: Cell, column: Column) -> Any:
    return _mark(cell) if isinstance(cell, Mark) else shown(cell, column)


def _mark(mark: Mark) -> dict[str, str]:
    return {"shape": mark.shape, "word": mark.word, "role": mark.role}


class _Svg(str):
    """Ours, not people's: left as it is."""


def _drawable(said: Any) -> Any:
    """With letters that can be drawn, and words that a narrow column can break."""
    if isinstance(said, dict):
        return {name: _drawable(value) for name, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [_drawable(value) for value in said]
    if not isinstance(said, str) or isinstance(said, _Svg):
        return said
    return re.sub(r"(\S{24})(?=\S)", "\\1\u200b", drawable(said))
