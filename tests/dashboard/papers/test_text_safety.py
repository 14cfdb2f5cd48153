"""One corpus of hostile texts in every place that people write in, through every kind of file."""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import typst

from dashboard.export.friday import FONTS
from dashboard.papers.asked import Asked
from dashboard.papers.cells import RUNS, disarmed
from dashboard.papers.made import FORMATS, KINDS, make
from dashboard.papers.pdf import TEMPLATE, inputs
from tests.dashboard.papers.test_made import _Text, text_of
from tests.dashboard.papers.versions import fixed, pledge, whole
from tests.dashboard.version.documents import NASTY, _changed

CORPUS = (
    NASTY,
    "=HYPERLINK(\"http://x\")", "+46", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "|calc", "%0A=1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style></svg>]]>", "\"><b>", "&lt;&amp;",
    "#eval(\"1\")", "#import \"x\"", "$x$ _u_ *b* @ref `c` \\u{41} // ej /* */", "{{ mall }} {% x %}",
    "<w:p/><a:t>x</a:t>", "\u202egpj.exe", "a\u0000b\u0008c", "../../etc/passwd", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip
PLAIN = ("<script>alert(1)</script>", '#eval("1")', "{{ mall }} {% x %}")
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "p", "span", "h1", "h2", "h3", "main", "section", "ul", "li", "dl", "div",
    "dt", "dd", "nav", "ol", "a", "table", "caption", "thead", "tr", "th", "tbody", "td", "figure", "img", "figcaption", "strong", "footer",
}  # fmt: skip


def hostile(start: int) -> dict[str, Any]:
    """The corpus in every place that people write in, each text in turn, from the one at `start`."""
    turn = itertools.count(start)
    said: dict[str, Any] = _changed(whole(), lambda _: CORPUS[next(turn) % len(CORPUS)])
    said["subjects"][0]["joint"] |= {"words": " ".join(PLAIN), "class": "shared"}
    for audience, tables in said["tables"].items():
        for name in {"blocks", "dialogue"} & tables.keys():  # days stand there
            tables[name] = whole()["tables"][audience][name]
    for tables in said["tables"].values():  # what two rows are told apart by has to differ
        for name, table in tables.items():
            by = {"years": 1, "compared": 1, "answers": 1}.get(name)
            for n, row in enumerate(table["rows"] if by is not None else ()):
                row[by] = f"{row[by]} {n}"
    return said


@pytest.mark.parametrize(("kind", "start"), [("bilaga", 0), ("bilaga", 9), ("bra", 4), ("lofte", 2), ("uppfoljning", 6)])  # fmt: skip
def test_text_is_text_in_every_file(kind: str, start: int, tmp_path: Path) -> None:
    said = hostile(start)
    turn = itertools.count(start)
    promised = _with(pledge(), lambda: CORPUS[next(turn) % len(CORPUS)])
    found = make(kind, said, fixed(said), audience="shared", formats=list(FORMATS), pledge=promised)
    name = f"{kind}-version-0012-shared"
    page = _Text(found.files[f"{name}.html"].decode())
    assert set(page.tags) <= TAGS and b"<script" not in found.files[f"{name}.html"]
    assert found.files[f"{name}.pdf"].startswith(b"%PDF-")
    for ending in ("docx", "pptx", "xlsx"):
        text_of(f"{name}.{ending}", found.files[f"{name}.{ending}"])  # it opens
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
    shown = {ending: "".join(text_of(f"{name}.{ending}", found.files[f"{name}.{ending}"]).split()) for ending in ("html", "docx", "pptx")}  # fmt: skip
    for text in PLAIN if kind == "bilaga" else ():
        assert {ending: "".join(text.split()) in whole_ for ending, whole_ in shown.items()} == dict.fromkeys(shown, True)  # fmt: skip


WRITTEN = {
    "name", "organisation", "role", "rests_on", "words", "cause_analysis", "title", "picture", "indicator", "baseline", "target", "responsible",
    "places", "condition", "place", "note",
}  # fmt: skip


def _with(said: Any, text: Callable[[], str], *, key: str = "") -> Any:
    """A löfte with every text that people write replaced."""
    if isinstance(said, dict):
        return {name: _with(value, text, key=name) for name, value in said.items()}
    if isinstance(said, list):
        return [_with(one, text, key=key) for one in said]
    return text() if isinstance(said, str) and key in WRITTEN else said


def test_typst_is_given_texts_and_runs_none_of_them() -> None:
    said = hostile(0)
    said["subjects"][0]["area_name"] = '#eval("1") ' + NASTY
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
