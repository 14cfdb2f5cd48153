"""A process of its own: what it may take, and what is said when it takes more."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl import apart, intake
from etl.provenance import Refused
from etl.settings import Settings
from tests.conftest import SAMPLES
from tests.etl import workbooks

ROOM = 1 << 28


@pytest.fixture
def read_here() -> None:
    """Not here: files are read as they are outside of tests."""


def call(work: str, *arguments: object, seconds: int = 30) -> list:
    return apart.call(f"tests.etl.greedy:{work}", *arguments, memory=ROOM, seconds=seconds)


def test_tables_come_back_whole_whatever_is_printed_on_the_way() -> None:
    first, second = call("echo", "å" * 100_000)
    assert first.to_pylist() == [{"a": "å" * 100_000, "b": "å" * 100_000}]
    assert second.column_names == ["c"] and not second.num_rows


REFUSALS = {"refuses": "nej", "allocates": "minne", "dies": "minne", "says_nothing": "gå sönder"}


@pytest.mark.parametrize("work", REFUSALS)
def test_what_goes_wrong_there_is_a_refusal_here(work: str) -> None:
    with pytest.raises(Refused, match=REFUSALS[work]):
        call(work)


@pytest.mark.parametrize("work", ["spins", "waits"])
def test_what_takes_too_long_is_ended(work: str) -> None:
    with pytest.raises(Refused, match="för lång tid"):
        call(work, seconds=2)


def test_a_fault_of_ours_is_told_by_place_and_never_by_value() -> None:
    with pytest.raises(Refused, match=r"KeyError i greedy\.py, rad \d+") as refusal:
        call("fails", "Kalle Qvarnby")
    assert "Qvarnby" not in str(refusal.value)


def test_a_fault_in_the_way_back_is_told_too() -> None:
    with pytest.raises(Refused, match=r"AttributeError i apart\.py, rad \d+") as refusal:
        call("answers_nonsense")
    assert "Qvarnby" not in str(refusal.value)


def test_a_fault_is_told_where_the_program_is_installed_among_libraries(tmp_path: Path) -> None:
    """No file is then outside of site-packages: ours is told before those that it calls."""
    site = tmp_path / "site-packages"
    for package in ("etl", "geodata"):
        copied = site / package
        shutil.copytree(apart.ROOT / package, copied, ignore=shutil.ignore_patterns("__pycache__"))
    (site / "etl/faulty.py").write_text(
        "import other\n\n\ndef fails():\n    other.fails()\n", encoding="utf-8"
    )
    (site / "other.py").write_text("def fails():\n    raise KeyError(1)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "etl.apart"],
        input=pickle.dumps(("etl.faulty:fails", (), ROOM, 30)),
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        check=False,
    )
    assert b"KeyError i faulty.py, rad 5" in done.stdout


def test_nothing_can_be_written_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="OSError"):
        call("writes", tmp_path / "kvar")
    assert not [file for file in tmp_path.iterdir() if file.stat().st_size]


@pytest.mark.parametrize("sample", [*SAMPLES, workbooks.SAMPLE], ids=lambda path: path.name)
def test_the_same_comes_out_of_a_file_wherever_it_is_read(sample: Path) -> None:
    there = intake.receive(sample, source=None, settings=Settings(), with_shapes=True)
    about, accepted, rejects, shapes = intake.as_tables(
        sample, None, Settings(), intake.Known(), {}, True
    )
    assert there.reading.accepted.equals(accepted) and there.reading.rejects.equals(rejects)
    assert there.shapes.equals(shapes)
    [said] = about.to_pylist()
    assert said["period_from"] == there.reading.period_from
    assert tuple(said["notes"]) == there.reading.notes
    assert tuple(said["covers"] or ()) == (there.reading.covers or ())


def test_a_refusal_there_names_the_file_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(intake, "MEMORY", -(1 << 30) + (1 << 28))  # not enough to begin with
    sample = next(path for path in SAMPLES if path.suffix == ".json")
    with pytest.raises(Refused, match=rf"{sample.name}: .*minne|{sample.name}: .*gå sönder"):
        intake.receive(sample, source=None, settings=Settings())
    assert not list((tmp_path / "tmp").iterdir())
