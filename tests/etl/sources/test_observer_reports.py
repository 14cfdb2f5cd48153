from datetime import date, time
from pathlib import Path

import pytest

from etl.known import Known
from geodata.places import places_from_toml
from tests.etl.sources.reader import accepted, read, reasons, sample, written

NAME = "observer_reports"
STATION = {"namn": "Resecentrum", "slag": "resecentrum", "lat": 60.6, "lon": 15.63, "radie": 100}
KNOWN = Known(places=tuple(places_from_toml([STATION])))
ROW = {
    "Verksamhet": "Fritidsgården", "Kommun": "Falun", "Vecka": "2024-v34",
    "Inget att rapportera": "Nej", "Händelsetyp": "Klotter", "Plats": "", "Delområde": "",
    "Datum": "", "Klockslag": "", "Dygnsdel": "", "Antal": "", "Polisanmäld": "",
    "Inskickad": "2024-08-27 09:12",
}  # fmt: skip


def test_what_where_and_when_are_read_as_finely_as_they_are_known() -> None:
    reading = sample(NAME, known=KNOWN)
    columns = ("organisation", "area_code", "occurred_from", "occurred_to", "time_from", "count")
    assert accepted(reading, *columns) == [
        ("Fritidsgården", "resecentrum", date(2024, 8, 23), date(2024, 8, 23), time(21, 30), 2),
        ("Fritidsgården", "2080R007", date(2024, 8, 20), date(2024, 8, 20), time(0), 1),
        ("Bostadsbolaget", None, date(2024, 8, 19), date(2024, 8, 25), None, 0),
        ("Bostadsbolaget", None, date(2024, 8, 26), date(2024, 9, 1), None, 3),
        ("Trygghetsvärdarna", None, date(2024, 8, 30), date(2024, 8, 30), time(17), 1),
        ("Trygghetsvärdarna", "2081R008", date(2024, 8, 31), date(2024, 8, 31), time(23, 10), 1),
    ]


def test_an_evening_of_an_unknown_day_is_no_interval(tmp_path: Path) -> None:
    file = written(tmp_path / "est.csv", ROW | {"Dygnsdel": "Kväll"}, ROW | {"Klockslag": "21:30", "Datum": "2024-08-20"})  # fmt: skip
    found = accepted(read(NAME, file), "occurred_from", "time_from", "time_to")
    assert found == [
        (date(2024, 8, 19), None, None), (date(2024, 8, 20), time(21, 30), time(21, 30)),
    ]  # fmt: skip


def test_a_sensitive_type_keeps_its_kommun_only() -> None:
    areas = dict(accepted(sample(NAME), "category", "area_code"))
    assert areas["sexuellt ofredande"] is None and areas["ungdomssamling"] == "2081R008"


def test_what_contradicts_itself_is_rejected() -> None:
    assert reasons(sample(NAME)) == [
        (8, "Datum", "dagen ligger inte i den vecka som rapporten gäller"),
        (9, "Vecka", "inte en vecka på formen ÅÅÅÅ-vVV"),
        (10, "Inget att rapportera", "både en händelse och inget att rapportera"),
        (11, "Händelsetyp", "varken händelse eller inget att rapportera"),
    ]


@pytest.mark.parametrize(
    ("part", "area"),
    [("2080R007", "2080R007"), ("2081R008", None), ("Påhittad stadsdel", None), ("", None)],
)
def test_a_part_of_another_kommun_or_of_none_is_no_area(
    tmp_path: Path, part: str, area: str | None
) -> None:
    reading = read(NAME, written(tmp_path / "est.csv", ROW | {"Delområde": part}))
    assert accepted(reading, "area_code") == [(area,)]


def test_only_declared_organisations_report_where_any_is_declared(tmp_path: Path) -> None:
    file = written(
        tmp_path / "est.csv", ROW | {"Verksamhet": "fritidsgården"}, ROW | {"Verksamhet": "Qvarn"}
    )
    reading = read(NAME, file, known=Known(observers=("Fritidsgården",)))
    assert accepted(reading, "organisation") == [("Fritidsgården",)]
    [(row, column, reason)] = reasons(reading)
    assert (row, column) == (3, "Verksamhet") and "[[rapportor]]" in reason
    assert not reading.notes and "[[rapportor]]" in read(NAME, file).notes[0]
