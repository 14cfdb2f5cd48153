"""The forms of what the kommun and the police hand over beside the extract."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.example import write
from etl.example.observers import ORGANISATIONS, SIGHTINGS, SILENT
from tests.conftest import SAMPLES

UNTIL = date(2026, 11, 23)
FORMS = {
    "exempel_rapportorer": "observer_reports.csv",
    "exempel_felanmalan": "fault_reports.csv",
    "exempel_dialog": "dialogue.csv",
    "exempel_polisens_trygghetsmatning": "police_safety_survey.csv",
}
SAMPLE = {sample.name: sample for sample in SAMPLES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kommunen")
    write(folder, until=UNTIL)
    return folder


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tidigare")
    write(folder, until=date(2026, 10, 26))
    return folder


def _read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(
        folder / f"{name}.csv", sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )


@pytest.mark.parametrize(("name", "sample"), FORMS.items())
def test_each_file_has_its_publisher_s_form(folder: Path, name: str, sample: str) -> None:
    real, ours = SAMPLE[sample].read_bytes(), (folder / f"{name}.csv").read_bytes()
    assert ours.splitlines()[0] == real.splitlines()[0]  # byte order mark and encoding too
    assert ours.count(b"\n") == ours.count(b"\r\n")


def test_ordinary_weeks_stay_when_the_data_stop_moves(folder: Path, earlier: Path) -> None:
    planted = {name for sighting in SIGHTINGS for name in sighting.organisations} | {SILENT}
    now, before = (_read(f, "exempel_rapportorer") for f in (folder, earlier))
    shared = sorted(set(now["Vecka"]) & set(before["Vecka"]))
    assert len(shared) > 70
    kept_now, kept_before = (
        t[t["Vecka"].isin(shared) & ~t["Verksamhet"].isin(planted)] for t in (now, before)
    )
    assert kept_now.to_csv(index=False) == kept_before.to_csv(index=False)


def test_cases_keep_their_number(folder: Path, earlier: Path) -> None:
    now, before = (_read(f, "exempel_felanmalan") for f in (folder, earlier))
    assert now["Ärendenr"].is_unique
    fixed = ["Ärendenr", "Kommun", "Skapad", "Kategori", "Lat", "Lon", "Objekt"]
    pd.testing.assert_frame_equal(now.loc[before.index, fixed], before[fixed])
    assert (now["Åtgärdad"] < str(UNTIL)).all()


def test_an_organisation_says_either_what_it_saw_or_that_it_saw_nothing(folder: Path) -> None:
    rows = _read(folder, "exempel_rapportorer")
    calm = rows["Inget att rapportera"] == "Ja"
    assert (rows.loc[calm, "Händelsetyp"] == "").all()
    said = rows.groupby(["Verksamhet", "Vecka"])["Inget att rapportera"].agg(set)
    assert (said.map(len) == 1).all()
    assert set(rows["Verksamhet"]) == {o.name for o in ORGANISATIONS}
    assert (rows["Beskrivning"] == "").all()


@pytest.mark.parametrize(
    ("until", "years"),
    [
        (date(2022, 2, 1), (2018, 2020)),
        (date(2026, 4, 15), (2022, 2024)),
        (date(2026, 4, 16), (2024, 2026)),
        (date(2027, 1, 1), (2024, 2026)),
    ],
)
def test_only_rounds_that_are_over_are_written(
    tmp_path: Path, until: date, years: tuple[int, int]
) -> None:
    write(tmp_path, until=until)
    found = sorted(tmp_path.glob("exempel_trygghetsenkat_varnamo_*.toml"))
    about = [tomllib.loads(p.read_text(encoding="utf-8"))["undersokning"] for p in found]
    assert tuple(a["ar"] for a in about) == years
    assert all(a["falt_till"] < until for a in about)
    assert all("EXEMPEL" in a["namn"] for a in about)


def test_weights_add_up_to_the_residents(folder: Path) -> None:
    for path in folder.glob("exempel_trygghetsenkat_varnamo_*.toml"):
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        answers = _read(folder, path.stem)
        weight = answers["vikt"].str.replace(",", ".").astype(float)
        assert weight.sum() == pytest.approx(sum(about["befolkning"].values()), rel=0.001)
        assert set(answers["stratum"]) == set(about["befolkning"])
        assert 280 <= len(answers) <= 320
        for question in about["fraga"]:
            said = set(answers[question["kolumn"]])
            assert said <= {*question["svar"], *question["bortfall"], ""}
