"""Every file in ../shared/data that has a source, through the jobs, with every row accounted for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from etl import warehouse
from etl.workplace import Workplace
from tests.conftest import Published

SUMMARY = "sammanfattning, inte en enskild händelse"
UPDATE = "uppdatering av en tidigare händelse, inte en egen"
ASTRAY = "händelsens tid stämmer inte med publiceringen"
FILES = {
    "polisen/events_2022-09_2025-06.parquet": ("polisen_events", 57_926, {SUMMARY: 9_585, UPDATE: 67, ASTRAY: 122}),
    "polisen/events_middle_2024-09-14_913dd5ed4.json": ("polisen_events", 500, {SUMMARY: 78, UPDATE: 1, ASTRAY: 1}),
    "polisen/events_oldest_2023-03-25_de6f7403c.json": ("polisen_events", 500, {SUMMARY: 54, UPDATE: 2, ASTRAY: 1}),
    "bra/bra_kommunindikatorer_dalarna.csv": ("bra_municipal_indicators", 13_209, {}),
    "bra/brott.csv": ("bra_pxweb", 290, {}),
    "population/folkmangd_deso_2024_raw.csv": ("scb_population", 875, {}),
    "population/deso_befolkning_2024.csv": ("scb_population", 175, {}),
    "population/befolkning_1km_2025_dalarna.csv": ("scb_population", 4_004, {}),
    "geodata/RegSO_2025.gpkg": ("scb_areas", 3_363, {}),
    "geodata/deso_2025_dalarna_raw.geojson": ("scb_areas", 175, {}),
    "geodata/swedish_municipalities.geojson": ("scb_areas", 290, {}),
    "geodata/Kommun_Sweref99TM.TAB": ("scb_areas", 290, {}),
    "geodata/swemaps2_malmo.gpkg": ("city_areas", 136, {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    place = Workplace(tmp_path_factory.mktemp("verkliga"))
    (place.folder / "lagesbild.toml").write_text('[forum]\nkommun = "2080"', encoding="utf-8")
    warehouse.load(place, [shared / name for name in FILES])
    return place


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_accepted_or_rejected_for_a_known_reason(loaded: Workplace, name: str) -> None:
    source, rows, reasons = FILES[name]
    [batch] = [b for b in loaded.manifest()["batches"] if b["file"] == Path(name).name]
    assert batch["source"] == source
    assert batch["read"] == rows
    found = Counter({reject["reason"]: reject["rejected"] for reject in batch["rejects"]})
    assert found == reasons
    assert batch["accepted"] + batch["rejected"] == rows


def test_the_rows_of_the_files_are_as_many_as_the_publisher_sent(shared: Path) -> None:
    for name, (_, rows, _) in FILES.items():
        path = shared / name
        if path.suffix == ".parquet":
            assert pq.read_metadata(path).num_rows == rows
        if path.suffix == ".csv":
            assert len(path.read_text(encoding="utf-8-sig").splitlines()) - 1 == rows
        if path.suffix == ".json":
            assert len(json.loads(path.read_bytes())) == rows


def test_what_comes_out(loaded: Workplace, published: Published) -> None:
    db = published(loaded)
    assert db.execute("select level, count(*) from out.area group by all order by all").fetchall() == [
        ("deso", 37), ("kommun", 1), ("regso", 19),
    ]  # fmt: skip
    [(events, kommuner)] = db.execute(
        "select count(*), count(distinct kommun_code) from out.police_event"
    ).fetchall()
    assert events > 100 and kommuner == 1
    [(people,)] = db.execute("select population from out.area where level = 'kommun'").fetchall()
    assert 55_000 < people < 65_000
    [(asked, answers)] = db.execute(
        "select count(*), count(respondents) from out.indicator where survey = 'ntu' and area_code = '2080'"
    ).fetchall()
    assert asked > 100 and answers > 100


def test_the_two_answers_are_in_the_archive(loaded: Workplace, published: Published) -> None:
    """An event stands once, however many files tell of it."""
    [(rows, ids)] = published(loaded).execute(
        "select count(*), count(distinct event_id) from out.police_event"
    ).fetchall()  # fmt: skip
    assert rows == ids


def test_the_police_s_genuine_extract(shared: Path, tmp_path: Path, published: Published) -> None:
    """Excel, day by day, of a region: what is of no kommun, or of another, is turned away."""
    place = Workplace(tmp_path)
    (tmp_path / "lagesbild.toml").write_text('[forum]\nkommun = "0580"', encoding="utf-8")
    file = shared / "police_extract/1548-25 trafikkontroll.xlsx"
    [batch] = warehouse.load(place, [file]).batches
    assert (batch["source"], batch["read"]) == ("police_event_reports", 14_218)
    assert batch["accepted"] + batch["rejected"] == 14_218
    assert {reject["reason"] for reject in batch["rejects"]} <= {
        "kommunen hör inte till forumet",
        "kommunen finns inte i listan över kommunnamn",
    }
    said = "select min(starts_on), max(starts_on), sum(count), any_value(event_name) from out.event_report"
    [(first, last, controls, name)] = published(place).execute(said).fetchall()
    assert (first.year, last.year, name) == (2022, 2024, "TRAFIKKONTROLL")
    assert controls >= batch["accepted"] > 500
