"""Excel workbooks as Excel writes them, and as nobody should.

Run as a script, this writes files/police_deso_extract.xlsx: the police's sample, saved by Excel.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).parent
SAMPLE = HERE / "files" / "police_deso_extract.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (  # 0 general, 1 a date, 2 a date with time
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/></cellXfs></styleSheet>'
)
Cell = str | float | bool | date | None


def workbook(
    sheets: Mapping[str, Iterable[Iterable[Cell]]],
    *,
    hidden: Iterable[str] = (),
    also: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """`also` are further parts of the package, or others instead of ours."""
    shared: dict[str, int] = {}
    bodies = [_rows(rows, shared) for rows in sheets.values()]
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    parts = {"xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{texts}</sst>'}
    parts |= {f"xl/worksheets/sheet{i}.xml": worksheet(body) for i, body in enumerate(bodies, 1)}
    return packed(_frame(list(sheets), set(hidden)) | parts | dict(also or {}))


def worksheet(rows: str, *, before: str = "") -> str:
    """A sheet's part around `rows`, which are XML."""
    return f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def single(rows: str, *, before: str = "", **also: str | bytes) -> bytes:
    """A workbook of one sheet whose `rows` are XML."""
    others = {"xl/sharedStrings.xml": also["shared"]} if "shared" in also else {}
    sheet = {"xl/worksheets/sheet1.xml": worksheet(rows, before=before)}
    return packed(_frame(["Blad1"], set()) | others | sheet)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            package.writestr(about, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def saved_by_excel(text: str, *, separator: str = ";") -> bytes:
    """A CSV file after somebody opened it in Excel: what looks like a number or a day is one."""
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    return workbook({"Blad1": [[_guessed(cell) for cell in row] for row in rows]})


def _guessed(cell: str) -> Cell:
    if re.fullmatch(r"-?\d{1,15}", cell):
        return float(cell)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    return cell or None


def _frame(names: list[str], hidden: set[str]) -> dict[str, str | bytes]:
    sheets = "".join(
        f"<sheet name={quoteattr(name)} sheetId={quoteattr(str(i))} r:id={quoteattr(f'rId{i}')}"
        + (' state="hidden"/>' if name in hidden else "/>")
        for i, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "xl/styles.xml": XML + STYLES,
    }


def _rows(rows: Iterable[Iterable[Cell]], shared: dict[str, int]) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(
            _cell(cell, f"{letters(i)}{number}", shared)
            for i, cell in enumerate(row, 1)
            if cell is not None
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )


def _cell(cell: Cell, at: str, shared: dict[str, int]) -> str:
    match cell:
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return f'<c r="{at}" t="s"><v>{shared.setdefault(cell, len(shared))}</v></c>'
        case date():
            moment = datetime.fromisoformat(cell.isoformat())
            serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86_400
            return f'<c r="{at}" s="{2 if isinstance(cell, datetime) else 1}"><v>{serial!r}</v></c>'
    return f'<c r="{at}"><v>{cell!r}</v></c>'


def letters(column: int) -> str:
    """1 -> A, 27 -> AA"""
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def write_sample(file: Path) -> Path:
    text = (HERE / "sources/files/police_deso_extract.csv").read_text(encoding="utf-8-sig")
    file.write_bytes(saved_by_excel(text))
    return file


if __name__ == "__main__":
    SAMPLE.parent.mkdir(exist_ok=True)
    write_sample(SAMPLE)
