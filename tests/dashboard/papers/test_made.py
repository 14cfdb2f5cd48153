"""Fixed versions as files: the same bytes twice, whole or not at all, nothing above the class."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pptx
import pyogrio
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from dashboard.papers import fitted
from dashboard.papers import made as making
from dashboard.papers.asked import Asked, Stopped
from dashboard.papers.checked import check
from dashboard.papers.made import FORMATS, KINDS, Made, make, write
from dashboard.papers.slides import WHOLE, size, slides
from dashboard.papers.tree import (
    Bullets,
    Code,
    Column,
    Paper,
    Section,
    Subheading,
    Table,
    Text,
    texts,
)
from tests.dashboard.papers.versions import fixed, pledge, whole

ALONE = [kind for kind in KINDS if kind not in ("lofte", "uppfoljning", "boende")]
HIDDEN = ("Synlig närvaro", "Spaning", "Planerad insats")
SHARED_ONLY = ("Näringslivssamverkan i Lanna", "Fler lokaler än väntat", "Gäller inte Lanna", "Ny belysning på", "Bredaryd;31")  # fmt: skip


def made(kind: str = "bilaga", *formats: str, audience: str = "shared", said: dict[str, Any] | None = None) -> Made:  # fmt: skip
    said = said or whole()
    return make(kind, said, fixed(said), audience=audience, formats=formats or ("html",))


def text_of(name: str, content: bytes) -> str:
    """What can be read in a file, without its markup."""
    ending = name.rsplit(".", 1)[1]
    if ending == "html":
        return "".join(_Text(content.decode()).said)
    if ending == "docx":
        document = docx.Document(io.BytesIO(content))
        [section] = document.sections
        parts = (section.header._element, document.element, section.footer._element)
        return "\n".join("".join(part.itertext()) for part in parts)
    if ending == "pptx":
        slides = pptx.Presentation(io.BytesIO(content)).slides
        return "\n".join("".join(slide._element.itertext()) for slide in slides)
    if ending == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return "\n".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row)  # fmt: skip
    return content.decode(errors="replace")


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.alts: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.alts += [value for name, value in attrs if name == "alt"]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("kind", ALONE)
def test_each_kind_is_made_in_each_format(kind: str) -> None:
    found = made(kind, *FORMATS)
    for ending in FORMATS:
        content = found.files[f"{kind}-version-0012-shared.{ending}"]
        assert len(content) > 1000
    said = text_of("x.docx", found.files[f"{kind}-version-0012-shared.docx"])
    assert "Bredaryd" in said and "förhöjt" in said
    for part in ("Fastställd version 12", "EXEMPELDATA", "Underlag", "v.\u00a044–47 2026"):
        assert part in said, part


@pytest.mark.parametrize("kind", ALONE)
def test_the_pdf_is_for_the_archive_and_for_a_screen_reader(kind: str) -> None:
    content = made(kind, "pdf").files[f"{kind}-version-0012-shared.pdf"]
    marks = (
        b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<", b"/Lang(sv", b"/MarkInfo", b"/StructTreeRoot",
        b"/Outlines", b"/OutputIntents", b"/DisplayDocTitle true", b"/FontFile",
    )  # fmt: skip
    assert [mark for mark in marks if mark not in content] == []


def test_the_same_version_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import hashlib, sys\n"
        "from tests.dashboard.papers.test_made import made\n"
        "from dashboard.papers.made import FORMATS\n"
        "one = made('bilaga', *FORMATS)\n"
        "print(*(f'{n} {hashlib.sha256(c).hexdigest()}' for n, c in one.files.items()), sep='\\n')\n"
        "print(hashlib.sha256(one.zipped()).hexdigest())"
    )
    said = [
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] and len(said[0].splitlines()) > 30


@pytest.mark.parametrize("kind", [k for k in ALONE if k != "fredag"])
def test_the_public_is_given_public_tables_and_wordings_alone(kind: str) -> None:
    found = made(kind, "html", "docx", "pptx", "xlsx", audience="public")
    for name, content in found.files.items():
        if not name.endswith((".svg", ".png")):
            said = text_of(name, content)
            assert [word for word in (*HIDDEN, *SHARED_ONLY) if word in said] == [], name
    page = text_of("x.html", found.files[f"{kind}-version-0012-public.html"])
    assert "Får publiceras" in page


def test_the_forum_is_not_given_what_only_two_parties_may_read() -> None:
    for kind in ALONE:
        for name, content in made(kind, "html", "docx").files.items():
            if not name.endswith((".svg", ".png")):
                assert [word for word in HIDDEN if word in text_of(name, content)] == []


def test_friday_is_never_for_the_public() -> None:
    with pytest.raises(Stopped, match="bara för forumets parter"):
        made("fredag", "pdf", audience="public")


@pytest.mark.parametrize(
    ("kind", "formats", "audience", "said"),
    [
        ("bilagan", ["pdf"], "shared", "Sorten bilagan finns inte. Välj bland: bilaga"),
        ("bilaga", ["pdf", "exe"], "shared", "Formatet exe finns inte. Välj bland: pdf"),
        ("bilaga", [], "shared", "Formatet"),
        ("bilaga", ["pdf"], "parties", "Gruppen parties finns inte. Välj bland: public, shared"),
        ("\x1b[31m../x", ["pdf"], "shared", "finns inte"),
    ],
)
def test_what_is_not_known_is_refused_in_words(
    kind: str, formats: list[str], audience: str, said: str
) -> None:
    with pytest.raises(Stopped) as stopped:
        make(kind, whole(), fixed(whole()), audience=audience, formats=formats)
    assert said in str(stopped.value) and "\x1b" not in str(stopped.value)


def test_a_row_that_is_not_there_stops_it() -> None:
    said = whole()
    asked = Asked(said, fixed(said), audience="shared")
    paper = KINDS["bilaga"](asked)
    check(paper, asked)
    said["tables"]["shared"]["by_type"]["rows"].append(["klotter", "Klotter", 1, 1])
    with pytest.raises(Stopped, match="rader i dokumentet men 3 i versionen"):
        check(paper, asked)


def test_a_class_above_the_audience_stops_it_and_says_which_rows() -> None:
    said = whole()
    asked = Asked(said, fixed(said), audience="public")
    paper = KINDS["bilaga"](asked)
    asked.said["actions"].append(said["actions"][2])  # as if the choosing had failed
    with pytest.raises(Stopped) as stopped:
        check(paper, asked)
    assert "åtgärd 33" in str(stopped.value) and "Synlig" not in str(stopped.value)


def test_words_that_were_left_out_stop_it_wherever_they_stand() -> None:
    said = whole()
    paper = KINDS["bilaga"](Asked(said, fixed(said), audience="shared"))
    with pytest.raises(Stopped) as stopped:
        check(paper, Asked(said, fixed(said), audience="public"))
    assert "Inget skrevs" in str(stopped.value)


def test_rows_in_the_files_are_the_rows_in_the_data() -> None:
    found = made("bilaga", "docx", "html", "xlsx")
    told = {table["name"]: table["rows"] for table in found.about["tables"]}
    name = "bilaga-version-0012-shared"
    book = CalamineWorkbook.from_filelike(io.BytesIO(found.files[f"{name}.xlsx"]))
    for table, count in told.items():
        assert len(book.get_sheet_by_name(table).to_python()) == count + 1, table
        rows = found.files[f"{name}-tabeller/{table}.csv"].decode().strip().split("\r\n")
        assert len(rows) == count + 1, table
    page = _Text(found.files[f"{name}.html"].decode())
    assert page.tags.count("tr") == sum(told.values()) + len(told)
    tables = docx.Document(io.BytesIO(found.files[f"{name}.docx"])).tables
    voices = sum(bool(s["assessments"]) for s in whole()["subjects"])
    facts = 8
    assert sum(len(t.rows) for t in tables) == sum(told.values()) + len(told) + 2 * voices + facts


def test_what_is_hidden_is_printed_as_two_dots_and_never_left_empty() -> None:
    found = made("bilaga", "html", "xlsx", audience="public")
    name = "bilaga-version-0012-public"
    tables = {table["name"] for table in found.about["tables"]}
    assert {"problem-per-ar", "problem-per-kvartal", "per-manad", "per-regso"} <= tables
    said = text_of("x.html", found.files[f"{name}.html"])
    assert "Per månad räknas inte: sexualbrott." in said and "2 av 9 antal per månad" in said
    book = CalamineWorkbook.from_filelike(io.BytesIO(found.files[f"{name}.xlsx"]))
    rows = book.get_sheet_by_name("problem-per-kvartal").to_python()
    assert [row[:3] for row in rows[1:]] == [["Inbrott i lokal", 52.0, 52.0], ["Narkotika", 53.0, 53.0], ["Rån", "..", ".."]]  # fmt: skip
    for table, line in (("per-manad", "sep 2026;..;"), ("data-by-year", "narkotika;2024;..;")):
        assert line in found.files[f"{name}-tabeller/{table}.csv"].decode()


def test_every_picture_has_words_in_every_format() -> None:
    found = made("bilaga", "html", "docx", "pptx")
    name = "bilaga-version-0012-shared"
    count = len(found.about["figures"])
    assert count >= 6 and all(figure["said"] for figure in found.about["figures"])
    alts = _Text(found.files[f"{name}.html"].decode()).alts
    assert len(alts) == count + 1 and all(alts)  # and the QR code
    document = docx.Document(io.BytesIO(found.files[f"{name}.docx"]))
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes][:-1] == alts[:-1]
    slides = pptx.Presentation(io.BytesIO(found.files[f"{name}.pptx"])).slides
    described = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for slide in slides for shape in slide.shapes if shape.shape_type == 13]  # fmt: skip
    assert described == alts[:-1]


def test_numbers_are_numbers_and_each_row_carries_its_class() -> None:
    found = made("bilaga", "xlsx", "gpkg")
    name = "bilaga-version-0012-shared"
    book = CalamineWorkbook.from_filelike(io.BytesIO(found.files[f"{name}.xlsx"]))
    _, first, *_ = book.get_sheet_by_name("problem").to_python()
    assert first[:4] == ["Inbrott i lokal", 58.0, 37.0, 21.0]
    about = dict(row[:2] for row in book.get_sheet_by_name("Om").to_python() if len(row) > 1)
    assert about["Klass"] == "Visas för: forumets parter · EXEMPELDATA"
    assert about["Kontrollsumma (SHA-256)"] == found.about["version"]["sha256"]
    line = found.files[f"{name}-tabeller/problem.csv"].decode().split("\r\n")[1]
    assert line.startswith("Inbrott i lokal;58;37;21;7–45;") and "forumets parter;EXEMPELDATA" in line  # fmt: skip


def test_areas_are_in_the_geopackage_with_their_counts(tmp_path: Path) -> None:
    file = tmp_path / "x.gpkg"
    file.write_bytes(made("bilaga", "gpkg").files["bilaga-version-0012-shared.gpkg"])
    layer = pyogrio.read_dataframe(file, layer="karta_omraden")
    assert layer.crs.to_epsg() == 3006 and len(layer) == 3
    assert dict(zip(layer["Kod"], layer.iloc[:, 2], strict=True)) == {code: now for code, _, now, _ in [("0683R001", "", 7, 0), ("0683R002", "", 31, 0), ("0683R003", "", 20, 0)]}  # fmt: skip
    assert "om" in {name for name, _ in pyogrio.list_layers(file)}


def test_a_council_has_six_slides() -> None:
    for audience in ("shared", "public"):
        content = made("bra", "pptx", audience=audience).files[f"bra-version-0012-{audience}.pptx"]
        slides = pptx.Presentation(io.BytesIO(content)).slides
        titles = [slide.shapes.title.text_frame.text for slide in slides]
        assert titles == ["Tre fynd", "Din ort: Värnamo kommun", "Liknande kommuner", "Vad vi gjorde och vad det kostade", "Vad ni behöver besluta", "Vad som får sägas"]  # fmt: skip


def test_a_table_ends_above_the_foot_of_its_slide() -> None:
    said = whole()
    found = make("uppfoljning", said, fixed(said), audience="shared", formats=["pptx"], pledge=pledge())  # fmt: skip
    for content in (found.files["uppfoljning-version-0012-shared.pptx"], made("bilaga", "pptx").files["bilaga-version-0012-shared.pptx"]):  # fmt: skip
        slides = pptx.Presentation(io.BytesIO(content)).slides
        tables = [shape for slide in slides for shape in slide.shapes if shape.has_table]
        assert len(tables) > 10
        for shape in tables:
            high = sum(row.height for row in shape.table.rows)
            assert (shape.top + high) / 914_400 <= 7.5 - 0.75
            assert sum(column.width for column in shape.table.columns) <= 13.333 * 914_400


def test_a_text_is_measured_as_it_is_broken() -> None:
    assert [fitted.lines(text, wide=2.0, size=14) for text in ("Polisen", "Polisen och Värnamo kommun", "x" * 60, "")] == [1, 2, 3, 1]  # fmt: skip
    columns = (Column("Fråga", width=3.0), Column("Svarsfrekvens", "decimal"))
    wide = fitted.widths(columns, [["En lång fråga " * 9, "46 %"]], wide=11.0, size=12)
    assert sum(wide) == pytest.approx(11.0) and 1.1 < wide[1] < 3
    assert sum(fitted.widths(columns, [], wide=1.0, size=12)) == pytest.approx(1.0)


def test_the_law_has_its_three_headings() -> None:
    document = docx.Document(io.BytesIO(made("lagesbild4", "docx").files["lagesbild4-version-0012-shared.docx"]))  # fmt: skip
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:3] == ["1 Kartläggning: omfattning och konsekvenser", "2 Annan information av betydelse", "3 Analys"]  # fmt: skip


def test_a_version_from_before_the_numbers_were_kept_says_what_it_lacks() -> None:
    said = whole()
    said["tables"] = {"shared": {}, "public": {}}
    page = text_of("x.html", made("bilaga", "html", said=said).files["bilaga-version-0012-shared.html"])  # fmt: skip
    assert "Den här versionen har inga sparade uppgifter om antal per problemtyp" in page


def test_all_is_written_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "ut"
    one, other = made("bilaga", "html"), made("atgardsplan", "docx", audience="public")
    write(one, out)
    (out / "egen.txt").write_text("min")
    write(other, out)
    write(one, out)
    told = json.loads((out / "manifest.json").read_bytes())["exports"]
    assert [export["name"] for export in told] == ["atgardsplan-version-0012-public", "bilaga-version-0012-shared"]  # fmt: skip
    for export in told:
        for file in export["files"]:
            assert making.digest((out / file["name"]).read_bytes()) == file["sha256"]
    assert (out / "egen.txt").read_text() == "min"
    assert [path.name for path in tmp_path.iterdir()] == ["ut"]
    (tmp_path / "fil").write_text("x")
    with pytest.raises(Stopped, match="är ingen mapp"):
        write(one, tmp_path / "fil")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fil", "ut"]


def test_an_archive_has_safe_names_and_no_times() -> None:
    with zipfile.ZipFile(io.BytesIO(made("bilaga", "html").zipped())) as archive:
        assert all(re.fullmatch(r"[a-z0-9.-]+(/[a-z0-9.-]+)?", n, re.ASCII) for n in archive.namelist())  # fmt: skip
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    with pytest.raises(ValueError):
        making.zipped({"../x": b""})


@pytest.mark.parametrize("audience", ["shared", "public"])
def test_a_follow_up_tells_what_was_promised_done_and_what_cannot_be_said(audience: str) -> None:
    said = whole()
    found = make("uppfoljning", said, fixed(said), audience=audience, formats=["html"], pledge=pledge())  # fmt: skip
    page = text_of("x.html", found.files[f"uppfoljning-version-0012-{audience}.html"])
    assert "minst 2 per halvår" in page and "20 % (2025)" in page and "16–24,5" in page
    assert "ej mätbart" in page and "fylls i av parterna." in page
    assert "dold insats" not in page and ("1 200 kronor" in page.replace("\u00a0", " ")) is (audience == "shared")  # fmt: skip
    assert not re.search("ledde till|tack vare|effekt av", page)


def test_a_lofte_is_a_document_to_write_on_in() -> None:
    said = whole()
    found = make("lofte", said, fixed(said), audience="public", formats=["docx"], pledge=pledge())
    text = text_of("x.docx", found.files["lofte-version-0012-public.docx"])
    for part in ("Medborgarlöfte 2026", "KS 1/2026", "Ungdomar samlas.", "Synliga poliser", "ej mätbart", "31 jan 2027", "Underskrift"):  # fmt: skip
        assert part in text, part


def test_residents_are_told_in_short_sentences_and_in_public_alone() -> None:
    said = whole()
    asked = {"pledge": pledge(), "formats": ["html"]}
    found = make("uppfoljning", said, fixed(said), audience="public", **asked)
    page = found.files["uppfoljning-version-0012-public-boende.html"]
    [same] = [c for n, c in make("boende", said, fixed(said), audience="public", **asked).files.items() if n.endswith(".html")]  # fmt: skip
    assert page == same
    text = text_of("x.html", page)
    for part in ("Så går det med löftet", "Värnamo kommun, november 2026", "Minst 2 gånger varje halvår.", "2 gånger.", "31 jan 2027"):  # fmt: skip
        assert part in text, part
    assert [word for word in (*HIDDEN, *SHARED_ONLY, "1 200", "dold", "spår 2") if word in text] == []  # fmt: skip
    assert not re.search("ledde till|tack vare|effekt|därför", text)
    paper = KINDS["boende"](Asked(said, fixed(said), audience="public", pledge=pledge()))
    sentences = [s for one in texts(paper) if one != paper.foot for s in re.split(r"[.?:]\s", one)]
    assert max(len(one.split()) for one in sentences) <= 15
    with pytest.raises(Stopped, match="är för boende"):
        make("boende", said, fixed(said), audience="shared", **asked)


@pytest.mark.parametrize("has_asked", [True, False])
def test_whether_any_improvement_was_noticed_is_said_or_that_nobody_was_asked(
    has_asked: bool,
) -> None:
    said = whole()
    answers = said["tables"]["public"]["answers"]
    if has_asked:
        given = {"survey_name": "Enkät", "question": "Har märkt någon förbättring", "unit": "share", "year": 2026, "area_code": "0683", "area_name": "Värnamo", "value": "34,4", "lower": "28", "upper": "41", "respondents": 280}  # fmt: skip
        answers["rows"].append([given.get(column) for column in answers["columns"]])
    found = make("boende", said, fixed(said), audience="public", formats=["html"], pledge=pledge())
    text = text_of("x.html", found.files["boende-version-0012-public.html"])
    assert ("34 av 100 svarade ja. Det rätta talet ligger troligen mellan 28 och 41." in text) is has_asked  # fmt: skip
    assert ("Vi har inte frågat om du har märkt" in text) is not has_asked


@pytest.mark.parametrize("kind", ["lofte", "uppfoljning"])
def test_without_a_lofte_there_is_no_paper_about_one(kind: str) -> None:
    with pytest.raises(Stopped, match="Det fanns inget löfte"):
        made(kind, "pdf")


def test_the_public_map_file_has_the_year_s_areas_and_says_what_is_hidden(tmp_path: Path) -> None:
    file = tmp_path / "x.gpkg"
    content = made("bilaga", "gpkg", audience="public").files["bilaga-version-0012-public.gpkg"]
    file.write_bytes(content)
    layer = pyogrio.read_dataframe(file, layer="karta_data_by_regso")
    assert layer.crs.to_epsg() == 3006
    found = layer.set_index(["omradeskod", "frageomrade"])[["ar", "antal", "antal_status"]]
    assert list(found.loc[("0683R002", "Alla")]) == [2025, 121, "visas"]
    hidden = found.loc[("0683R002", "Hot och våld")]
    assert hidden["antal_status"] == "dolt" and hidden["antal"] != hidden["antal"]
    assert pyogrio.read_info(file, layer="karta_data_by_regso")["dtypes"][3] in ("int32", "int64")


def test_a_document_is_not_clumsy() -> None:
    """Each of these has stood in one: a full stop before a colon, a column of nothing but dashes,
    the same words twice, a question with a colon, a bar for what has never happened."""
    held = pledge()
    held["document"]["activities"][0]["words"] = "Synliga poliser."
    held["document"]["basis"][0]["words"] = "undersökning"
    held["document"]["diary_numbers"][0]["organisation"] = None
    held["document"]["parties"][0]["organisation"] = None
    for row in held["done"]:
        row |= {"place": "", "note": ""}
    said = whole()
    said["tables"]["shared"]["by_type"]["rows"].append(["ran", "Rån", 0, 0])
    asked = Asked(said, fixed(said), audience="shared", pledge=held)
    papers = [KINDS[kind](asked) for kind in ("uppfoljning", "lofte", "bilaga")]
    whole_text = "\n".join(part for paper in papers for part in texts(paper))
    assert [
        wrong
        for wrong in (".:", "?:", "Undersökning: undersökning", "Anteckning", "None")
        if wrong in whole_text
    ] == []
    pictures = [figure.picture for figure in papers[-1].figures() if figure.name == "problem-bild"]
    assert [picture.labels for picture in pictures if "Rån" in picture.labels] == []


def test_a_heading_among_the_lines_of_a_slide_goes_with_what_it_heads() -> None:
    said = (Bullets(tuple("Något som är sagt. " * 2 for _ in range(10))), Subheading("Att tänka på"), Bullets(("Ett.", "Två.")))  # fmt: skip
    found = [slide.lines for slide in slides(Section("Metod", said))]
    assert len(found) == 2 and found[1][0][0] == "Att tänka på"
    assert all(lines[-1][1] for lines in found)


def test_a_tables_letters_are_as_large_as_it_has_room_for() -> None:
    columns = (Column("Part"), Column("Roll"), Column("När"))
    row = ("Polisen", "kommunpolis", "24 nov 2026")
    few, more, many = (Table("t", "Fastställt av", columns, (row,) * n) for n in (2, 13, 40))
    assert size(few) == 20
    assert 14 <= size(more) < 20
    assert size(many) == 12
    [slide] = slides(Section("Fastställande", (few,)))
    assert slide.points == 20
    assert sum(slide.wide) == pytest.approx(WHOLE)


def test_the_code_of_a_word_document_stands_with_what_is_before_it() -> None:
    table = Table("t", "Fastställt av", (Column("Part"),), (("Polisen",), ("Värnamo kommun",)))
    for before in (table, Text("Ingen har avvikande mening.")):
        section = Section("Fastställande", (before, Code("version 12", "Fastställd version 12.")))
        paper = Paper(
            kind="bilaga", title="Bilaga", subtitle="Värnamo", belongs="", klass="Forumets parter", is_example=False,
            facts=(), sections=(section,), foot="", at="2026-11-24T09:00:00", version="12", checksum="",
        )  # fmt: skip
        *lines, _, _ = docx.Document(io.BytesIO(FORMATS["docx"](paper))).element.body.iter(
            qn("w:p")
        )
        assert all(line.pPr is not None for line in lines)
        styled = [line for line in lines if line.pPr.keepNext is None]
        assert [line.style for line in styled] in (["Heading1"], ["Title", "Subtitle", "Heading1"])
