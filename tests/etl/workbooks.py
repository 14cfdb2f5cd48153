"""Excel workbooks as Excel writes them, and as nobody should.

Run as a script, this writes files/police_deso_extract.xlsx, the police's sample saved by Excel, and
the samples of Brå's workbooks: the layout that is described, with figures that are nobody's.
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
    return workbook({"Blad1": [[guessed(cell) for cell in row] for row in rows]})


def guessed(cell: str) -> Cell:
    """What Excel takes a text for."""
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


SOL: list[list[Cell]] = [
    ["Anmälda brott, SYNTETISKA UPPGIFTER"],
    ["Antal och antal per 100 000 av medelfolkmängden"],
    [],
    [None, "2024", None, "2025 prel."],
    [None, "Antal", "/100 000 inv", "Antal", "/100 000 inv"],
    ["Falun"],
    ["Totalt antal brott", 6100, 10200, 6003.0, 10050],
    ["0910 - Bostadsinbrott", 44, 73, "..", ".."],
    ["Rån", 0, 0, 3, 5],
    ["Falun, Centrum"],  # a district
    ["Rån", 1, None, 2, None],
    ["Borlänge"],
    ["Totalt antal brott", 7002, 13100, 7100, 13250],
    ["0910 - Bostadsinbrott", None, None, 31, 58],
    ["Rån", 12, 22, 9, 17],
    ["Källa: Brå (syntetiskt exempel)"],
]
TABLES: dict[str, list[list[Cell]]] = {
    "P1": [
        ["Tabell P1. Anmälda brott i hela landet december 2025. Preliminära uppgifter. SYNTETISK"],
        [],
        [None, "December 2025", "Förändring från december 2024", None, "Januari–december 2025", "Per 100 000 av folkmängden"],
        ["Brottstyp", "Antal", "Antal", "Procent", "Antal", "Antal"],
        ["Samtliga brott", 112000, -1200, "-1,1", 1400000, "13 250,5"],
        ["Rån 1)", 402, 12, "3,1", 5100, "48,2"],
        ["Brott mot griftefrid", 0, 0, ".", 14, "0,1"],
        ["1) Rån mot bank ingår."],
    ],
    "P3": [
        ["Tabell P3. Anmälda brott, Dalarnas län, 2025, efter månad för anmälan. SYNTETISK"],
        ["Brottstyp", "Jan", "Feb", "Mars", "Hela året"],
        ["Samtliga brott", 3001, 2800, 3100, 8901],
        ["Rån", 4, "–", "..", 4],
    ],
    "120": [
        ["Tabell 120. Anmälda brott i kommunerna 2024. SYNTETISK"],
        ["Kommun", "Antal brott", "Per 100 000 inv."],
        ["Falun", 6100, "10 200"],
        ["Borlänge", 7002, "13 100,4"],
    ],
}  # fmt: skip
NTU: list[list[Cell]] = [
    ["R4.1 Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet, 2023–2025. SYNTETISK"],
    ["Andel (%) i befolkningen (16–84 år) som känner sig ganska/mycket otrygga."],
    ["Grupp", "Område", "2023", "2024", "2025", "KI nedre", "KI övre"],
    ["Samtliga 16–84 år", "Hela landet", 28.1, 27.4, 26.9, 26.1, 27.7],
    [None, "Dalarnas län", 22.5, "..", 21.3, 18.4, 24.2],
    [None, "Region Bergslagen", 24.0, 23.8, 23.1, 21.0, 25.2],
    ["Kvinnor", "Hela landet", 37.0, 36.2, 35.5, 34.2, 36.8],
    ["Män", "Hela landet", 19.2, 18.6, 18.4, 17.3, 19.5],
    [],
    ["Källa: NTU (syntetiskt exempel)"],
]  # fmt: skip
BRA: dict[str, dict[str, list[list[Cell]]]] = {
    "bra_sol_excel": {"Tabell": SOL},
    "bra_tables.p1": {"P1": TABLES["P1"]},
    "bra_tables.p3": {"P3": TABLES["P3"]},
    "bra_tables.120": {"120": TABLES["120"]},
    "bra_ntu": {"Innehåll": [["Nationella trygghetsundersökningen"]], "R4.1": NTU},
}


def write_bra_samples(folder: Path) -> list[Path]:
    files = [folder / f"{name}.xlsx" for name in BRA]
    for file, sheets in zip(files, BRA.values(), strict=True):
        file.write_bytes(workbook(sheets))
    return files


if __name__ == "__main__":
    SAMPLE.parent.mkdir(exist_ok=True)
    write_sample(SAMPLE)
    write_bra_samples(HERE / "sources/files")
