"""One corpus of hostile texts in every place that people write in, through every kind of file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pptx
import pyogrio
import pytest
import typst

from dashboard.export.friday import FONTS
from dashboard.papers.asked import Asked
from dashboard.papers.cells import RUNS, disarmed
from dashboard.papers.made import KINDS, make
from dashboard.papers.pdf import TEMPLATE, inputs
from tests.dashboard.papers.test_made import _Text, text_of
from tests.dashboard.papers.versions import fixed, whole
from tests.dashboard.version.documents import NASTY, _changed

CORPUS = (
    NASTY,
    "=HYPERLINK(\"http://x\")", "+46", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "|calc", "%0A=1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style></svg>]]>", "\"><b>", "&lt;&amp;",
    "#eval(\"1\")", "#import \"x\"", "$x$ _u_ *b* @ref `c` \\u{41} // ej /* */", "{{ mall }} {% x %}",
    "<w:p/><a:t>x</a:t>", "\u202egpj.exe", "a\u0000b\u0008c", "../../etc/passwd", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "p", "span", "h1", "h2", "h3", "main", "section", "ul", "li", "dl", "div",
    "dt", "dd", "nav", "ol", "a", "table", "caption", "thead", "tr", "th", "tbody", "td", "figure", "img", "figcaption", "strong", "footer",
}  # fmt: skip


def hostile(text: str) -> dict[str, Any]:
    said: dict[str, Any] = _changed(whole(), lambda _: text)
    for tables in said["tables"].values():  # what two rows are told apart by has to differ
        for rows in (table["rows"] for table in tables.values()):
            for n, row in enumerate(rows):
                row[:] = [f"{text} {n}" if cell == text else cell for cell in row]
        tables.pop("years", None)
    return said


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("kind", ["bilaga", "bra"])
def test_text_is_text_in_every_file(kind: str, text: str, tmp_path: Path) -> None:
    said = hostile(text)
    found = make(kind, said, fixed(said), audience="shared", formats=["docx", "html", "pptx", "xlsx", "gpkg"])  # fmt: skip
    name = f"{kind}-version-0012-shared"
    page = _Text(found.files[f"{name}.html"].decode())
    assert set(page.tags) <= TAGS and b"<script" not in found.files[f"{name}.html"]
    docx.Document(io.BytesIO(found.files[f"{name}.docx"]))
    pptx.Presentation(io.BytesIO(found.files[f"{name}.pptx"]))
    for ending in ("docx", "pptx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(found.files[f"{name}.{ending}"])) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        links = [part for part, content in parts.items() if part.endswith(".rels") and b'TargetMode="External"' in content]  # fmt: skip
        assert links == []
        assert not [part for part in parts if part.startswith("xl/worksheets") and b"<f>" in parts[part]]  # fmt: skip
    for file, content in found.files.items():
        assert ".." not in file and file.isascii()
        if file.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
            assert not [c for row in rows for c in row if c.startswith(RUNS) and not _is_number(c)]
    file = tmp_path / "x.gpkg"
    file.write_bytes(found.files[f"{name}.gpkg"])
    assert len(pyogrio.list_layers(file)) > 2
    visible = "".join(text.split())[:12]
    if visible.isprintable() and visible.isascii():
        assert visible in "".join(text_of(f"{name}.html", found.files[f"{name}.html"]).split())
        assert visible in "".join(text_of(f"{name}.docx", found.files[f"{name}.docx"]).split())


def test_typst_is_given_texts_and_runs_none_of_them() -> None:
    text = " ".join(CORPUS)
    said = hostile(text)
    paper = KINDS["bilaga"](Asked(said, fixed(said), audience="shared"))
    given = inputs(paper)
    found = typst.query(TEMPLATE, "heading", sys_inputs=given, font_paths=[FONTS])
    assert "#eval(" in json.dumps(json.loads(found))
    made = make("bilaga", said, fixed(said), audience="shared", formats=["pdf"])
    assert made.files["bilaga-version-0012-shared.pdf"].startswith(b"%PDF-")


@pytest.mark.parametrize("text", CORPUS)
def test_what_a_spreadsheet_would_run_is_disarmed_and_the_rest_is_left(text: str) -> None:
    assert not disarmed(text).startswith(RUNS)
    assert disarmed("Bredaryd −2 (3–7)") == "Bredaryd −2 (3–7)"


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(",", "", 1).isdecimal()
