"""A paper as slides to go on working in: real titles, tables with heads, alternative texts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Pt

from dashboard.export.plain import clean, one_line
from dashboard.papers.docx import COLOURS, INK, QUIET
from dashboard.papers.drawing import drawn
from dashboard.papers.pdf import shown
from dashboard.papers.tree import (
    Block,
    Bullets,
    Code,
    Figure,
    Mark,
    Paper,
    Section,
    Subheading,
    Table,
    Text,
    Voices,
)
from dashboard.papers.zipped import zipped_again

WIDE, HIGH, SIDE, TOP = 13.333, 7.5, 0.7, 1.55  # inches; SIDE and TOP are the slide's margins
ROWS = 11  # of a table, on a slide
LINES = 11  # of text, on a slide
LETTERS = {True: 92, False: 46}  # on a line, on the whole slide or on half of it
LAYOUTS = {"title": 0, "body": 1, "only": 5}
Line = tuple[str, str, bool]  # bold words, other words, whether it is a point of a list


@dataclass
class Slide:
    title: str
    lines: list[Line] = field(default_factory=list)
    visual: Table | Figure | Voices | None = None


def pptx(paper: Paper) -> bytes:
    """The file; the same bytes for the same paper."""
    made = _Pptx(paper)
    if not paper.is_slides:
        made.front()
    for section in paper.sections:
        for slide in slides(section, is_one=paper.is_slides):
            made.slide(slide)
    return zipped_again(made.saved())


def slides(section: Section, *, is_one: bool = False) -> Iterator[Slide]:
    """What stands on each slide of a section: some text, and at most one picture or table."""
    now = Slide(section.title)
    for block in _cut(section.blocks, is_one=is_one):
        if isinstance(block, Table | Figure | Voices):
            if now.visual is not None:
                yield now
                now = Slide(section.title)
            now.visual = block
            if isinstance(block, Figure):
                now.lines.append(("", block.said, False))
            continue
        for line in _lines(block):
            is_full = sum(map(_high, now.lines)) + _high(line) > LINES
            if not is_one and (is_full or (now.visual and isinstance(block, Subheading))):
                yield now
                now = Slide(section.title)
            now.lines.append(line)
    if now.lines or now.visual:
        yield now


def _cut(blocks: Sequence[Block], *, is_one: bool) -> Iterator[Block]:
    """With long tables in parts that a slide can hold, each with the head; notes are text."""
    for block in blocks:
        if not isinstance(block, Table) or is_one:
            yield block
            continue
        starts = range(0, max(len(block.rows), 1), ROWS)
        for n, start in enumerate(starts, 1):
            more = f" ({n} av {len(starts)})" if len(starts) > 1 else ""
            yield Table(block.name, block.caption + more, block.columns, block.rows[start : start + ROWS])  # fmt: skip
        if block.note:
            yield Text(block.note, is_quiet=True)


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


def _high(line: Line) -> int:
    return 1 + (len(line[0]) + len(line[1])) // LETTERS[False]


class _Pptx:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pptx = Presentation()
        self.pptx.slide_width, self.pptx.slide_height = Inches(WIDE), Inches(HIGH)
        about = self.pptx.core_properties
        about.title, about.subject, about.language = one_line(f"{paper.title}, {paper.subtitle}")[:255], paper.klass, "sv-SE"  # fmt: skip
        about.author = about.last_modified_by = ""
        about.created = about.modified = datetime.fromisoformat(paper.at)
        about.revision = 1

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.pptx.save(out)
        return out.getvalue()

    def front(self) -> None:
        slide = self.pptx.slides.add_slide(self.pptx.slide_layouts[LAYOUTS["title"]])
        title, subtitle = slide.shapes.title, slide.placeholders[1]
        _place(title, SIDE, 1.0, WIDE - 2 * SIDE, 1.1)
        _place(subtitle, SIDE, 2.2, WIDE - 2 * SIDE, 4.2)
        _write(title.text_frame, [("", self.paper.title, False)], size=44, bold=True)
        example = [("EXEMPELDATA: allt här är påhittat.", "", False)] if self.paper.is_example else []  # fmt: skip
        lines = [("", self.paper.subtitle, False), *example, *(("", one, True) for one in self.paper.summary)]  # fmt: skip
        _write(subtitle.text_frame, lines, size=20)
        self._running(slide)

    def slide(self, said: Slide) -> None:
        name = "body" if said.lines else "only"
        slide = self.pptx.slides.add_slide(self.pptx.slide_layouts[LAYOUTS[name]])
        _place(slide.shapes.title, SIDE, 0.45, WIDE - 2 * SIDE, 0.9)
        _write(slide.shapes.title.text_frame, [("", said.title, False)], size=32, bold=True)
        whole = WIDE - 2 * SIDE
        left = whole if said.visual is None else (whole - 0.4) * 0.42
        if said.lines:
            body = slide.placeholders[1]
            _place(body, SIDE, TOP, left, HIGH - TOP - 0.85)
            room = LETTERS[said.visual is None]
            count = sum(1 + (len(a) + len(b)) // room for a, b, _ in said.lines)
            _write(body.text_frame, said.lines, size=20 if count < 9 else 16 if count < 14 else 13)
        at = SIDE + left + 0.4 if said.lines else SIDE
        self._visual(slide, said.visual, at=at, wide=WIDE - SIDE - at)
        self._running(slide)

    def _visual(self, slide: Any, said: Any, *, at: float, wide: float) -> None:
        if isinstance(said, Figure):
            picture = drawn(said.picture)
            scale = min(wide / picture.width, (HIGH - TOP - 0.9) / picture.height)
            shape = slide.shapes.add_picture(io.BytesIO(picture.png), Inches(at), Inches(TOP), width=Inches(picture.width * scale))  # fmt: skip
            _described(shape, said.said, name=said.name)
        elif isinstance(said, Table):
            head = [column.name for column in said.columns]
            cells = [[(c if isinstance(c, Mark) else shown(c, k)) for c, k in zip(row, said.columns, strict=True)] for row in said.rows]  # fmt: skip
            shares = [c.width * 1.6 if c.kind == "text" else 1.0 for c in said.columns]
            right = [c.kind != "text" for c in said.columns]
            self._table(slide, head, cells, shares, right, at=at, wide=wide, said=said.caption)
        elif said is not None:
            head = [voice.who for voice in said.voices]
            told = [[voice.mark for voice in said.voices]]
            for part in ("leaning", "words"):
                if any(getattr(voice, part) for voice in said.voices):
                    told.append([getattr(voice, part) for voice in said.voices])
            self._table(slide, head, told, [1.0] * len(head), [False] * len(head), at=at, wide=wide, said="Parternas bedömningar, sida vid sida")  # fmt: skip

    def _table(
        self, slide: Any, head: list[str], cells: list[list[Any]], shares: list[float], right: list[bool],
        *, at: float, wide: float, said: str,
    ) -> None:  # fmt: skip
        high = 0.36 * (len(cells) + 1)
        frame = slide.shapes.add_table(len(cells) + 1, len(head), Inches(at), Inches(TOP + 0.1), Inches(wide), Inches(high))  # fmt: skip
        _described(frame, said, name=said)
        table = frame.table
        table._tbl.tblPr.find(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
        ).text = PLAIN
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(int(Inches(wide) * share / sum(shares)))
        size = 14 if len(head) < 5 and len(cells) < 9 else 12 if len(head) < 7 else 10
        for line, row in zip(table.rows, [head, *cells], strict=True):
            line.height = Inches(0.36)
            is_head = line is table.rows[0] or row is head
            for cell, given, is_right in zip(line.cells, row, right, strict=True):
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                cell.vertical_anchor = MSO_ANCHOR.TOP
                colour = COLOURS[given.role] if isinstance(given, Mark) else QUIET if is_head else INK  # fmt: skip
                bold = is_head or (isinstance(given, Mark) and given.role != "quiet")
                _write(cell.text_frame, [("", str(given), False)], size=size, bold=bold, colour=colour)  # fmt: skip
                if is_right:
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _running(self, slide: Any) -> None:
        """Class, period, edition and checksum on each slide."""
        box = slide.shapes.add_textbox(Inches(SIDE), Inches(HIGH - 0.62), Inches(WIDE - 2 * SIDE), Inches(0.5))  # fmt: skip
        box.name = "Klass och källa"
        number = len(self.pptx.slides)
        said = f"{self.paper.belongs} · {self.paper.marked} · bild {number}"
        _write(box.text_frame, [("", said, False), ("", self.paper.foot, False)], size=9, colour=QUIET)  # fmt: skip


PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the style "No Style, No Grid"


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def _write(frame: Any, lines: Sequence[Line], *, size: float, bold: bool = False, colour: str = INK) -> None:  # fmt: skip
    """Text only; a line that is no point of a list has no bullet."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for n, (lead, words, is_point) in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size / 3)
        for text, is_bold in ((lead + " " if lead and words else lead, True), (words, bold)):
            if text:
                run = paragraph.add_run()
                run.text = clean(text).replace("\n", " ").replace("\v", " ").replace("\t", " ")
                run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Calibri"
                run.font.color.rgb = RGBColor.from_string(colour)
                run.font.language_id = MSO_LANGUAGE_ID.SWEDISH
        _bullet(paragraph, is_point, size)


def _bullet(paragraph: Any, is_point: bool, size: float) -> None:
    about = paragraph._p.get_or_add_pPr()
    for child in list(about):
        if child.tag.endswith(("buNone", "buChar", "buAutoNum")):
            about.remove(child)
    indent = str(int(Pt(size))) if is_point else "0"
    about.set("marL", indent)
    about.set("indent", "-" + indent if is_point else "0")
    name = "a:buChar" if is_point else "a:buNone"
    about.append(_element(name, char="•") if is_point else _element(name))


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(key, value)
    return element


def _described(shape: Any, said: str, *, name: str) -> None:
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("descr", clean(said))
    about.set("name", one_line(name))
