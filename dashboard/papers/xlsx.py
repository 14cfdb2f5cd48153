"""A paper's tables as a workbook: one sheet each, typed cells, and first what they are."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from dashboard.papers.cells import disarmed, value
from dashboard.papers.tree import Paper, Table
from dashboard.papers.zipped import zipped_again

LONGEST = 31  # characters of a sheet's name
SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx(paper: Paper) -> bytes:
    """The file; the same bytes for the same paper."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SETTINGS)
    book.set_properties({"title": paper.title, "subject": paper.subtitle, "comments": paper.klass, "author": "", "created": datetime.fromisoformat(paper.at)})  # fmt: skip
    looks = {
        "head": book.add_format({"bold": True, "font_color": "#5B6B78", "bottom": 1, "bottom_color": "#D9E0E5", "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "difference": book.add_format({"num_format": "+#,##0;-#,##0;0", "valign": "top"}),
        "decimal": book.add_format({"num_format": "0.0", "valign": "top", "align": "right"}),
    }  # fmt: skip
    _about(book.add_worksheet("Om"), paper, looks)
    for table in (*paper.tables(), *paper.data):
        _sheet(book.add_worksheet(table.name[:LONGEST]), table, paper, looks)
    book.close()
    return zipped_again(out.getvalue())


def _about(sheet: Any, paper: Paper, looks: dict[str, Any]) -> None:
    """The metadata sheet: what it belongs to, period, edition, class, and what each sheet is."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, disarmed(paper.title), looks["title"])
    facts = [
        ("Gäller", paper.subtitle), ("Hör till", paper.belongs), *paper.facts, ("Klass", paper.marked), ("Version", paper.version),
        ("Källa", paper.foot), ("Kontrollsumma (SHA-256)", paper.checksum),
        *((f"Blad {t.name[:LONGEST]}", f"{t.caption}. {t.note}".strip()) for t in (*paper.tables(), *paper.data)),
    ]  # fmt: skip
    for line, (name, said) in enumerate(facts, 2):
        sheet.write_string(line, 0, disarmed(name), looks["head"])
        sheet.write_string(line, 1, disarmed(said), looks["text"])
    _running(sheet, paper)


def _sheet(sheet: Any, table: Table, paper: Paper, looks: dict[str, Any]) -> None:
    """A head that stays and can be filtered, then a row for each row."""
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, 16 if column.kind != "text" else min(48, 16 * column.width))
        sheet.write_string(0, n, disarmed(column.name), looks["head"])
    for line, row in enumerate(table.rows, 1):
        for n, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            given = value(cell, column)
            if given is None:
                continue
            if isinstance(given, str):
                sheet.write_string(line, n, given, looks["text"])
            else:
                kind = "decimal" if isinstance(given, float) else column.kind
                sheet.write_number(line, n, given, looks[kind])
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    _running(sheet, paper)


def _running(sheet: Any, paper: Paper) -> None:
    """On each printed page; & begins a code there."""
    top, foot = (disarmed(text).replace("&", "&&")[:200] for text in (f"{paper.belongs} · {paper.marked}", paper.foot))  # fmt: skip
    sheet.set_header(f"&L&8{top}")
    sheet.set_footer(f"&L&8{foot}&R&8&P (&N)")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
