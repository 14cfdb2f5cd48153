"""Kinds of files that a workplace declares itself, from the draft to the edition."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from etl import intake, retention, warehouse
from etl.provenance import Refused
from etl.workplace import Workplace
from tests.conftest import Command, everything_in
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import incident
from tests.etl.workbooks import saved_by_excel

FILES = Path(__file__).parent / "files"
EXPORT, MAPPING = FILES / "embrace.csv", FILES / "embrace.toml"
FALUN = '[forum]\nkommun = "2080"\n'


@pytest.fixture
def own(place: Place) -> Place:
    place.settings(FALUN)
    declare(place)
    return place


def declare(place: Place, *, was: str = "", now: str = "", name: str = "embrace.toml") -> None:
    folder = place.workplace.folder / "kallor"
    folder.mkdir(parents=True, exist_ok=True)
    text = MAPPING.read_text(encoding="utf-8")
    assert was in text
    (folder / name).write_text(text.replace(was, now, 1), encoding="utf-8")


def test_an_export_is_loaded_by_its_mapping(own: Place) -> None:
    [batch] = warehouse.load(own.workplace, [EXPORT]).batches
    assert (batch["source"], batch["read"], batch["accepted"]) == ("embrace", 5, 3)
    assert {(r["column"], r["rows"][0]) for r in batch["rejects"]} == {
        ("Kategori", 5), ("Händelsedatum", 6),
    }  # fmt: skip
    said = "select problem_type, week, registered_on, count from out.incident order by registered_on, week"
    assert [(p, str(w), str(r), n) for p, w, r, n in own.ask(said)] == [
        ("skadegorelse", "2024-08-26", "2024-09-02", 1),
        ("nedskrapning", "2024-09-02", "2024-09-03", 1),
        ("tillhall", "2024-09-02", "2024-09-03", 1),
    ]
    assert own.ask("select regso_code from out.incident where problem_type = 'nedskrapning'") == [("2080R012",)]  # fmt: skip
    told = own.ask(
        "select title, owner, purpose, retention_days, counted, has_delay from out.source"
    )
    assert told == [
        (
            "EST-rapporter ur Embrace", "trygghetssamordnare",
            "Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen", 1825,
            "EST-rapporter", True,
        )
    ]  # fmt: skip


def test_what_is_not_mapped_is_never_read_anywhere(own: Place) -> None:
    file = own.folder / "export.csv"
    text = EXPORT.read_text(encoding="utf-8").replace("Mer fritext", "Kalle Qvarnby 19121212-1212")
    file.write_text(text, encoding="utf-8")
    warehouse.load(own.workplace, [file])
    said = everything_in(own.workplace.folder)
    assert "Qvarnby" not in said and "1212-1212" not in said and "Falubostäder" in said


def test_what_is_mapped_passes_the_gate(own: Place) -> None:
    file = own.folder / "export.csv"
    text = EXPORT.read_text(encoding="utf-8")
    file.write_text(text.replace("Falubostäder", "19121212-1212"), encoding="utf-8")
    with pytest.raises(Refused, match=r"kolumnen ”Verksamhet”.*personnummer"):
        warehouse.load(own.workplace, [file])
    file.write_text(text.replace("Underkategori", "Målsägande"), encoding="utf-8")
    with pytest.raises(Refused, match="”Målsägande”"):
        warehouse.load(own.workplace, [file])
    assert own.workplace.current is None


def test_it_is_a_source_as_any_other(own: Place, command: Command, capsys) -> None:
    folder = own.workplace.folder
    own.settings(FALUN + '[kallor.embrace]\nmottagare = "kommun"\n')
    assert command("load", EXPORT, "--source", "embrace", "--workplace", folder) == 0
    assert own.ask("select count(*) from out.incident") == [(0,)]
    assert own.ask("select count(*) from out.incident", audience="municipality-2080") == [(3,)]
    assert command("sources", "--workplace", folder) == 0
    assert "embrace" in capsys.readouterr().out
    warehouse.load(own.workplace, [EXPORT])  # again: nothing new, and nothing counted twice
    assert own.workplace.current == 1


def test_its_rows_are_pruned_by_its_own_time(own: Place) -> None:
    declare(own, was="gallras_dagar = 1825", now="gallras_dagar = 30")
    warehouse.load(own.workplace, [EXPORT])
    [found] = retention.due(own.workplace, today=date(2024, 10, 3))
    assert (found.source, found.rows, found.retention_days) == ("embrace", 1, 30)
    record = retention.prune(own.workplace, decision="KS 2024/1", today=date(2024, 10, 3))
    assert record and "EST-rapporter ur Embrace" in retention.in_words(own.workplace, record)


def test_a_mapping_that_is_gone_is_asked_for(own: Place) -> None:
    warehouse.load(own.workplace, [EXPORT])
    (own.workplace.folder / "kallor/embrace.toml").unlink()
    with pytest.raises(Refused, match=r"kallor/embrace\.toml saknas, men filer är inlästa"):
        own.load(incident())


@pytest.mark.parametrize("suffix", ["xlsx", "json"])
def test_a_file_that_is_read_apart_takes_its_mapping_along(
    own: Place, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "READ_HERE", frozenset({"csv"}))
    text = EXPORT.read_text(encoding="utf-8")
    file = own.folder / f"export.{suffix}"
    if suffix == "xlsx":
        file.write_bytes(saved_by_excel(text))
    else:
        header, *rows = [line.split(";") for line in text.splitlines()]
        file.write_text(json.dumps([dict(zip(header, row, strict=True)) for row in rows]))
    [batch] = warehouse.load(own.workplace, [file]).batches
    assert (batch["source"], batch["accepted"]) == ("embrace", 3)


def test_a_kommun_is_told_by_a_column_or_by_the_area(place: Place) -> None:
    place.settings("")
    lines = ["Datum;Typ;Område;Var", "2024-09-01;Skadegörelse;2080C1090;2081", "2024-09-01;Skadegörelse;2081R001;2081"]  # fmt: skip
    file = place.folder / "export.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    head = MAPPING.read_text(encoding="utf-8").partition("[kolumner]")[0]
    columns = '[kolumner]\ndatum = "Datum"\nkategori = "Typ"\nomrade = "Område"\n'
    for name, more, expected in [("a", "", ["2080", "2081"]), ("b", 'kommun = "Var"\n', ["2081", "2081"])]:  # fmt: skip
        folder = place.workplace.folder / "kallor"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / f"{name}.toml").write_text(f'ordlista = "est"\n{head}{columns}{more}', encoding="utf-8")  # fmt: skip
        workplace = Workplace(place.workplace.folder)
        reading = intake.receive_in(workplace, file, source=None).reading
        assert [row["kommun_code"] for row in reading.accepted.to_pylist()] == expected


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('andamal = "Gemensam', '#andamal = "Gemensam', "”andamal” stämmer inte: det saknas"),
        ('agare = "trygghetssamordnare"', 'agare = ""', "”agare” stämmer inte: det är tomt"),
        ("gallras_dagar = 1825", "", "”gallras_dagar” stämmer inte: det saknas"),
        ("gallras_dagar = 1825", "gallras_dagar = 0", "talet är för litet"),
        ('mottagare = "delad"', 'mottagare = "alla"', "välj ett av delad, polis, kommun"),
        ("titel =", "tittel =", "”tittel” finns inte. Menade du ”titel”"),
        ('datum = "Hän', 'dattum = "Hän', "”kolumner.dattum” finns inte. Menade du ”datum”"),
        ('lon = "Long"\n', "", "både kolumner.lat och kolumner.lon"),
        ('= "skadegorelse"', '= "skadegörelse"', 'problemtypen "skadegörelse" finns inte. Menade du "skadegorelse"'),
        ('"Ungdomsgäng" =', '"Blottning" =', 'ordet "blottning" hör till "Sexualbrott"'),
        ("[kolumner]", 'ordlista = "est"\n[kolumner]', "antingen ”ordlista” eller tabellen [ord]"),
        ("[kolumner]", "[kolumner", "TOML"),
    ],
)  # fmt: skip
def test_a_mapping_that_lacks_something_is_refused_by_name(
    place: Place, was: str, now: str, said: str
) -> None:
    place.settings(FALUN)
    declare(place, was=was, now=now)
    with pytest.raises(Refused, match=r"^embrace\.toml: ") as refusal:
        warehouse.load(place.workplace, [EXPORT])
    assert said in str(refusal.value)


@pytest.mark.parametrize("name", ["scb_areas.toml", "Min källa.toml", "1.toml"])
def test_a_name_that_is_taken_or_no_name_is_refused(place: Place, name: str) -> None:
    declare(place, name=name)
    with pytest.raises(Refused, match="filens namn är källans namn"):
        warehouse.load(place.workplace, [EXPORT])


def test_police_only_rows_are_refused_outside_the_police(own: Place) -> None:
    declare(own, was='mottagare = "delad"', now='mottagare = "polis"')
    with pytest.raises(Refused, match="embrace är bara för polisen"):
        warehouse.load(own.workplace, [EXPORT])


# -- the draft ---------------------------------------------------------------------------------


def drafted(command: Command, folder: Path, file: Path) -> str:
    assert command("map", file, "--workplace", folder) == 0
    [draft] = (folder / "kallor").glob("*.utkast")
    return draft.read_text(encoding="utf-8")


def filled_in(draft: str) -> str:
    """What a person does with it."""
    draft = draft.replace('mottagare = "delad"', 'mottagare = "delad"').replace('"…"', '"Något"')
    lines = [line.removeprefix("# ") if "fyll i:" in line else line for line in draft.splitlines()]
    return "\n".join(lines)


def test_a_draft_that_is_filled_in_loads_the_file(
    place: Place, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    place.settings(FALUN)
    folder = place.workplace.folder
    draft = drafted(command, folder, EXPORT)
    for line in (
        'datum = "Händelsedatum"', 'registrerad = "Registrerad"', 'klockslag = "Tid"',
        'kategori = "Kategori"', 'id = "Id"', 'plats = "Plats"', 'omrade = "Område"',
        'lat = "Lat"', 'lon = "Long"', 'organisation = "Verksamhet"', 'ordlista = "est"',
    ):  # fmt: skip
        assert f"\n{line}  # " in draft
    assert '# antal = "…"' in draft and '#   "Beskrivning": ' in draft
    assert not any(word in draft for word in ("Skadegörelse", "Falu", "E-1001", "2024", "15,6"))
    assert "Läs sedan in filen med: lagesbild load" in capsys.readouterr().out
    (folder / "kallor/embrace.toml").write_text(draft, encoding="utf-8")
    with pytest.raises(Refused, match="det saknas"):
        warehouse.load(place.workplace, [EXPORT])
    (folder / "kallor/embrace.toml").write_text(filled_in(draft), encoding="utf-8")
    [batch] = warehouse.load(place.workplace, [EXPORT]).batches
    assert (batch["source"], batch["accepted"]) == ("embrace", 2)
    assert command("map", EXPORT, "--workplace", folder) == 1
    assert "finns redan" in capsys.readouterr().err


def test_a_draft_guesses_by_shape_and_never_about_persons(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "READ_HERE", frozenset({"csv"}))
    rows = "När;Brottskod;Namn;Count;Klockan\n2024-09-01;0801;Kalle Qvarnby;2;7:05\n2024-09-02;0802;Kim;3;17:00\n"
    file = tmp_path / "Uttag Åäö 2024.xlsx"
    file.write_bytes(saved_by_excel(rows))
    draft = drafted(command, tmp_path / "plats", file)
    assert (tmp_path / "plats/kallor/uttag_aao.utkast").exists()
    for line in ('datum = "När"', 'kategori = "Brottskod"', 'antal = "Count"', 'klockslag = "Klockan"'):  # fmt: skip
        assert f"\n{line}  # " in draft
    assert 'ordlista = "brottskoder"' in draft
    assert '"Namn": handlar om personer' in draft and "Qvarnby" not in draft and "Xxx" not in draft


def test_a_file_without_headings_is_not_drafted(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fil.csv"
    file.write_text("19121212-1212;x\n1;2\n", encoding="utf-8")
    assert command("map", file, "--workplace", tmp_path / "plats") == 1
    said = capsys.readouterr().err
    assert "rubriken på kolumn 1 ser ut som ett personnummer" in said and "1212" not in said
    assert not (tmp_path / "plats").exists()
