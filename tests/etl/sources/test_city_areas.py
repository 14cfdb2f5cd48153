"""A city's own division: whose an area is, what it is called, and what is turned away."""

from __future__ import annotations

import json
from pathlib import Path

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, accepted, read, reasons

SAMPLE = SAMPLES / "city_areas.geojson"
COLUMNS = ("area_code", "name", "level", "parent_code", "kommun_code", "vintage")


def changed(folder: Path, *changes: dict[str, object]) -> Path:
    """The sample with its areas' properties changed, one by one."""
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for feature, change in zip(content["features"], changes, strict=False):
        feature["properties"] |= change
    path = folder / "omraden.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_area_is_of_the_kommun_it_lies_in_and_named_as_people_write_it() -> None:
    assert accepted(read("city_areas", SAMPLE), *COLUMNS) == [
        ("1280-10001", "Exempelängen Norra", "stadsdel", "1280", "1280", "okänd"),
        ("1280-10002", "Exempelängen Södra", "stadsdel", "1280", "1280", "okänd"),
        ("1280-10003", "Påhittade byn", "stadsdel", "1280", "1280", "okänd"),
    ]


def test_what_is_no_area_is_turned_away(tmp_path: Path) -> None:
    file = changed(tmp_path, {"do_kod": None}, {"delomrade": " "}, {"do_kod": 10_003})
    assert reasons(read("city_areas", file)) == [
        (1, "", "raden har inget nummer"),
        (2, "", "raden har inget namn"),
    ]
    twice = changed(tmp_path, {"do_kod": 7}, {"do_kod": 7}, {"do_kod": 7.5})
    assert reasons(read("city_areas", twice)) == [
        (2, "", "samma nummer står redan på en tidigare rad"),
        (3, "", "raden har inget nummer"),
    ]


def test_an_area_at_sea_is_nobody_s(tmp_path: Path) -> None:
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for at in content["features"][0]["geometry"]["coordinates"][0]:
        at[0] -= 30_000
    file = tmp_path / "omraden.geojson"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert reasons(read("city_areas", file)) == [(1, "", "området ligger inte i någon kommun")]


def test_an_area_is_shown_while_it_is_one(tmp_path: Path, place: Place) -> None:
    file = changed(
        tmp_path,
        {"do_kod": 1, "giltig_fran": "2010-01-01", "giltig_till": "2019-12-31"},
        {"do_kod": 1, "giltig_fran": "2020-01-01"},
        {"do_kod": 3, "giltig_fran": "2199-01-01", "giltig_till": None},
    )
    place.settings('[forum]\nkommun = "1280"')
    [batch] = warehouse.load(place.workplace, [file]).batches
    assert (batch["read"], batch["accepted"]) == (3, 3)
    assert place.ask("select area_code, name, vintage from out.area where level = 'stadsdel'") == [
        ("1280-1", "Exempelängen Södra", "2020-01-01")
    ]


def test_a_division_without_dates_stands_until_one_with_dates_begins(
    tmp_path: Path, place: Place
) -> None:
    place.settings('[forum]\nkommun = "1280"')
    ended = {"giltig_fran": "2020-01-01", "giltig_till": "2020-12-31"}
    newer = changed(tmp_path, {"delomrade": "NY", "giltig_fran": "2020-01-01"}, ended)
    warehouse.load(place.workplace, [SAMPLE, newer])
    found = place.ask("select area_code, name from out.area where level = 'stadsdel' order by all")
    assert found == [("1280-10001", "Ny"), ("1280-10003", "Påhittade byn")]


def test_days_that_cannot_be(tmp_path: Path) -> None:
    file = changed(
        tmp_path,
        {"giltig_fran": "i våras"},
        {"giltig_fran": "2020-01-02", "giltig_till": "2020-01-01"},
        {"giltig_till": "2020-13-01"},
    )
    assert reasons(read("city_areas", file)) == [
        (1, "", "giltig_fran är inget datum. Skriv det som 2026-01-31"),
        (2, "", "giltig_till är före giltig_fran"),
        (3, "", "giltig_till är inget datum. Skriv det som 2026-01-31"),
    ]


def test_malmo_s_own_file(shared: Path, place: Place) -> None:
    place.settings('[forum]\nkommun = "1280"')
    [batch] = warehouse.load(place.workplace, [shared / "geodata/swemaps2_malmo.gpkg"]).batches
    assert (batch["source"], batch["read"], batch["accepted"]) == ("city_areas", 136, 136)
    found = place.ask(
        "select area_code, name, parent_code, km2 from out.area where level = 'stadsdel'"
    )
    assert len(found) == 136
    assert ("1280-24407", "Tygelsjö Vång", "1280") in [row[:3] for row in found]
    assert 150 < sum(row[3] for row in found) < 170  # of Malmö's 158 km2 of land
    assert place.ask(
        "select count(*) from out.area where level = 'stadsdel'", audience="public"
    ) == [(0,)]
