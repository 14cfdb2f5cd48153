"""What holds for every source there is, and for every file that somebody should not have sent."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from etl import intake, sources, warehouse
from etl.edition import TABLES
from etl.provenance import Refused, Source
from etl.reading import File
from etl.settings import Settings
from etl.workplace import Workplace
from tests.conftest import SAMPLES, Command, everything_in
from tests.etl import workbooks
from tests.etl.sources import police_extracts

TEXT = {".csv", ".txt"}
NUMBER = "121212-1212"  # the tax agency's own example
PERSONAL_NUMBERS = [
    "121212-1212", "1212121212", "19121212-1212", "191212121212", "121212+1212", "121212 1212",
    "19121212 1212", "1912-12-12-1212", "1912-12-12 1212", "121212\u20131212", "121212\u00a01212",
    "12 12 12-1212", "1912.12.12-1212", "anmäld av 19121212-1212.", "191212121212.0",
    "701063-2391",  # samordningsnummer: the day and 60
]  # fmt: skip
OTHERS = [
    "070-123 45 67",
    "+46701234567",
    "anna.andersson@exempel.se",
    "ABC 12D",
    "kör abc123 igen",
]
PERSONAL_COLUMNS = [
    "Namn", "Målsägandens namn", "Personnr", "Telefonnummer", "E-post", "Regnr", "Signalement",
    "Medborgarskap", "Gängtillhörighet", "Foto",
]  # fmt: skip

named = pytest.mark.parametrize("name", sources.ALL)
READABLE = [*SAMPLES, workbooks.SAMPLE]
sampled = pytest.mark.parametrize("sample", READABLE, ids=lambda path: path.name)


@named
def test_a_source_says_what_must_be_said_of_it(name: str) -> None:
    about = sources.ALL[name].SOURCE
    assert (TABLES / "raw" / f"{about.table}.sql").exists()
    assert about.caveats and about.blind_spots
    assert about.retention_days >= 365
    assert any(sample.name.split(".")[0] == name for sample in SAMPLES)


@pytest.mark.parametrize("missing", ["purpose", "owner", "retention_days", "publisher", "licence"])
def test_a_source_without_purpose_owner_or_retention_is_refused(missing: str) -> None:
    about = sources.ALL["police_deso_extract"].SOURCE
    kind = next(f.type for f in fields(Source) if f.name == missing)
    with pytest.raises(Refused, match=missing):
        replace(about, **{missing: 0 if kind == "int" else ""})


@sampled
def test_a_sample_is_accounted_for_row_by_row(sample: Path) -> None:
    delivery = intake.receive(sample, source=None, settings=Settings())
    reading = delivery.reading
    assert reading.read == reading.accepted.num_rows + reading.merged + reading.rejects.num_rows
    table = (TABLES / "raw" / f"{sources.ALL[delivery.source].SOURCE.table}.sql").read_text()
    columns = dict(re.findall(r"^    (\w+) \w+(.*),$", table, re.MULTILINE))
    required = {name for name, rest in columns.items() if "not null" in rest}
    assert required <= set(reading.accepted.column_names) | {"batch"} <= set(columns)
    if sources.ALL[delivery.source].SOURCE.table != "area":  # boundaries are of no period
        assert reading.period_from is not None and reading.period_to is not None
        assert reading.period_from <= reading.period_to


def test_the_police_samples_are_what_their_script_writes(tmp_path: Path) -> None:
    for file in police_extracts.write_samples(tmp_path):
        assert file.read_bytes() == (police_extracts.FILES / file.name).read_bytes()


# -- poisoned copies ---------------------------------------------------------------------------


def columns(sample: Path) -> list[str]:
    if sample.suffix == ".xlsx":
        return list(File(sample).header) or [text for text in _headings(sample) if text]
    if sample.suffix in TEXT:
        return next(csv.reader(io.StringIO(_text(sample)), delimiter=_separator(sample)))
    if _is_json_stat(sample):
        return list(File(sample).header)
    return list(_flat(_records(json.loads(sample.read_bytes()))[0]))


def place(sample: Path, column: str) -> str:
    """What a message calls a cell of `column`: Brå ends its rows with a separator too many."""
    if sample.suffix == ".xlsx" and not File(sample).header:
        return "utanför tabellen (titlar, andra blad)"
    header, row = _text(sample).splitlines()[:2] if sample.suffix in TEXT else ("", "")
    long = row.count(_separator(sample)) > header.count(_separator(sample)) if row else False
    return "rader med fel antal kolumner" if long else f"kolumnen ”{column}”"


def poisoned(sample: Path, column: str, value: str, *, row: int = -1) -> bytes:
    """The sample with `value` in one cell; a column that is not there is added."""
    if sample.suffix == ".xlsx":
        file = File(sample)
        sheets = {name: file.grid(name).tolist() for name in file.sheet_names}
        rows = next(
            table[i:]
            for table in sheets.values()
            for i, cells in enumerate(table)
            if set(file.header or _headings(sample)) <= set(cells)
        )
        _poison(rows, column, value, row=row)  # a cell in a row, which the sheet shares
        if file.header:
            return workbooks.workbook(sheets)
        numbers = {name: [[cell and workbooks.guessed(cell) for cell in cells] for cells in table] for name, table in sheets.items()}  # fmt: skip
        return workbooks.workbook(numbers)
    if sample.suffix in TEXT:
        table = list(csv.reader(io.StringIO(_text(sample)), delimiter=_separator(sample)))
        _poison(table, column, value, row=row)
        out = io.StringIO()
        csv.writer(out, delimiter=_separator(sample)).writerows(table)
        return out.getvalue().encode()
    content = json.loads(sample.read_bytes())
    if _is_json_stat(sample):
        _poison_table(content, column, value, row=row)
        return json.dumps(content).encode()
    record = _records(content)[row]
    if isinstance(record.get("location"), dict) and column.startswith("location_"):
        record["location"][column.removeprefix("location_")] = value
    else:
        record[column] = value
    return json.dumps(content).encode()


def _poison(table: list[list[Any]], column: str, value: str, *, row: int) -> None:
    if column not in table[0]:
        for cells in table:
            cells.append("")
        table[0][-1] = column
    table[row][table[0].index(column)] = value


def _headings(sample: Path) -> list[str | None]:
    """The first row with several cells, of a workbook whose headings are more than one row."""
    file = File(sample)
    rows = (row for name in file.sheet_names for row in file.grid(name).tolist())
    return next(row for row in rows if sum(cell is not None for cell in row) > 1)


def _is_json_stat(sample: Path) -> bool:
    return b'"class": "dataset"' in sample.read_bytes()


def _poison_table(content: dict[str, Any], column: str, value: str, *, row: int) -> None:
    """A dimension's code or label, one of the values, or a dimension of one category more."""
    name = column.removesuffix("_label")
    if column == "value":
        content["value"][row] = value
    elif name not in content["id"]:
        content["id"].append(column)
        content["size"].append(1)
        content["dimension"][column] = {"category": {"index": [value]}}
    else:
        about = content["dimension"][name]["category"]
        code = list(about["index"])[min(row, len(about["index"]) - 1)]
        if name == column:
            about["index"][value] = about["index"].pop(code)
        else:
            about["label"][code] = value


def _text(sample: Path) -> str:
    file = File(sample)
    return sample.read_bytes().decode(file._separated._encoding).removeprefix("\ufeff")


def _separator(sample: Path) -> str:
    return ";" if ";" in _text(sample).splitlines()[0] else ","


def _records(content: Any) -> list[dict[str, Any]]:
    return content if isinstance(content, list) else [f["properties"] for f in content["features"]]


def _flat(record: dict[str, Any]) -> Iterator[str]:
    for key, value in record.items():
        yield from (f"{key}_{k}" for k in value) if isinstance(value, dict) else (key,)


class Watch:
    """A workplace and a folder for temporary files, where nothing may be written."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.workplace = Workplace(folder / "plats")
        (folder / "tmp").mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(folder / "tmp"))
        monkeypatch.setenv("TMPDIR", str(folder / "tmp"))
        with self.workplace.exclusive("load"):
            pass
        self.before = self._state()

    def refuses(self, content: bytes, *, secret: str, suffix: str) -> str:
        file = self.folder / f"fil{suffix}"
        file.write_bytes(content)
        with pytest.raises(Refused) as refusal:
            warehouse.load(self.workplace, [file])
        file.unlink()
        assert secret not in str(refusal.value)
        assert self._state() == self.before, "something was written"
        return str(refusal.value)

    def _state(self) -> dict[Path, Any]:
        """A file that came and went has left its mark on the folder's time."""
        state = {}
        for top in ("plats", "tmp"):
            for path in [self.folder / top, *(self.folder / top).rglob("*")]:
                about = path.stat()
                state[path] = (about.st_size, path.is_dir() and about.st_mtime_ns)
        return state


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(tmp_path, monkeypatch)


def is_dropped(sample: Path, column: str) -> bool:
    return column in sources.ALL[sample.name.split(".")[0]].SOURCE.dropped_text


def spread(sample: Path, values: list[str]) -> Iterator[tuple[str, str]]:
    """Every column and every value: all values in the first column, and one by turns in each of
    the others, since a reading takes its time and no column is read in a way of its own."""
    found = [column for column in columns(sample) if not is_dropped(sample, column)]
    yield from ((found[0], value) for value in values)
    yield from ((column, values[n % len(values)]) for n, column in enumerate(found[1:], start=1))


@sampled
def test_a_personal_number_is_found_in_every_spelling_and_every_column(
    sample: Path, watch: Watch
) -> None:
    for column, number in spread(sample, PERSONAL_NUMBERS):
        said = watch.refuses(poisoned(sample, column, number), secret="1212", suffix=sample.suffix)
        assert place(sample, column) in said and "personnummer" in said, (column, number)


@sampled
def test_phone_plate_and_email_are_found_in_every_column(sample: Path, watch: Watch) -> None:
    for column, value in spread(sample, OTHERS):
        content = poisoned(sample, column, value, row=1)
        said = watch.refuses(content, secret=value[-6:], suffix=sample.suffix)
        assert place(sample, column) in said and "Personuppgifter" in said, (column, value)


@sampled
@pytest.mark.parametrize("column", PERSONAL_COLUMNS)
def test_a_column_about_persons_is_refused(sample: Path, column: str, watch: Watch) -> None:
    content = poisoned(sample, column, "Kalle Qvarnby")
    said = watch.refuses(content, secret="Qvarnby", suffix=sample.suffix)
    assert f"”{column}”" in said and "Ta ut filen igen" in said


@sampled
def test_a_header_that_is_a_value_is_refused_and_not_repeated(sample: Path, watch: Watch) -> None:
    said = watch.refuses(
        poisoned(sample, "19121212-1212", "x"), secret="1212", suffix=sample.suffix
    )
    assert "personnummer" in said


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.suffix in TEXT], ids=lambda p: p.name)
def test_a_row_with_too_many_cells_passes_the_gate_too(sample: Path, watch: Watch) -> None:
    content = sample.read_bytes() + f"a{_separator(sample)}19121212-1212\r\n".encode()
    said = watch.refuses(content, secret="1212", suffix=sample.suffix)
    assert "personnummer" in said


DROPPED = [
    (sample, column)
    for sample in READABLE
    for column in sources.ALL[sample.name.split(".")[0]].SOURCE.dropped_text
    if column in columns(sample)
]


@pytest.mark.parametrize(
    ("sample", "column"), DROPPED, ids=lambda value: getattr(value, "name", value)
)
def test_a_dropped_text_is_never_stored_anywhere(
    sample: Path,
    column: str,
    tmp_path: Path,
    command: Command,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / sample.name
    file.write_bytes(poisoned(sample, column, f"Kalle Qvarnby {NUMBER}"))
    assert command("load", file, "--workplace", tmp_path / "plats") == 0
    said = everything_in(tmp_path / "plats") + "".join(capfd.readouterr())
    assert "Qvarnby" not in said and NUMBER not in said


@sampled
def test_the_command_line_says_why_and_never_what(
    sample: Path, tmp_path: Path, command: Command, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"fil{sample.suffix}"
    file.write_bytes(poisoned(sample, columns(sample)[0], NUMBER))
    assert command("load", file, "--workplace", tmp_path / "plats") == 1
    said = "".join(capfd.readouterr())
    assert "ser ut som ett personnummer" in said and NUMBER not in said
    left = [p for p in (tmp_path / "plats").rglob("*") if p.is_file() and p.stat().st_size]
    assert [p.name for p in left] == [".lock"] and NUMBER not in left[0].read_text()


def test_nothing_of_a_reject_but_its_place_and_reason_is_kept(tmp_path: Path) -> None:
    file = police_extracts.statistical(
        tmp_path / "uttag.csv",
        [police_extracts.incident(), police_extracts.incident(deso="Qvarnby torg", code="Qvarn")],
    )
    place = Workplace(tmp_path / "plats")
    [batch] = warehouse.load(place, [file]).batches
    assert (batch["read"], batch["accepted"], batch["rejected"]) == (2, 1, 1)
    assert batch["rejects"] == [
        {"column": "desokod", "reason": "inte en DeSO-kod", "rejected": 1, "rows": [3]}
    ]
    said = everything_in(place.folder)
    assert "Qvarnby" not in said and "inte en DeSO-kod" in said


@named
def test_a_source_recognises_no_other_s_sample(name: str) -> None:
    recognised = {s.name.split(".")[0] for s in SAMPLES if sources.ALL[name].recognise(File(s))}
    assert recognised == {name}
