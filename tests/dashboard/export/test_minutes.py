"""Minnesanteckningar: what a reader of Word gets, with text as text and nothing above the class."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from dashboard.export.minutes import minutes
from tests.dashboard.version.documents import NASTY, chain, document, everywhere

RECORD = json.loads(chain(document())[0].record)


def paper(said: dict[str, Any] | None = None, **more: Any) -> Any:
    made = minutes(said or document(), **{"klass": "parties", "record": RECORD} | more)
    return docx.Document(io.BytesIO(made))


def text(paper: Any) -> str:
    found = []
    for block in paper.iter_inner_content():
        cells = [c for row in block.rows for c in row.cells] if hasattr(block, "rows") else [block]
        found += [cell.text for cell in cells]
    return "\n".join(found)


def headings(paper: Any) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith(("H", "T"))]


def test_it_is_in_order_with_real_headings() -> None:
    assert headings(paper(before=document())) == [
        ("Title", "Minnesanteckningar"),
        ("Heading 1", "Deltog"),
        ("Heading 1", "Vad har kommit in?"),
        ("Heading 1", "Förra mötets åtgärder"),
        ("Heading 1", "Sedan förra versionen"),
        ("Heading 1", "Bedömningar"),
        ("Heading 2", "Inbrott i lokal, Bredaryd"),
        ("Heading 2", "Narkotika, Värnamo resecentrum"),
        ("Heading 2", "Klotter, Värnamo kommun"),
        ("Heading 1", "Muntligt, räknas aldrig"),
        ("Heading 1", "Händelser och insatser"),
        ("Heading 1", "Beslut"),
        ("Heading 1", "Inför helgen"),
        ("Heading 1", "Fastställt"),
        ("Heading 2", "Reservationer"),
    ]


def test_both_parties_stand_side_by_side_with_their_own_words() -> None:
    [table] = [
        t
        for t in paper().tables
        if t.cell(0, 0).text == "Polisen" and "allvarligt" in t.cell(1, 0).text
    ]
    assert [c.text for c in table.rows[0].cells] == ["Polisen", "Värnamo kommun"]
    police, kommun = (c.text.split("\n") for c in table.rows[1].cells)
    assert police == [
        "■ allvarligt",
        "Ökande ↗ · säker",
        "”Fler lokaler än väntat, tre veckor i rad.”",
    ]
    assert kommun[:2] == ["▲ förhöjt", "Oförändrat → · osäker"]
    assert len({c.width for row in table.rows for c in row.cells}) == 1


def test_decisions_weekend_and_reservations_are_there() -> None:
    said = text(paper())
    for words in (
        "Utskick och möte med företagen i Bredaryd och Lanna", "näringslivschef, Värnamo kommun",
        "fre 20–01", "Gäller inte Lanna.", "Tillsammans: Vi bedömer olika.", "△ försenad",
        "väntat 7–15: tydlig avvikelse", "preliminärt", "Har inte lämnat någon bedömning: Gislaveds kommun.",
    ):  # fmt: skip
        assert words in said, words
    empty = text(paper(document(actions=[], followed_up=[], subjects=[], oral=[])))
    for words in ("Inga åtgärder beslutades.", "Inget särskilt inför helgen.", "Inget bedömdes.", "Inget var öppet"):  # fmt: skip
        assert words in empty


def test_every_table_has_a_head_that_repeats_and_a_description() -> None:
    tables = paper().tables
    assert len(tables) == 9
    for table in tables:
        marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marked == [True] + [False] * (len(table.rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_title_language_class_and_version_are_set() -> None:
    made = paper()
    about = made.core_properties
    assert about.title == "Minnesanteckningar LPO Värnamo, torsdag 19 nov 2026"
    assert (about.language, about.author) == ("sv-SE", "")
    languages = [x.get(qn("w:val")) for x in made.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"sv-SE"}
    section = made.sections[0]
    assert section.footer.paragraphs[0].text == (
        "LPO Värnamo · Visas för: polis och kommun · Fastställd version 1 · 19 nov 2026"
    )
    assert "EXEMPELDATA" in section.header.paragraphs[0].text
    assert "EXEMPELDATA" in text(made)
    real = paper(document(is_example=False), record=None)
    assert "EXEMPELDATA" not in text(real) + real.sections[0].header.paragraphs[0].text
    assert "Utkast, inte fastställt" in real.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("klass", ["shared", "public"])
def test_nothing_above_the_class_is_in_the_file(klass: str) -> None:
    old = document()
    old["actions"][2]["what"] = "Gammal hemlig insats"
    made = minutes(document(), klass=klass, record=RECORD, before=old)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        said = "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    for words in ("Synlig närvaro", "Planerad insats", "Spaning", "Gammal hemlig", "december"):
        assert words not in said
    assert ("4 nya, 1 sent inkommen och 2 borttagna." in said) == (klass == "shared")
    if klass == "public":
        for words in (
            "Fler lokaler",
            "belysning på",
            "väntat 7–15",
            "Gäller inte Lanna",
            "Muntligt",
        ):
            assert words not in said
        assert "Reservationer finns" in said and "Utelämnat: " in said
        assert "Företagen har inte sett något nytt." in said


def test_text_that_looks_like_markup_comes_out_as_text() -> None:
    made = minutes(everywhere(lambda _: NASTY), klass="parties", record=RECORD)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
        assert b"script>" not in file.read("word/document.xml")
    said = text(docx.Document(io.BytesIO(made)))
    for words in ('</script><b onclick=\'x\'>"fet"</b> & #eval("1")', "]]> <!--", "👮‍♀️ ﷺ"):
        assert said.count(words) >= 10
    assert not re.search("[\x00-\x08\u202e\ufffe]", said)


def test_the_same_version_is_the_same_file() -> None:
    assert [i.text for i in paper().paragraphs] == [i.text for i in paper().paragraphs]
    assert paper().core_properties.created.isoformat()[:19] == "2026-11-19T10:42:05"


def test_a_list_that_the_class_has_emptied_is_not_said_to_be_empty() -> None:
    said = document()
    for row in said["actions"] + said["followed_up"]:
        row["class"] = "parties"
    shared, parties = (text(paper(said, klass=klass)) for klass in ("shared", "parties"))
    assert shared.count("Visas inte för den här gruppen.") == 3
    assert "Inget särskilt inför helgen." not in shared
    assert "Visas inte för den här gruppen" not in parties
