"""What is set in the app stands in the workplace's own files, whole and with its comments, or not at all."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import problem_types, retention, warehouse
from etl.problem_types import expand
from etl.setting_up import Settings
from etl.setting_up.types import _short
from etl.workplace import Workplace

OWN = (
    '# Vår egen fil.\n[forum]\nkommun = "2080"  # Falun\n\n[installation]\n# kontakt kommer sedan\n'
)
STATION: dict[str, Any] = {"namn": "Stationen", "slag": "resecentrum", "alias": [], "lat": 60.6066, "lon": 15.6355, "radie": 200}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plats"
    folder.mkdir()
    (folder / "lagesbild.toml").write_text(OWN, encoding="utf-8")
    return folder


@pytest.fixture
def loaded(workplace: Workplace, tmp_path: Path) -> Path:
    """A copy of Falun and Borlänge that may be written to."""
    shutil.copytree(workplace.folder, tmp_path / "inlast")
    return tmp_path / "inlast"


def text(folder: Path, name: str = "lagesbild.toml") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_a_forum_is_one_kommun_a_known_lpo_or_one_of_its_own(folder: Path) -> None:
    of = Settings(folder)
    assert of.set_forum(kommuner=["0683", "0617", "0662", "0665"], name="") == ""
    assert of.forum()["name"] == "LPO Värnamo"
    assert 'lpo = "lpo-varnamo"' in text(folder)
    assert "heter" in of.set_forum(kommuner=["0683", "0180"], name="")
    assert of.set_forum(kommuner=["0683", "0180"], name="Två") == ""
    assert of.forum() == {"name": "Två", "kommun_codes": ["0683", "0180"], "is_example": False}
    assert of.set_forum(kommuner=["0683", "2080"], name="Två") == ""  # the same LPO of its own
    assert len(tomllib.loads(text(folder))["lpo"]) == 1
    assert of.set_forum(kommuner=["2080"], name="") == ""
    assert of.forum()["name"] == "Falun"
    assert "# Vår egen fil." in text(folder) and "# kontakt kommer sedan" in text(folder)


def test_what_the_reader_refuses_is_not_written(folder: Path) -> None:
    of, before = Settings(folder), text(folder)
    usual = {"rytm": "vecka", "dag": "torsdag", "tid": "", "plats": "", "handlar_om": "4 veckor"}
    for wrong in ({"rytm": "aldrig"}, {"tid": "25.00"}, {"plats": "ring 070-123 45 67"}, {"dag": "söndag"}):  # fmt: skip
        assert of.set_meeting({**usual, **wrong})
    assert "ingen kommunkod" in of.set_forum(kommuner=["9999"], name="")
    assert of.set_forum(kommuner=[], name="")
    assert of.set_place("", {**STATION, "lat": 1})
    assert of.set_place("", {**STATION, "namn": "Anna 19121212-1212"})
    assert text(folder) == before
    assert [file.name for file in folder.iterdir()] == ["lagesbild.toml"]
    assert of.set_meeting({**usual, "rytm": "månad", "tid": "09.00", "plats": "Stadshuset"}) == ""
    assert of.meeting()["rytm"] == "månad"


def test_a_place_is_changed_where_it_stands_and_keeps_its_code(folder: Path) -> None:
    with (folder / "lagesbild.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[plats]]\n# mitt i stan\nnamn = "Torget"\nslag = "torg"\nlat = 60.6\nlon = 15.6\nradie = 100\n')  # fmt: skip
    of = Settings(folder)
    assert of.set_place("", STATION) == ""
    assert "Stationen" in text(folder, "platser.toml")
    assert of.set_place("torget", {**STATION, "namn": "Stora torget", "slag": "torg"}) == ""
    assert "# mitt i stan" in text(folder)
    assert {place["code"]: place["name"] for place in of.places()} == {
        "torget": "Stora torget",
        "stationen": "Stationen",
    }
    corners = [[15.60, 60.60], [15.61, 60.60], [15.61, 60.61]]
    shape = {"namn": "Stationen", "slag": "resecentrum", "alias": ["Resan"], "polygon": corners}
    assert of.set_place("stationen", shape) == ""
    [station] = [place for place in of.places() if place["code"] == "stationen"]
    assert station["radius"] is None and station["polygon"] == corners
    assert "samma" in of.set_place("", STATION)
    assert "finns inte" in of.remove_place("ingen")
    assert of.remove_place("torget") == ""
    assert [place["code"] for place in of.places()] == ["stationen"]


def kind_of(settings: Settings, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(of for of in settings.types()["types"] if of["code"] == code)
    return {**found, "new_group": ""}


def test_a_type_of_ones_own_takes_words_from_another_and_what_moves_is_told(loaded: Path) -> None:
    of = Settings(loaded)
    damage = kind_of(of, "skadegorelse")
    new = {**damage, "name": "Klotter", "brottskoder": ["1201"], "est": ["klotter"], "brottskategorier": [], "police_events": []}  # fmt: skip
    why, moves = of.set_type("", new, only_look=True)
    assert why == "" and not (loaded / "problemtyper.toml").exists()
    assert moves and {(m["from"], m["to"]) for m in moves} == {(damage["name"], "Klotter")}
    assert of.set_type("", new, only_look=False) == ("", moves)
    assert of.set_type("", new, only_look=True)[0] == "”Klotter” finns redan."
    known = problem_types.load(loaded / "problemtyper.toml")
    assert known.by_crime_code["1201"] == known.by_est["klotter"] == "klotter"
    assert known.by_crime_code["1203"] == "skadegorelse"
    # the packaged file's own words are still there
    assert "# Problemtyper: vad vi räknar" in text(loaded, "problemtyper.toml")
    assert of.switch_type_off("klotter", to="skadegorelse", only_look=False)[0] == ""
    assert [k.code for k in Workplace(loaded).known.problem_types.types].count("klotter") == 1
    assert kind_of(of, "klotter")["brottskoder"] == []
    assert warehouse.rebuild(Workplace(loaded)) == 2


def test_what_is_protected_stays_so(loaded: Path) -> None:
    of = Settings(loaded)
    close = kind_of(of, "nara_relation")
    assert "känslig" in of.switch_type_off("nara_relation", to="ovrigt", only_look=False)[0]
    assert of.set_type("nara_relation", {**close, "finest_level": "plats"}, only_look=False)[0]
    assert of.switch_type_off("ovrigt", to="stold", only_look=False)[0]
    assert of.set_type("finns_inte", close, only_look=False)[0]
    assert not (loaded / "problemtyper.toml").exists()


def test_a_frist_is_shortened_freely_and_lengthened_by_a_decision(loaded: Path) -> None:
    of = Settings(loaded)
    one = next(of for of in of.retention() if of["source"] == "police_deso_extract")
    usual = one["usual"]
    assert of.set_retention(one["source"], days=30, decision="") == ""
    [now] = [of for of in of.retention() if of["source"] == one["source"]]
    assert now["days"] == 30 and now["due"] > one["due"]
    assert "beslut" in of.set_retention(one["source"], days=usual + 1, decision="")
    assert of.set_retention(one["source"], days=usual + 1, decision="KS 2026/7") == ""
    assert Workplace(loaded).source(one["source"]).retention_days == usual + 1
    assert of.set_retention(one["source"], days=usual, decision="") == ""
    assert "gallras" not in text(loaded)
    assert of.set_retention("finns_inte", days=3, decision="")
    assert retention.COUNTED_FROM


@given(codes=st.sets(st.integers(300, 9999), max_size=40))
def test_spans_say_the_same_codes(codes: set[int]) -> None:
    words = [f"{code:04d}" for code in sorted(codes)]
    assert [code for entry in _short("brottskoder", words) for code in expand(entry)] == words


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=30), words=st.lists(st.text(max_size=12), max_size=3))
def test_no_text_breaks_the_file(folder: Path, name: str, words: list[str]) -> None:
    """Quotes, brackets, newlines: kept as they were written, or refused; always a file that is read."""
    of = Settings(folder)
    said = of.set_place("", {**STATION, "namn": name, "alias": words})
    assert isinstance(said, str)
    if said == "":
        assert name.strip() in {place["name"] for place in of.places()}
        for place in of.places():
            assert of.remove_place(place["code"]) == ""
    of.set_forum(kommuner=["2080"], name=name)
    assert of.forum()["kommun_codes"] == ["2080"]
