from datetime import date, time
from pathlib import Path

import pytest
from pyproj import Transformer

from etl.known import Known
from etl.provenance import Refused
from geodata.places import places_from_toml
from tests.etl.sources.reader import accepted, read, reasons, sample, written

TORGET = {"namn": "Torget", "slag": "torg", "lat": 60.60651, "lon": 15.63552, "radie": 100}
KNOWN = Known(places=tuple(places_from_toml([TORGET])))
ROW = {
    "ID": "1",
    "BROTTSKOD": "1201",
    "LATITUDE": "60.60651",
    "LONGITUDE": "15.63552",
    "GATA": "",
    "GATUNR": "",
    "KOMMUN": "Falun",
    "BROTTSDATUMTID_START": "2024-08-30 22:00",
    "BROTTSDATUMTID_SLUT": "2024-08-31 07:30",
}


def test_a_position_becomes_an_area_and_moments_become_days_and_times() -> None:
    reading = sample("police_points", known=KNOWN)
    assert (reading.read, reading.accepted.num_rows) == (9, 7)
    first = accepted(
        reading,
        "area_code",
        "occurred_from",
        "time_from",
        "occurred_to",
        "time_to",
        "registered_on",
    )[0]
    assert first == (
        "torget", date(2024, 8, 30), time(22, 0), date(2024, 8, 31), time(7, 30), date(2024, 8, 31),
    )  # fmt: skip
    assert not {"LATITUDE", "LONGITUDE", "GATA"} & set(reading.accepted.column_names)


def test_how_fine_is_decided_by_the_type_and_the_kommun_must_agree() -> None:
    areas = dict(accepted(sample("police_points", known=KNOWN), "incident_id", "area_code"))
    assert areas["800001"] == "torget"
    assert areas["800003"].startswith("2080R")  # a home
    assert areas["800004"] is None  # told per kommun only
    assert areas["800006"] is None  # no position
    assert areas["800007"] is None  # lies in Borlänge, says Falun


def test_without_an_end_the_start_stands_for_the_day_of_registration() -> None:
    [row] = [
        r
        for r in accepted(sample("police_points"), "incident_id", "registered_on", "occurred_to")
        if r[0] == "800004"
    ]
    assert row[1:] == (date(2024, 8, 20), None)


def test_what_cannot_be_is_rejected() -> None:
    reading = sample("police_points")
    assert reasons(reading) == [
        (9, "BROTTSDATUMTID_SLUT", "slutet ligger före början"),
        (10, "BROTTSKOD", "brottskoden har ingen problemtyp"),
    ]
    assert not any(
        "Brottskoder" in note for note in reading.notes
    )  # 0001 is of no form that a brottskod has


def test_sweref_is_told_from_wgs84(tmp_path: Path) -> None:
    to_sweref = Transformer.from_crs(4326, 3006, always_xy=True).transform
    east, north = to_sweref(15.63552, 60.60651)
    moved = ROW | {"LATITUDE": f"{north:.1f}", "LONGITUDE": f"{east:.1f}"}
    reading = read("police_points", written(tmp_path / "p.csv", moved), known=KNOWN)
    assert accepted(reading, "area_code") == [("torget",)]


def test_positions_of_no_known_system_refuse_the_file(tmp_path: Path) -> None:
    moved = ROW | {"LATITUDE": "12", "LONGITUDE": "12"}
    with pytest.raises(Refused, match="koordinatsystem"):
        read("police_points", written(tmp_path / "p.csv", moved))


def test_a_code_that_no_type_has_is_listed(tmp_path: Path) -> None:
    reading = read("police_points", written(tmp_path / "p.csv", ROW, ROW | {"BROTTSKOD": "9899"}))
    assert "9899" in reading.notes[0]
