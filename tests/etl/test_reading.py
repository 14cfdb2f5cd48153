"""Files as publishers write them, and as they arrive."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import reading
from etl.provenance import Refused
from etl.reading import File, Rows, Sheet
from tests.etl.workbooks import packed

TEXT = "Kommun;Antal\r\nVärnamo;1\r\nGnosjö;2\r\n"


@pytest.fixture
def file(tmp_path: Path) -> object:
    def write(content: str | bytes, *, name: str = "fil.csv") -> File:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return File(path)

    return write


def cells(sheet: Sheet, name: str) -> list[str | None]:
    column = sheet.columns[name]
    return column.take(column.texts, empty=None).tolist()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8-sig"),  # saved twice by a program that adds one
        TEXT.encode("cp1252"),
        TEXT.encode("latin-1"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le").join([b"\xff\xfe", b""]),
        TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.rstrip().encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "|").encode(),
        TEXT.replace(";", " ; ").encode(),
        TEXT.replace("Gnosjö", '"Gnosjö"').encode(),
        TEXT.replace("Gnosjö", "\u00a0Gnosjö\u202f").encode(),
        ("\r\n \r\n" + TEXT).encode(),
        ("sep=;\r\n" + TEXT).encode(),
        TEXT.replace("\r\n", ";\r\n").encode(),
        (TEXT + "\r\n\r\n;\r\n").encode(),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_the_same_table_however_it_is_written(file, content: bytes) -> None:
    sheet = file(content).sheet()
    assert cells(sheet, "Kommun") == ["Värnamo", "Gnosjö"]
    assert cells(sheet, "Antal") == ["1", "2"]


def test_what_windows_1252_has_and_iso_8859_1_has_not(file) -> None:
    assert cells(file("a;b\n–;€\n".encode("cp1252")).sheet(), "b") == ["€"]
    assert cells(file(b"a;b\n\xe5;\x81\n").sheet(), "a") == ["å"]  # \x81 is in ISO-8859-1 only


def test_an_utf8_file_with_a_broken_character_is_damaged(file) -> None:
    for bad in (b"\xc3", b"\xe5", b"\xed\xa0\x80"):  # cut short, another encoding, half a pair
        with pytest.raises(Refused, match="skadad"):
            file(TEXT.encode("utf-8-sig") + b"Gnosj" + bad + b";2\r\n").sheet()


def test_a_malformed_row_that_is_no_text_is_not_lost(file, capfd) -> None:
    with pytest.raises(Refused, match="skadad"):
        file(TEXT.encode("utf-8-sig") + b"Gnosj\xc3\r\n").sheet()
    assert not capfd.readouterr().err


def test_row_numbers_are_those_a_person_counts(file) -> None:
    lines = [
        "a;b", "1;x", "", "2;y", "too;many;cells", '3;"two\nlines"', "too few", ";", "  ", "4;z", "x;x;x",
    ]  # fmt: skip
    for before in ([], [""], ["sep=;"], ["", ""]):
        sheet = file("\n".join([*before, *lines]) + "\n").sheet()
        assert (sheet.row_numbers - len(before)).tolist() == [2, 4, 6, 10]
        assert (sheet.malformed - len(before)).tolist() == [5, 7, 11]
        assert sheet.malformed_texts.tolist() == ["too;many;cells", "too few", "x;x;x"]
        assert cells(sheet, "b") == ["x", "y", "two\nlines", "z"]


def test_rejects_carry_those_numbers_and_the_account_balances(file) -> None:
    rows = Rows(file("a;b\n\n1;x\nbad\n-1;y\n2;z\nbad\n-2;w\n").sheet())
    values = rows.values("a", _whole, reason="inte ett antal")
    read = rows.reading(pa.table({"a": values}), period_from=None, period_to=None)
    assert (read.read, read.accepted.num_rows, read.rejects.num_rows) == (6, 2, 4)
    assert sorted(read.rejects["row"].to_pylist()) == [4, 5, 7, 8]


def _whole(texts: np.ndarray) -> np.ndarray:
    return np.array([float(t) if t.isdigit() else np.nan for t in texts])


CELL = st.text(st.sampled_from('aå1 .-"\n;,'), max_size=6)


@given(st.lists(st.tuples(*[CELL] * 8), min_size=1, max_size=12), st.sampled_from(";,\t|"))
def test_as_the_csv_module_reads_it(tmp_path_factory, table, separator) -> None:
    names = [f"k{i}" for i in range(8)]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows([names, *table])
    path = tmp_path_factory.mktemp("csv") / "fil.csv"
    path.write_bytes(out.getvalue().encode())
    sheet = File(path).sheet()
    full = [(number, row) for number, row in enumerate(table, 2) if any(row)]
    assert sheet.row_numbers.tolist() == [number for number, _ in full]
    for i, name in enumerate(names):
        assert [c or "" for c in cells(sheet, name)] == [row[i].strip() for _, row in full]


def test_a_quote_that_never_ends_may_not_swallow_rows(file) -> None:
    rows = [f"{i};x;y" for i in range(8)]
    once = ["a;b;c", *rows[:3], '3;"x;y', *rows[4:]]
    with pytest.raises(Refused, match="rad 5: ett citattecken saknar sitt slut"):
        file("\n".join(once) + "\n").sheet()
    twice = ["a;b;c", *rows[:2], '2;"x;y', *rows[3:5], '5;"x;y', *rows[6:]]
    with pytest.raises(Refused, match="kolumnen ”b”: ett citattecken saknar sitt slut"):
        file("\n".join(twice) + "\n").sheet()


def test_a_header_alone_is_a_table_without_rows(file) -> None:
    assert len(file("a;b\r\n").sheet()) == 0
    assert file('"a";"b\nc"\n1;2\n').header == ("a", "b\nc")


@pytest.mark.parametrize("header", ["a;b;a", "a;b;a ", "b;a;\u00a0a"])
def test_two_columns_of_one_name_are_told_by_place_and_not_by_name(file, header: str) -> None:
    with pytest.raises(Refused, match=r"kolumn [12] och 3 heter likadant"):
        assert file(f"{header}\n1;2;3\n").header


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \r\n", b"\0\0\0"])
def test_a_failed_fetch_is_an_empty_file(file, content: bytes) -> None:
    with pytest.raises(Refused, match="tom"):
        file(content)


EVENTS = [{"id": 1, "location": {"name": "Värnamo"}}, {"id": None, "extra": [1, 2]}]


def test_json_records_are_flattened_and_all_their_keys_are_seen(file) -> None:
    seen = file(json.dumps([*EVENTS, *[{"id": 2}] * 50, {"late": True}]), name="a.json")
    assert seen.header == ("id", "location_name", "extra", "late")
    sheet = seen.sheet(drop=["location_name"])
    assert set(sheet.columns) == {"id", "extra", "late"}
    assert cells(sheet, "id")[:3] == ["1", None, "2"]
    assert cells(sheet, "extra")[1] == "[1, 2]" and cells(sheet, "late")[-1] == "true"
    assert sheet.row_numbers.tolist() == list(range(1, 54))


CUBE = {
    "class": "dataset",
    "id": ["ort", "år"],
    "size": [2, 3],
    "dimension": {
        "ort": {"category": {"index": {"b": 1, "a": 0}, "label": {"a": "Värnamo", "b": "Gnosjö"}}},
        "år": {"category": {"index": ["1", "2", "3"]}},
    },
    "value": [1, 2.5, None, 4, 5, 6],
}


def cube(**other: object) -> str:
    return json.dumps(CUBE | other)


@pytest.mark.parametrize("values", [CUBE["value"], {"0": 1, "1": 2.5, "3": 4, "4": 5, "5": 6}])
def test_a_json_stat_table_is_a_row_per_cell(file, values: object) -> None:
    seen = file(cube(value=values), name="a.json")
    assert seen.header == ("ort", "ort_label", "år", "value")
    sheet = seen.sheet()
    assert cells(sheet, "ort") == ["a", "a", "a", "b", "b", "b"]
    assert cells(sheet, "ort_label") == ["Värnamo"] * 3 + ["Gnosjö"] * 3
    assert cells(sheet, "år") == ["1", "2", "3"] * 2
    assert cells(sheet, "value") == ["1", "2.5", None, "4", "5", "6"]


@pytest.mark.parametrize(
    "other",
    [
        {"id": None}, {"id": []}, {"id": ["ort"]}, {"id": ["ort", "år", "år"]}, {"id": [1, 2]},
        {"size": [2]}, {"size": [2, 4]}, {"size": "23"}, {"size": [3, 2]}, {"dimension": {}},
        {"dimension": {"ort": {}, "år": {}}}, {"value": [1]}, {"value": None}, {"value": "123456"},
        {"value": [1, 2, 3, 4, 5, {}]}, {"dimension": {**CUBE["dimension"], "år": {"category": {"index": [1, 2, 3]}}}},
        {"dimension": {**CUBE["dimension"], "år": {"category": {"index": {"1": 0, "2": 0, "3": 9}}}}},
        {"dimension": {**CUBE["dimension"], "år": {"category": {"index": {"1": 0, "2": "x", "3": 9}}}}},
        {"dimension": {**CUBE["dimension"], "år": {"category": {"index": [[], [], []]}}}},
        {"dimension": {**CUBE["dimension"], "år": {"category": {"index": ["1", "2", "3"], "label": []}}}},
    ],
    ids=str,
)  # fmt: skip
def test_a_json_stat_table_that_does_not_hold_together_is_damaged(file, other: dict) -> None:
    with pytest.raises(Refused, match="skadad"):
        assert file(cube(**other), name="a.json").header


def test_a_json_stat_table_that_claims_too_much_is_never_laid_out(file) -> None:
    many = {"category": {"index": [str(i) for i in range(2_000)]}}
    claim = cube(id=list("abcd"), size=[2_000] * 4, dimension=dict.fromkeys("abcd", many), value={})
    with pytest.raises(Refused, match="tabellen är för stor"):
        assert file(claim, name="a.json").header


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_parquet_gives_the_same_texts(file) -> None:
    table = pa.table({
        "a": ["x", None, " y "],
        "b": pa.array([1, 2, None]),
        "c": pa.array(["u", "u", "v"]).dictionary_encode(),
        "d": pa.chunked_array([["p"], ["q", None]]),
        "e": [191212121212.0, None, 0.5],
    })  # fmt: skip
    sheet = file(parquet(table), name="a.parquet").sheet()
    assert cells(sheet, "a") == ["x", None, "y"]
    assert cells(sheet, "b") == ["1", "2", None]
    assert cells(sheet, "c") == ["u", "u", "v"]
    assert cells(sheet, "d") == ["p", "q", None]
    assert cells(sheet, "e") == ["191212121212", None, "0.5"]


SAMPLE = Path("tests/etl/sources/files/scb_areas.geojson").read_bytes()
WHOLE = {
    "a.parquet": parquet(pa.table({"a": list(range(1000))})),
    "a.json": json.dumps(EVENTS).encode(),
    "a.geojson": SAMPLE,
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_damaged(file, name: str, share: float) -> None:
    content = WHOLE[name]
    with pytest.raises(Refused, match="skadad"):
        file(content[: int(len(content) * share)], name=name).sheet()


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TEXT.encode(), mtime=0), packed({"fil.csv": TEXT}), packed({"a/b.ods": b""})],
    ids=["gz", "zip", "ods"],
)
def test_packed_files_say_what_to_do(file, content: bytes) -> None:
    with pytest.raises(Refused, match="Packa upp filen, eller spara den som CSV"):
        assert file(content).header


def test_a_zip_without_its_end_is_damaged(file) -> None:
    with pytest.raises(Refused, match="skadad"):
        assert file(b"PK\3\4" + bytes(60)).header


def test_what_is_no_file_is_told_in_swedish(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör")
    (tmp_path / "runt").symlink_to(tmp_path / "runt")
    for name, said in {
        "rör": "annat än en fil",
        ".": "mapp",
        "borta": "finns inte",
        "runt": "länken",
    }.items():
        with pytest.raises(Refused, match=said):
            File(tmp_path / name)


def test_a_link_is_the_file_it_leads_to(tmp_path: Path, file) -> None:
    (tmp_path / "länk.csv").symlink_to(file(TEXT).path)
    assert cells(File(tmp_path / "länk.csv").sheet(), "Antal") == ["1", "2"]


def test_a_name_in_an_old_encoding_is_told_in_characters_that_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("Värnamo.csv".encode("latin-1"))
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(Refused, match=r"V\ufffdrnamo\.csv: namnet har tecken"):
        File(path)


def test_a_row_is_rejected_once_for_the_first_column_that_failed(file) -> None:
    rows = Rows(file("a;b\n-;-\n1;x\n").sheet())
    rows.values("a", _whole, reason="först")
    rows.values("b", _whole, reason="sedan")
    read = rows.reading(pa.table({"a": [0, 0]}), period_from=None, period_to=None)
    assert read.rejects.to_pylist() == [
        {"row": 2, "column": "a", "reason": "först"},
        {"row": 3, "column": "b", "reason": "sedan"},
    ]


@pytest.mark.parametrize("text", ["", "-", "..", "."])
def test_an_empty_cell_is_a_reject_only_where_something_must_stand(file, text: str) -> None:
    rows = Rows(file(f"a;b\n{text};1\n").sheet())
    assert np.isnan(rows.values("a", _whole, reason="", required=False)).all()
    assert not rows.rejected.any()
    rows.values("a", _whole, reason="saknas")
    assert rows.rejected.all()


def test_a_column_that_is_not_there_is_named(file) -> None:
    with pytest.raises(Refused, match="kolumnen ”b” saknas"):
        Rows(file("a;c\n1;2\n").sheet()).values("b", _whole, reason="")


def test_a_large_file_is_read_in_blocks_with_the_right_numbers(file, monkeypatch) -> None:
    monkeypatch.setattr(reading.file, "HEAD_BYTES", 1 << 10)
    sheet = file("a;b\n" + "1;2\n" * 1_200_000 + "bad\n" + "3;4\n").sheet()
    assert sheet.malformed.tolist() == [1_200_002]
    assert sheet.row_numbers[-1] == 1_200_003 and cells(sheet, "a")[-1] == "3"
