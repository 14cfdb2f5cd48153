from datetime import date
from pathlib import Path

import pytest

from etl import incidents
from etl.known import Known
from etl.provenance import Refused
from geodata.places import places_from_toml
from tests.etl.sources.reader import accepted, read, reasons, sample, written

NAME = "fault_reports"
TORGET = {"namn": "Stora Torget", "slag": "torg", "lat": 60.60651, "lon": 15.63552, "radie": 100}
KNOWN = Known(places=tuple(places_from_toml([TORGET])))
ROW = {"Ärendenr": "1", "Skapad": "2024-08-26", "Kategori": "Klotter", "Objekt": "stora torget"}


def test_a_fault_lies_where_its_position_or_its_object_s_name_says() -> None:
    reading = sample(NAME, known=KNOWN)
    assert accepted(reading, "incident_id", "area_code", "registered_on", "count") == [
        ("2024-1001", "stora-torget", date(2024, 8, 26), 1),
        ("2024-1002", "2080R015", date(2024, 8, 27), 1),
        ("2024-1003", "stora-torget", date(2024, 8, 28), 1),
        ("2024-1004", "2081R008", date(2024, 8, 28), 1),
    ]
    assert reasons(reading) == [(6, "Kategori", incidents.NO_TYPE), (7, "Skapad", incidents.DAY)]


def test_without_positions_the_name_is_enough(tmp_path: Path) -> None:
    one = Known(places=KNOWN.places, kommun_codes=frozenset({"2080"}))
    reading = read(NAME, written(tmp_path / "fel.csv", ROW), known=one)
    assert accepted(reading, "kommun_code", "area_code") == [("2080", "stora-torget")]


def test_a_file_of_no_kommun_is_refused_where_the_forum_has_several(tmp_path: Path) -> None:
    file = written(tmp_path / "fel.csv", ROW)
    several = Known(kommun_codes=frozenset({"2080", "2081"}))
    for known in (several, Known()):
        with pytest.raises(Refused, match="Lägg till en kolumn ”Kommun”"):
            read(NAME, file, known=known)
