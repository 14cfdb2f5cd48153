"""A Word document in our ink: real headings, tables with a head, text that is only text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from dashboard.export.plain import clean, one_line

FONT = "Calibri"
INK, QUIET, LINE = "16222C", "5B6B78", "D9E0E5"
LAST = 3  # rows that end a long table
Rows = Iterable[Sequence[str]]


class Paper:
    def __init__(self) -> None:
        self.docx: Document = docx.Document()
        _styled(self.docx)

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()

    def heading(self, text: str, *, level: int = 1) -> None:
        self.docx.add_heading(one_line(text), level=level)

    def line(
        self, text: str, *, style: str | None = None, bold: bool = False, colour: str = INK
    ) -> Paragraph:
        paragraph = self.docx.add_paragraph(style=style)
        run(paragraph, text, bold=bold, colour=colour)
        return paragraph

    def table(
        self, head: Sequence[str], rows: Rows, *, widths: Sequence[float], empty: str = ""
    ) -> None:
        """`widths` in centimetres, 17 in all. `empty` is said where there is no row."""
        rows = list(rows)
        if not rows:
            self.line(empty)
            return
        table = self.docx.add_table(rows=1, cols=len(head))
        ruled(table)
        for cells in rows:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                write(cell, text)
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            write(cell, text, bold=True, colour=QUIET)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)  # for programs that go by the grid; Word goes by the cells
            for cell in column.cells:
                cell.width = Cm(width)
        with_head(table)
        described(table, ", ".join(head))


def run(paragraph: Paragraph, text: str, *, bold: bool = False, colour: str = INK) -> None:
    words = paragraph.add_run(clean(text))
    words.bold = bold or None
    if colour != INK:
        words.font.color.rgb = RGBColor.from_string(colour)


def write(cell: _Cell, text: str, *, bold: bool = False, colour: str = INK) -> None:
    run(cell.paragraphs[0], text, bold=bold, colour=colour)


def _styled(paper: Document) -> None:
    """A4, and the document's own heading styles in our ink, in Swedish."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for name, size in (("Normal", 11), ("Title", 26), ("Subtitle", 13), ("Heading 1", 15), ("Heading 2", 12)):  # fmt: skip
        style: Any = paper.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.color.rgb = RGBColor.from_string(QUIET if name == "Subtitle" else INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    spacing = paper.styles["Normal"].paragraph_format
    spacing.space_before = spacing.space_after = Pt(3)
    spacing.line_spacing = 1.1
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    for language in paper.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "sv-SE")
    for rule in list(paper.styles["Title"].element.iter(qn("w:pBdr"))):
        rule.getparent().remove(rule)


def ruled(table: Table) -> None:
    """Hairlines between rows, nothing else; as wide as the page, columns as they are given."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{edge}", val="single", sz="4", space="0", color=LINE))
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)  # the schema has an order


def with_head(table: Table) -> None:
    """The first row is the head: told to a screen reader, and repeated on the next page."""
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def together(table: Table, *, is_long: bool = False, has_note: bool = False) -> None:
    """A table stays on one page. Of a long one the head is not alone, nor the last row."""
    rows = table._tbl.tr_lst  # more kept at its head, and LibreOffice leaves rows out of the page
    kept = [rows[0], *rows[-LAST:-1]] if is_long else rows[:-1]
    for row in [*kept, rows[-1]] if has_note else kept:
        for line in row.iter(qn("w:p")):
            line.get_or_add_pPr().get_or_add_keepNext()


def described(table: Table, text: str) -> None:
    table._tbl.tblPr.append(_element("w:tblDescription", val=clean(text)))


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
