"""Excel workbooks: the table in them, as a person sees it, and all else for the gate's eyes only."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import intake, warehouse
from etl.provenance import Refused
from etl.reading import File, Sheet
from etl.settings import Settings
from etl.workplace import Workplace
from tests.conftest import everything_in
from tests.etl import workbooks
from tests.etl.workbooks import Cell, packed, single, workbook, worksheet

CSV = Path("tests/etl/sources/files/police_deso_extract.csv")
NUMBER = "19121212-1212"  # the tax agency's own example
TABLE: list[list[Cell]] = [["Kommun", "Antal"], ["Värnamo", 1], ["Gnosjö", 2]]


@pytest.fixture
def file(tmp_path: Path) -> object:
    def write(content: bytes, *, name: str = "fil.xlsx") -> File:
        path = tmp_path / name
        path.write_bytes(content)
        return File(path)

    return write


def rows(sheet: Sheet) -> list[list[str | None]]:
    columns = [c.take(c.texts, empty=None).tolist() for c in sheet.columns.values()]
    return [list(row) for row in zip(*columns, strict=True)]


def test_a_workbook_is_known_by_its_content(file) -> None:
    assert file(workbook({"Blad1": TABLE}), name="uttag.csv").kind == "xlsx"
    assert file(packed({"uttag.csv": CSV.read_bytes()}), name="uttag.xlsx").kind == "packed"


def test_cells_are_texts_as_a_person_sees_them(file) -> None:
    cells: list[Cell] = [
        "Värnamo", " \u00a0Gnosjö\u202f", "", "  ", None, 1, 2.5, 0.1 + 0.2, -0.0, 191212121212,
        date(2024, 9, 14), datetime(2024, 9, 14, 17, 11), datetime(2024, 9, 14, 17, 11, 18),
        datetime(2024, 9, 14), True, 1e15, 1e300,
    ]  # fmt: skip
    sheet = file(
        workbook({"Blad1": [["Nr", "Cell"], *([i, c] for i, c in enumerate(cells))]})
    ).sheet()
    assert [cell for _, cell in rows(sheet)] == [
        "Värnamo", "Gnosjö", None, None, None, "1", "2.5", "0.3", "0", "191212121212",
        "2024-09-14", "2024-09-14 17:11", "2024-09-14 17:11:18", "2024-09-14", "SANT", "1e+15",
        "1e+300",
    ]  # fmt: skip


def test_errors_and_formulas_without_a_value_are_empty_cells(file) -> None:
    content = single(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f>1+1</f></c></row>'
    )
    assert rows(file(content).sheet()) == [[None, "2"], ["1", None]]


def test_every_distinct_text_is_held_once(file) -> None:
    column = (
        file(workbook({"Blad1": [["a", "b"], *[["x", i % 3] for i in range(900)]]})).sheet().columns
    )
    assert column["a"].texts.tolist() == ["x"] and column["a"].codes.dtype == np.int8
    assert sorted(column["b"].texts) == ["0", "1", "2"]


def test_rows_are_numbered_as_excel_numbers_them(file) -> None:
    table: list[list[Cell]] = [
        ["Anmälda brott i september"], [], ["Källa", "Polisen"], ["Kommun", "Antal", "Dag"],
        ["Värnamo", 1, "a"], [], ["Gnosjö", 2], [None, None, "fotnot"], [],
    ]  # fmt: skip
    sheet = file(workbook({"Blad1": table})).sheet()
    assert list(sheet.columns) == ["Kommun", "Antal", "Dag"]
    assert sheet.row_numbers.tolist() == [5, 7, 8]
    assert {"Anmälda brott i september", "Källa", "Polisen"} <= set(sheet.beside)


CELLS = st.one_of(st.none(), st.sampled_from(["å", "b c", "9"]), st.integers(-9, 99).map(float))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12))
def test_the_table_is_what_stands_below_its_header(tmp_path_factory, table) -> None:
    path = tmp_path_factory.mktemp("excel") / "fil.xlsx"
    path.write_bytes(workbook({"Blad1": [["k", "l", "m"], *table]}))
    sheet = File(path).sheet()
    full = [(n, row) for n, row in enumerate(table, 2) if any(cell is not None for cell in row)]
    assert sheet.row_numbers.tolist() == [n for n, _ in full]
    expected = [[f"{c:g}" if isinstance(c, float) else c for c in row] for _, row in full]
    assert rows(sheet) == expected


def test_the_header_is_of_the_first_sheet_that_has_one(file) -> None:
    found = file(
        workbook({"Om": [["Anna Andersson gjorde uttaget"]], "Dold": [["x", "y"]], "Data": TABLE, "Mer": [["c", "d"]]},
                 hidden=["Dold"])
    )  # fmt: skip
    assert found.header == ("Kommun", "Antal")
    assert found.headers == (("Kommun", "Antal"), ("x", "y"), ("c", "d"))
    assert found.sheet_names == ("Om", "Data", "Mer")
    assert file(workbook({"Om": [["bara text"]]})).header == ()
    assert file(workbook({"Tomt": []})).header == ()


def test_a_sheet_is_also_had_as_it_stands(file) -> None:
    years: list[list[Cell]] = [
        ["Oro"],
        [],
        ["Grupp", "Område", 2023, 2024],
        ["Samtliga", "Dalarna", "..", 12.5],
    ]
    found = file(workbook({"Om": [["x"]], "R4.1": years}))
    assert found.sheet_names == ("Om", "R4.1")
    grid = found.grid("R4.1")
    assert grid.shape == (4, 4)
    assert grid[2].tolist() == ["Grupp", "Område", "2023", "2024"]
    assert grid[0].tolist() == ["Oro", None, None, None]
    assert file(CSV.read_bytes()).sheet_names == ()


def test_a_police_extract_saved_by_excel_says_the_same(tmp_path: Path) -> None:
    plain = intake.receive(CSV, source=None, settings=Settings()).reading
    saved = intake.receive(workbooks.SAMPLE, source=None, settings=Settings()).reading
    assert saved.accepted.equals(plain.accepted)
    assert saved.rejects.equals(plain.rejects) and plain.rejects.num_rows
    assert (
        workbooks.write_sample(tmp_path / "fil.xlsx").read_bytes() == workbooks.SAMPLE.read_bytes()
    )


def test_a_police_extract_under_a_title_is_read_and_its_rows_are_excel_s(tmp_path: Path) -> None:
    text = "Anmälda brott\r\n\r\n" + CSV.read_text(encoding="utf-8-sig")
    (tmp_path / "fil.xlsx").write_bytes(workbooks.saved_by_excel(text))
    reading = intake.receive(tmp_path / "fil.xlsx", source=None, settings=Settings()).reading
    assert (reading.read, reading.rejects["row"].to_pylist()) == (50, [53])


HIDDEN_PLACES = {
    "a title": {"Blad1": [[NUMBER], [], *TABLE]},
    "another sheet": {"Blad1": TABLE, "Blad2": [["x", NUMBER]]},
    "another sheet's table": {"Blad1": TABLE, "Blad2": [["x", "y"], ["z", NUMBER]]},
    "a hidden sheet": {"Blad1": TABLE, "Dold": [[NUMBER]]},
    "a sheet's name": {"Blad1": TABLE, NUMBER: [["x"]]},
    "a number": {"Blad1": [*TABLE, ["x", 191212121212]]},
}


def extract(sheets: dict[str, list[list[Cell]]]) -> bytes:
    """The police's sample with its own table instead of TABLE."""
    text = CSV.read_text(encoding="utf-8-sig")
    own: list[list[Cell]] = [
        [cell or None for cell in line.split(";")] for line in text.splitlines()
    ]
    full = {
        n: [*t[: t.index(TABLE[0])], *own, *t[t.index(TABLE[0]) + 3 :]] if TABLE[0] in t else t
        for n, t in sheets.items()
    }
    return workbook(full, hidden=["Dold"])


@pytest.mark.parametrize("place", HIDDEN_PLACES)
def test_the_gate_sees_every_cell_of_every_sheet(place: str, tmp_path: Path) -> None:
    (tmp_path / "fil.xlsx").write_bytes(extract(HIDDEN_PLACES[place]))
    with pytest.raises(Refused, match="ser ut som ett personnummer") as refusal:
        intake.receive(tmp_path / "fil.xlsx", source=None, settings=Settings())
    assert "1212" not in str(refusal.value)


def test_a_column_about_persons_on_another_sheet_is_refused(tmp_path: Path) -> None:
    sheets = {"Blad1": TABLE, "Dold": [["Id", "Målsägande"], [1, "Kalle Qvarnby"]]}
    (tmp_path / "fil.xlsx").write_bytes(extract(sheets))
    with pytest.raises(Refused, match="Kolumnen ”Målsägande”"):
        intake.receive(tmp_path / "fil.xlsx", source=None, settings=Settings())


def test_who_wrote_and_what_was_noted_is_never_stored(tmp_path: Path) -> None:
    text = CSV.read_text(encoding="utf-8-sig")
    own = [[cell or None for cell in line.split(";")] for line in text.splitlines()]
    persons = {
        "docProps/core.xml": "<dc:creator>Kalle Qvarnby</dc:creator>",
        "docProps/app.xml": "<Manager>Kalle Qvarnby</Manager>",
        "xl/comments1.xml": "<comments><author>Kalle Qvarnby</author></comments>",
        "xl/persons/person.xml": "<personList><person displayName='Kalle Qvarnby'/></personList>",
        "xl/vbaProject.bin": b"Qvarnby",
    }
    sheets = {"Blad1": [["Uttag av Kalle Qvarnby"], *own], "Dold": [["Kalle Qvarnby"]]}
    (tmp_path / "fil.xlsx").write_bytes(workbook(sheets, hidden=["Dold"], also=persons))
    place = Workplace(tmp_path / "plats")
    assert warehouse.load(place, [tmp_path / "fil.xlsx"]).edition == 1
    assert "Qvarnby" not in everything_in(place.folder)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_cut_off_is_damaged(file, share: float) -> None:
    content = workbooks.SAMPLE.read_bytes()
    with pytest.raises(Refused, match="skadad"):
        assert file(content[: int(len(content) * share)]).header


def test_old_and_protected_workbooks_say_what_to_do(file) -> None:
    with pytest.raises(Refused, match="Spara den som xlsx utan lösenord, eller som CSV"):
        assert file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name="gammal.xls").header


def test_a_sheet_that_is_not_in_the_package_is_damage(file) -> None:
    content = workbook({"Blad1": TABLE}, also={"xl/worksheets/sheet1.xml": "<html>"})
    with pytest.raises(Refused, match="skadad"):
        assert file(content).header
    with pytest.raises(Refused, match="skadad"):
        assert file(
            workbook(
                {"Blad1": TABLE},
                also={"xl/worksheets/sheet1.xml": worksheet("<row/>", before="<a>")},
            )
        ).header


def test_the_real_file(shared: Path) -> None:
    found = File(shared / "police_extract/1548-25 trafikkontroll.xlsx")
    assert found.header == (
        "Lokalpolisområde",
        "Kommun",
        "HR-kod Beskrivning Slutlig",
        "Datum",
        "Antal HR",
    )
    sheet = found.sheet()
    assert len(sheet) == 14_218 and sheet.row_numbers[[0, -1]].tolist() == [2, 14_219]
    days = sheet.columns["Datum"].texts
    assert (min(days), max(days), len(days)) == ("2022-01-01", "2024-12-31", 1_096)
    assert all(text.isdigit() for text in sheet.columns["Antal HR"].texts)
