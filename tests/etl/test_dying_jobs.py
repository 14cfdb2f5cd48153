"""A job that dies leaves the last edition shown, and the next job works."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl import warehouse
from etl.workplace import Workplace
from tests.conftest import Published
from tests.etl.dying_jobs import FILE_SIZES, MOMENTS
from tests.etl.sources.police_extracts import incident, statistical

ROWS = 300


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("jobb")
    for number in range(MOMENTS + len(FILE_SIZES) + 4):
        day = date(2020, 1, 15) + timedelta(days=31 * number)
        rows = [
            incident(str(day), start=str(day), end=str(day), deso=f"2080C{i % 400:03}0")
            for i in range(ROWS)
        ]
        statistical(folder / f"{number:02}.csv", rows)
    (folder / "tmp").mkdir()
    result = subprocess.run(
        [sys.executable, "tests/etl/dying_jobs.py", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": ".", "TMPDIR": str(folder / "tmp")},
    )
    return folder, [json.loads(line) for line in result.stdout.splitlines()]


def test_whatever_the_moment_one_whole_edition_is_shown(told) -> None:
    _, jobs = told
    assert len(jobs) == 2 + MOMENTS + len(FILE_SIZES)
    shown = ["00.csv"]
    for number, done in enumerate(jobs, 1):
        with_it = [*shown, f"{number:02}.csv"]
        assert done["files"] in (shown, with_it)
        assert done["edition"] == len(done["files"])
        if not done["killed"]:
            assert (done["exit"] == 0) == (done["files"] == with_it), done
        shown = done["files"]
    assert [done["killed"] for done in jobs[:2]] == [True, True]
    assert [done["files"] for done in jobs[:2]] == [["00.csv"]] * 2
    assert sum(done["killed"] for done in jobs) >= MOMENTS // 2


def test_a_full_disk_is_told_and_changes_nothing(told) -> None:
    _, jobs = told
    refused = [done for done in jobs if not done["killed"] and done["exit"]]
    assert len(refused) >= len(FILE_SIZES) - 1
    for done in refused:
        assert done["exit"] == 1, done["said"]
        assert done["said"].startswith("Inläsningen avbröts: ")
        assert done["said"].endswith("Det som visas är oförändrat.")


def test_the_next_job_clears_up_and_adds_what_was_lost(told, published: Published) -> None:
    folder, jobs = told
    place = Workplace(folder / "plats")
    loaded = warehouse.load(place, sorted(folder.glob("*.csv")))
    assert set(loaded.known) == set(jobs[-1]["files"])
    assert loaded.edition == jobs[-1]["edition"] + 1
    manifest = place.manifest()
    files = sorted(folder.glob("*.csv"))
    assert {batch["file"] for batch in manifest["batches"]} == {file.name for file in files}
    [(count,)] = published(place).execute("select sum(count) from out.incident").fetchall()
    assert count == ROWS * len(files)
    assert sorted(path.name for path in place.editions.iterdir()) == [
        *(f"{number:04}" for number in range(1, loaded.edition + 1)), "CURRENT",
    ]  # fmt: skip
    cited = {batch[kind] for batch in manifest["batches"] for kind in ("rows", "revisions")}
    assert {path.name for path in place.batches.iterdir()} <= cited
    assert not list((folder / "tmp").iterdir())
    for number in range(1, loaded.edition + 1):  # no edition was touched by a later job
        for name, checksum in place.manifest(number)["files"].items():
            content = (place.edition(number) / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == checksum
