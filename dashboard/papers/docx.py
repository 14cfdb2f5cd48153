"""A paper as a Word document to go on writing in: real styles, heads, footers, alternative texts."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, get_args

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dashboard.export.plain import clean, one_line
from dashboard.export.word import INK, QUIET, described, ruled, run, together, with_head, write
from dashboard.export.word import Paper as Word
from dashboard.figures.palette import LIGHT
from dashboard.papers import fitted
from dashboard.papers.drawing import drawn
from dashboard.papers.pdf import cells
from dashboard.papers.qr_picture import qr_png
from dashboard.papers.tree import (
    Block,
    Bullets,
    Code,
    Figure,
    Mark,
    Paper,
    Role,
    Section,
    Subheading,
    Table,
    Text,
    Voices,
)
from dashboard.papers.zipped import zipped_again

COLOURS = {role: getattr(LIGHT, role)[1:].upper() for role in get_args(Role)}
SHORT = 11  # rows of a table that is not broken
WIDTH = 17.0  # centimetres between the margins


def docx(paper: Paper) -> bytes:
    """The file; the same bytes for the same paper."""
    made = _Docx(paper)
    made.front()
    for section in paper.sections:
        made.section(section)
    return zipped_again(made.saved())


class _Docx(Word):
    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self.pictures = 0
        about = self.docx.core_properties
        about.title, about.language, about.author = one_line(f"{paper.title}, {paper.subtitle}")[:255], "sv-SE", ""  # fmt: skip
        about.subject, about.comments, about.last_modified_by = paper.klass, "", ""
        about.created = about.modified = datetime.fromisoformat(paper.at)
        _caption_style(self.docx)
        self._running()

    def front(self) -> None:
        paper = self.paper
        self.docx.add_paragraph(one_line(paper.title), style="Title")
        self.line(one_line(paper.subtitle), style="Subtitle")
        if paper.is_example:
            self.line("EXEMPELDATA: allt här är påhittat.", bold=True)
        if paper.summary:
            self.line("I korthet", bold=True)
            for item in paper.summary:
                self.line(item, style="List Bullet")
        if not paper.facts:
            return
        table = self.docx.add_table(rows=0, cols=2)
        for name, said in paper.facts:
            cells = table.add_row().cells
            write(cells[0], name, colour=QUIET)
            write(cells[1], said)
        _widths(table, (3.5, WIDTH - 3.5))
        described(table, "Vad dokumentet gäller: uppgift och värde")

    def section(self, section: Section) -> None:
        self.heading(section.title)
        for block, then in zip(section.blocks, [*section.blocks[1:], None], strict=True):
            self.block(block)
            leads = isinstance(block, Text) and isinstance(then, Table | Figure | Voices | Bullets)
            if leads or isinstance(then, Code):
                self.docx.paragraphs[-1].paragraph_format.keep_with_next = True
            if isinstance(block, Table) and isinstance(then, Code):
                together(self.docx.tables[-1], has_note=True)

    def block(self, block: Block) -> None:
        match block:
            case Table():
                self.data(block)
            case Figure():
                picture = drawn(block.picture)
                width = Inches(min(picture.width, WIDTH / 2.54))
                self.picture(picture.png, width=width, said=block.said, name=block.name)
                self.line(block.caption, style="Caption")
                run(self.line("I text: ", bold=True), block.said)
            case Text():
                line = self.line(f"{block.lead} " if block.lead else "", bold=True)
                run(line, block.words, colour=QUIET if block.is_quiet else INK)
                if block.is_large:
                    for one in line.runs:
                        one.font.size = Pt(14)
            case Bullets():
                for item in block.items:
                    self.line(item, style="List Bullet")
            case Subheading():
                self.heading(block.words, level=2)
            case Voices():
                self.voices(block)
            case Code():
                said = "QR-kod med versionens nummer och kontrollsumma. Samma sak står i texten."
                self.picture(qr_png(block.content), width=Cm(2.6), said=said, name="qr")
                self.line(block.said, colour=QUIET)

    def data(self, said: Table) -> None:
        title = self.line(said.caption, bold=True)
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_before = Pt(8)
        table = self.docx.add_table(rows=1 + len(said.rows), cols=len(said.columns))
        ruled(table)
        size = 9.5 if len(said.columns) < 7 else 8
        told = cells(said)
        rows: list[list[Any]] = [[c.name for c in said.columns], *told]
        # a table's own `rows` and `cells` look through all of it each time
        for element, row in zip(table._tbl.tr_lst, rows, strict=True):
            is_head = element is table._tbl.tr_lst[0]
            for cell, value, column in zip(element.tc_lst, row, said.columns, strict=True):
                line = Paragraph(cell.p_lst[0], table)
                colour, bold = (QUIET, True) if is_head else (INK, False)
                if isinstance(value, Mark):
                    colour, bold = COLOURS[value.role], value.role != "quiet"
                run(line, one_line(str(value)), bold=bold, colour=colour)
                line.runs[0].font.size = Pt(size)
                if column.kind != "text":
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        wide = fitted.widths(said.columns, [[str(c) for c in row] for row in told], wide=WIDTH / 2.54, size=size)  # fmt: skip
        _widths(table, [inches * 2.54 for inches in wide])
        if said.is_to_sign:
            for written in table.rows[1:]:
                written.height = Cm(1.3)
        with_head(table)
        texts = sum(column.kind == "text" for column in said.columns)
        is_long = len(said.rows) > SHORT or (texts > 3 and len(said.rows) > 4)  # as in the PDF
        together(table, is_long=is_long, has_note=bool(said.note))
        described(table, said.caption)
        self.line(said.note, style="Caption")

    def voices(self, said: Voices) -> None:
        """One column for each party, all as wide."""
        table = self.docx.add_table(rows=2, cols=len(said.voices))
        ruled(table)
        for head, cell, voice in zip(table.rows[0].cells, table.rows[1].cells, said.voices, strict=True):  # fmt: skip
            write(head, voice.who, bold=True)
            write(cell, str(voice.mark), bold=True, colour=COLOURS[voice.mark.role])
            for text in filter(None, (voice.leaning, voice.words)):
                run(cell.add_paragraph(), text)
        with_head(table)
        together(table)
        described(table, "Parternas bedömningar, sida vid sida")

    def picture(self, png: bytes, *, width: Any, said: str, name: str) -> None:
        self.pictures += 1
        line = self.docx.add_paragraph()
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(png), width=width)
        about = shape._inline.docPr
        about.set("descr", clean(said))
        about.set("name", f"Bild {self.pictures}: {name}")

    def _running(self) -> None:
        """What it belongs to and its class on top of each page, where it is from at its end."""
        section = self.docx.sections[0]
        for name in ("Header", "Footer"):
            self.docx.styles[
                name
            ].paragraph_format.tab_stops.clear_all()  # they are of another page
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
        for line, left in ((section.header.paragraphs[0], self.paper.belongs), (section.footer.paragraphs[0], self.paper.foot)):  # fmt: skip
            line.paragraph_format.tab_stops.clear_all()
            line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
            run(line, one_line(left), colour=QUIET)
        run(section.header.paragraphs[0], f"\t{one_line(self.paper.marked)}", colour=QUIET)
        foot = section.footer.paragraphs[0]
        run(foot, "\t", colour=QUIET)
        _field(foot, "PAGE")
        run(foot, " (", colour=QUIET)
        _field(foot, "NUMPAGES")
        run(foot, ")", colour=QUIET)
        for line in (section.header.paragraphs[0], foot):
            for one in line._p.iter(qn("w:r")):
                Run(one, line).font.size = Pt(8)


def _caption_style(paper: Any) -> None:
    style = paper.styles["Caption"]
    style.font.name, style.font.size, style.font.bold = "Calibri", Pt(9), False
    style.font.color.rgb = None
    style.element.get_or_add_rPr()
    fonts = style.element.rPr.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _widths(table: Any, widths: Any) -> None:
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Cm(width)  # for programs that go by the grid; Word goes by the cells
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Cm(width)


def _field(line: Paragraph, name: str) -> None:
    """A number that the word processor fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    text = OxmlElement("w:r")
    value = OxmlElement("w:t")
    value.text = "1"
    text.append(value)
    field.append(text)
    line._p.append(field)
