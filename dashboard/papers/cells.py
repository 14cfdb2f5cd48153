"""What a spreadsheet is given: numbers as numbers, and text that it cannot run."""

from __future__ import annotations

import csv
import io
import re

from dashboard.export.plain import clean
from dashboard.papers.tree import Cell, Column, Paper, Table

BOM = "\ufeff"
RUNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "%",
)  # what a spreadsheet may take for more than text
DECIMAL = re.compile(r"-?\d+(?:,\d+)?")
MARKS = ("Underlag", "Visas för", "Märkning", "Version")


def disarmed(text: str) -> str:
    """With an apostrophe before what begins as a formula does, white space before it or not."""
    begins = text[:1] in ("\t", "\r", "\n") or text.lstrip().startswith(RUNS)
    said = clean(text).replace("\u00a0", " ")
    return "'" + said if begins else said


def value(cell: Cell, column: Column) -> str | int | float | None:
    """Whole numbers and decimals as numbers, what is not there as nothing, the rest as text."""
    if cell is None or isinstance(cell, int):
        return cell
    text = str(cell)
    if column.kind != "text" and DECIMAL.fullmatch(text):
        return float(text.replace(",", ".")) if "," in text else int(text)
    return disarmed(text)


def as_csv(table: Table, paper: Paper) -> str:
    """Semicolons and decimal commas; each row carries its class, since rows are copied onward."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    facts = dict(paper.facts)
    same = [disarmed(facts.get("Underlag", "").split(",")[0]), disarmed(paper.klass), "EXEMPELDATA" if paper.is_example else "", disarmed(paper.version)]  # fmt: skip
    writer.writerow([*(disarmed(column.name) for column in table.columns), *MARKS])
    for row in table.rows:
        cells = [value(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        written = [str(c).replace(".", ",") if isinstance(c, float) else c for c in cells]
        writer.writerow([*written, *same])
    return BOM + out.getvalue()
