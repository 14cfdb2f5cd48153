"""The command line: what it answers, in which words, with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl import sources
from etl.workplace import Workplace
from tests.conftest import SAMPLES, Command
from tests.etl.sources.police_extracts import incident, statistical

Said = pytest.CaptureFixture[str]


@pytest.fixture
def plats(tmp_path: Path) -> Path:
    return tmp_path / "plats"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return statistical(tmp_path / "uttag.csv", [incident(), incident(code="0001")])


def test_load_says_what_was_read_and_why_rows_were_turned_away(
    command: Command, file: Path, plats: Path, capsys: Said
) -> None:
    assert command("load", file, "--workplace", plats) == 0
    said = capsys.readouterr().out
    assert "uttag.csv (police_deso_extract):" in said
    assert "2 rader lästa, 1 godtagna, 1 avvisade" in said
    assert "1 avvisade, kolumnen Brottskod: " in said and "(rad 3)" in said
    assert "Underlag 1 visas nu." in said
    assert command("load", file, "--workplace", plats, "--source", "police_deso_extract") == 0
    assert "uttag.csv: finns redan, ingenting ändrat." in capsys.readouterr().out


def test_a_dry_run_tells_what_a_file_is_and_keeps_nothing(
    command: Command, file: Path, plats: Path, capsys: Said
) -> None:
    assert command("load", file, "--dry-run", "--workplace", plats) == 0
    said = capsys.readouterr().out
    assert "uttag.csv: Anmälda brott, månadsuttag (police_deso_extract)" in said
    assert "2 rader lästa, 1 godtagna, 1 avvisade" in said
    assert "Inskrivningsdatum: 0000-00-00" in said
    assert not plats.exists()
    assert command("load", file, "--dry-run", "--json", "--workplace", plats) == 0
    [looked] = json.loads(capsys.readouterr().out)
    assert (looked["source"], looked["is_known"]) == ("police_deso_extract", False)
    command("load", file, "--workplace", plats, "--json")
    assert json.loads(capsys.readouterr().out)["edition"] == 1
    command("load", file, "--dry-run", "--json", "--workplace", plats)
    assert json.loads(capsys.readouterr().out)[0]["is_known"]


def test_load_makes_a_workplace_where_one_stands(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("load", file) == 0
    assert Workplace(tmp_path / "arbetsplats").current == 1


@pytest.mark.parametrize("content", ["a;b\n1;2\n", "<html>502</html>", "[]"])
def test_a_form_nobody_knows_is_told_with_what_to_do(
    command: Command, plats: Path, tmp_path: Path, capsys: Said, content: str
) -> None:
    (tmp_path / "okänd.csv").write_text(content, encoding="utf-8")
    assert command("load", tmp_path / "okänd.csv", "--workplace", plats) == 1
    said = capsys.readouterr().err
    assert "okänd.csv: formen känns inte igen" in said
    assert "lagesbild map FIL" in said
    assert all(name in said for name in sources.ALL)


def test_a_form_of_two_sources_lists_both(
    command: Command, plats: Path, tmp_path: Path, capsys: Said
) -> None:
    both = tmp_path / "båda.csv"
    both.write_text(
        "geografi,enhet,ar,variabel,varde,kalla,Region,Alder,Kon,000007Y7 2024\n"
        "Falun,Antal,2020,Rån,9,Anmälda brott,2080,totalt,1+2,5\n",
        encoding="utf-8",
    )
    assert command("load", both, "--workplace", plats) == 1
    said = capsys.readouterr().err
    assert "kan vara bra_municipal_indicators eller scb_population" in said and "--source" in said
    assert command("load", both, "--workplace", plats, "--source", "scb_population") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "finns-inte.csv"], "finns-inte.csv: går inte att öppna: den finns inte"),
        (["load", SAMPLES[0], "--source", "nej"], "Källan ”nej” finns inte. Välj en av: bra_"),
        (["load", SAMPLES[0], "--source", "scb_areas"], "inte den form som scb_areas ska ha"),
    ],
)
def test_a_refusal_is_exit_code_1_and_a_sentence(
    command: Command, plats: Path, capsys: Said, words: list[object], said: str
) -> None:
    assert command(*words, "--workplace", plats) == 1
    captured = capsys.readouterr()
    assert said in captured.err and "Traceback" not in captured.err and not captured.out


@pytest.mark.parametrize(
    "words", [["load"], ["lod", "a"], ["load", "--nej"], ["demo", "--port", "0"], ["serve", "--port", "x"], []]
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(command: Command, capsys: Said, words: list[str]) -> None:
    assert command(*words) == 2


def test_sources_lists_every_source(command: Command, capsys: Said, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert command("sources") == 0
    said = capsys.readouterr().out
    for name, module in sources.ALL.items():
        assert name in said and module.SOURCE.publisher in said


def test_status_before_anything_is_loaded(command: Command, plats: Path, capsys: Said) -> None:
    assert command("status", "--workplace", plats) == 0
    assert "Här finns inget underlag än" in capsys.readouterr().out
    assert command("status", "--json", "--workplace", plats) == 0
    told = json.loads(capsys.readouterr().out)
    nothing = {"edition": None, "batches": [], "job": None, "backup": None}
    assert told.pop("engine")["motor"] == "filer" and told == nothing
    assert not plats.exists()


def test_status_as_json_lists_every_accepted_file_replaced_ones_too(
    command: Command, file: Path, plats: Path, tmp_path: Path, capsys: Said
) -> None:
    later = statistical(tmp_path / "rättat.csv", [incident(count="2")])
    for path in (file, later):
        assert command("load", path, "--workplace", plats) == 0
    capsys.readouterr()
    assert command("status", "--json", "--workplace", plats) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["edition"] == 2
    assert (told["job"]["name"], told["job"]["state"], told["backup"]) == ("load", "done", None)
    first, second = told["batches"]
    assert list(first) == [
        "source", "file", "sha256", "read", "accepted", "rejected", "period_from", "period_to",
        "preliminary", "extracted_at",
    ]  # fmt: skip
    assert (first["file"], first["read"], first["accepted"], first["rejected"]) == (
        "uttag.csv",
        2,
        1,
        1,
    )
    assert (second["file"], second["preliminary"]) == ("rättat.csv", True)
    assert second["period_from"] == second["period_to"] == "2024-09-14"
    assert command("status", "--workplace", plats) == 0
    assert "Underlag 2" in capsys.readouterr().out


def test_status_of_all_samples_has_balanced_accounts(
    command: Command, workplace: Workplace, capsys: Said
) -> None:
    assert command("status", "--json", "--workplace", workplace.folder) == 0
    batches = json.loads(capsys.readouterr().out)["batches"]
    assert {batch["file"] for batch in batches} == {sample.name for sample in SAMPLES}
    for batch in batches:
        assert batch["read"] == batch["accepted"] + batch["rejected"] > 0


def test_a_damaged_workplace_is_told(
    command: Command, file: Path, plats: Path, capsys: Said
) -> None:
    command("load", file, "--workplace", plats)
    (plats / "editions/CURRENT").write_text("två", encoding="utf-8")
    for words in (["status"], ["status", "--json"], ["load", file], ["serve"]):
        assert command(*words, "--workplace", plats) == 1
        assert "CURRENT" in capsys.readouterr().err


def test_help_is_swedish_and_has_an_example_for_each_command(
    command: Command, capsys: Said
) -> None:
    for name in ("demo", "form", "load", "sources", "status", "serve"):
        assert command(name, "--help") == 0
        assert f"lagesbild {name}" in capsys.readouterr().out


def test_names_of_files_are_shown_as_they_are(
    command: Command, tmp_path: Path, capsys: Said
) -> None:
    file = statistical(tmp_path / "[bold]x[red] %s {0}.csv", [incident()])
    assert command("load", file, "--workplace", tmp_path / "plats") == 0
    assert file.name in capsys.readouterr().out
    assert command("status", "--json", "--workplace", tmp_path / "plats") == 0
    assert file.name in capsys.readouterr().out
    assert command("status", "--workplace", tmp_path / "plats") == 0


def test_a_name_that_tells_of_a_person_is_not_kept_even_of_a_file_that_is_not_there(
    command: Command, tmp_path: Path, plats: Path, capsys: Said
) -> None:
    assert command("load", tmp_path / "19121212-1212.csv", "--workplace", plats) == 1
    said = capsys.readouterr()
    assert "byt namn på filen" in said.err and "1212" not in said.out + said.err
    assert command("status", "--json", "--workplace", plats) == 0
    assert "1212" not in capsys.readouterr().out


def test_a_name_in_an_old_encoding_is_refused_in_words_that_can_be_printed(
    tmp_path: Path, plats: Path
) -> None:
    name = os.fsdecode("Värnamo.csv".encode("latin-1"))
    (tmp_path / name).write_bytes(statistical(tmp_path / "a.csv", [incident()]).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "lagesbild", "load", tmp_path / name, "--workplace", plats],
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()  # as UTF-8
    assert done.returncode == 1 and "Byt namn" in said and "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("99",), "Den versionen finns inte. Här finns inga fastställda versioner än."),
        (("x; rm -rf /",), "Den versionen finns inte."),
    ],
)
def test_a_version_that_is_not_there_is_refused_and_nothing_is_written(
    command: Command, plats: Path, file: Path, tmp_path: Path, capsys: Said, words: tuple[str, ...], said: str
) -> None:  # fmt: skip
    command("load", file, "--workplace", plats)
    assert command("snapshots", "--json", "--workplace", plats) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "[]"
    assert command("export", *words, "-o", tmp_path / "ut", "--workplace", plats) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()
