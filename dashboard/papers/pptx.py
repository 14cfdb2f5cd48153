"""A paper as slides to go on working in: real titles, tables with heads, alternative texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from dashboard.export.plain import clean, one_line
from dashboard.papers import fitted
from dashboard.papers.docx import COLOURS, INK, QUIET
from dashboard.papers.drawing import drawn
from dashboard.papers.pdf import cells
from dashboard.papers.slides import (
    ABOVE,
    BODY,
    HIGH,
    INSET,
    SIDE,
    TABLE,
    TOP,
    WHOLE,
    WIDE,
    Line,
    Slide,
    above,
    largest,
    size,
    slides,
)
from dashboard.papers.tree import Column, Figure, Mark, Paper, Table, Voices
from dashboard.papers.zipped import zipped_again

LARGE, SMALL = (28, 24, 20, 16, 13), (20, 16, 13)  # points: of a talk, and of a report as slides
FEW_LETTERS = 300  # of text that leaves two thirds of the slide to its picture
LAYOUTS = {"title": 0, "body": 1, "only": 5}


def pptx(paper: Paper) -> bytes:
    """The file; the same bytes for the same paper."""
    made = _Pptx(paper)
    if not paper.is_slides:
        made.front()
    for section in paper.sections:
        for slide in slides(section, is_one=paper.is_slides):
            made.slide(slide)
    return zipped_again(made.saved())


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
        high = 0.2 + fitted.high(self.paper.title, wide=WHOLE - INSET, size=40, bold=True)
        _place(title, SIDE, 1.0, WHOLE, high)
        _place(subtitle, SIDE, 1.1 + high, WHOLE, HIGH - 2.0 - high)
        _write(title.text_frame, [("", self.paper.title, False)], size=40, bold=True)
        example = [("EXEMPELDATA: allt här är påhittat.", "", False)] if self.paper.is_example else []  # fmt: skip
        lines = [("", self.paper.subtitle, False), *example, *(("", one, True) for one in self.paper.summary)]  # fmt: skip
        _write(subtitle.text_frame, lines, size=20)
        self._running(slide)

    def slide(self, said: Slide) -> None:
        name = "body" if said.lines else "only"
        slide = self.pptx.slides.add_slide(self.pptx.slide_layouts[LAYOUTS[name]])
        _place(slide.shapes.title, SIDE, 0.45, WHOLE, 0.9)
        _write(slide.shapes.title.text_frame, [("", said.title, False)], size=32, bold=True)
        if isinstance(said.visual, Table):
            self._below(slide, said, said.visual)
        else:
            self._beside(slide, said)
        self._running(slide)

    def _below(self, slide: Any, on: Slide, said: Table) -> None:
        """The table as wide as the slide, below what is said of it."""
        high = above(on.lines) if on.lines else 0.0
        if on.lines:
            body = slide.placeholders[1]
            _place(body, SIDE, TOP, WHOLE, high)
            _write(body.text_frame, on.lines, size=ABOVE)
        points, told = on.points or size(said, high=BODY - high), cells(said)
        wide = on.wide or fitted.widths(said.columns, [[str(c) for c in row] for row in told], wide=WHOLE, size=points)  # fmt: skip
        self._table(slide, said.columns, told, wide, at=(SIDE, TOP + high), points=points, said=said.caption)  # fmt: skip

    def _beside(self, slide: Any, said: Slide) -> None:
        """Text to the left of the picture or the parties, where there are any; above a picture that
        becomes larger so. As large as there is room for: it is read from afar."""
        letters = sum(len(lead) + len(words) for lead, words, _ in said.lines)
        share = 0.32 if letters < FEW_LETTERS and isinstance(said.visual, Figure) else 0.42
        left, high = WHOLE if said.visual is None else (WHOLE - 0.4) * share, BODY
        sizes = LARGE if self.paper.is_slides else SMALL
        points = largest(said.lines, wide=left - INSET, of=sizes)
        at, top = SIDE + left + 0.4 if said.lines else SIDE, TOP
        wide = WIDE - SIDE - at
        if isinstance(said.visual, Figure):
            picture = drawn(said.visual.picture, beside=wide / BODY)
            over = above(said.lines, size=20) if said.lines else 0.0
            scale = min(wide / picture.width, BODY / picture.height)
            whole = min(WHOLE / picture.width, (BODY - over) / picture.height)
            if said.lines and whole > scale:
                left, high, points, scale, at, top = WHOLE, over, 20, whole, SIDE, TOP + over
            shape = slide.shapes.add_picture(io.BytesIO(picture.png), Inches(at), Inches(top), width=Inches(picture.width * scale))  # fmt: skip
            _described(shape, said.visual.said, name=said.visual.name)
        elif isinstance(said.visual, Voices):
            self._voices(slide, said.visual, at=at, wide=wide)
        if said.lines:
            body = slide.placeholders[1]
            _place(body, SIDE, TOP, left, high)
            _write(body.text_frame, said.lines, size=points)

    def _voices(self, slide: Any, said: Voices, *, at: float, wide: float) -> None:
        """A column for each party, all as wide."""
        told: list[list[Mark | str]] = [[voice.mark for voice in said.voices]]
        for part in ("leaning", "words"):
            if any(getattr(voice, part) for voice in said.voices):
                told.append([getattr(voice, part) for voice in said.voices])
        columns = [Column(voice.who) for voice in said.voices]
        each = [wide / len(columns)] * len(columns)
        words = [[c.name for c in columns], *([str(cell) for cell in row] for row in told)]
        points = next((size for size in TABLE if sum(fitted.heights(words, wide=each, size=size, bold=True)) <= BODY), TABLE[-1])  # fmt: skip
        self._table(slide, columns, told, each, at=(at, TOP), points=points, said="Parternas bedömningar, sida vid sida")  # fmt: skip

    def _table(
        self, slide: Any, columns: Sequence[Column], told: Sequence[Sequence[Mark | str]], wide: Sequence[float],
        *, at: tuple[float, float], points: int, said: str,
    ) -> None:  # fmt: skip
        head = [column.name for column in columns]
        rows = [head, *told]
        high = fitted.heights([[str(c) for c in row] for row in rows], wide=wide, size=points, bold=True)  # fmt: skip
        frame = slide.shapes.add_table(len(rows), len(head), *map(Inches, (*at, sum(wide), sum(high))))  # fmt: skip
        _described(frame, said, name=said)
        table = frame.table
        table._tbl.tblPr.find(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
        ).text = PLAIN
        for column, one in zip(table.columns, wide, strict=True):
            column.width = Inches(one)
        for line, row, one in zip(table.rows, rows, high, strict=True):
            line.height = Inches(one)
            is_head = row is head
            for cell, given, column in zip(line.cells, row, columns, strict=True):
                cell.margin_top = cell.margin_bottom = Inches(fitted.GAP / 2)
                cell.vertical_anchor = MSO_ANCHOR.TOP
                colour = COLOURS[given.role] if isinstance(given, Mark) else QUIET if is_head else INK  # fmt: skip
                bold = is_head or (isinstance(given, Mark) and given.role != "quiet")
                _write(cell.text_frame, [("", str(given), False)], size=points, bold=bold, colour=colour, after=0)  # fmt: skip
                if column.kind != "text":
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _running(self, slide: Any) -> None:
        """Class, period, edition and checksum on each slide."""
        box = slide.shapes.add_textbox(Inches(SIDE), Inches(HIGH - 0.62), Inches(WHOLE), Inches(0.5))  # fmt: skip
        box.name = "Klass och källa"
        number = len(self.pptx.slides)
        said = f"{self.paper.belongs} · {self.paper.marked} · bild {number}"
        _write(box.text_frame, [("", said, False), ("", self.paper.foot, False)], size=9, colour=QUIET)  # fmt: skip


PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the style "No Style, No Grid"


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def _write(frame: Any, lines: Sequence[Line], *, size: float, bold: bool = False, colour: str = INK, after: float = 1 / 3) -> None:  # fmt: skip
    """Text only, `after` is the room below a line in its letters; a line that is no point of a list has no bullet."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for n, (lead, words, is_point) in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * after)
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
