"""The app's own approved reports, in the form that other observers' reports are read in."""

from datetime import date, time
from pathlib import Path

import pytest

from etl import sources, warehouse
from etl.known import Known
from etl.provenance import Refused
from etl.reading import File
from tests.etl.conftest import Place
from tests.etl.sources import test_observer_reports as theirs
from tests.etl.sources.reader import accepted, read, reasons, sample, written

NAME = "est_reports"
ID = "7f1b7f0e-3f5d-4c52-9d7c-1a60c1f7a00"
ROW = theirs.ROW | {"Rapport": f"{ID}1"}


def test_what_has_been_approved_is_read_as_other_observers_reports_are() -> None:
    reading = sample(NAME, known=theirs.KNOWN)
    columns = ("organisation", "area_code", "occurred_from", "occurred_to", "time_from", "count")
    assert accepted(reading, *columns) == [
        ("Fritidsgården", "resecentrum", date(2024, 8, 23), date(2024, 8, 23), time(17), 2),
        ("Fritidsgården", "2080R007", date(2024, 8, 19), date(2024, 8, 25), None, 1),
        ("Bostadsbolaget", None, date(2024, 8, 19), date(2024, 8, 25), None, 0),
        ("Trygghetsvärdarna", None, date(2024, 8, 30), date(2024, 8, 30), time(0), 3),
    ]
    assert reasons(reading) == []


def test_the_two_sources_are_told_apart_by_the_report(tmp_path: Path) -> None:
    for name, row in (("observer_reports", theirs.ROW), (NAME, ROW)):
        file = File(written(tmp_path / f"{name}.csv", row))
        assert sources.recognised(file, own={}) == name
        assert len(read(name, tmp_path / f"{name}.csv").accepted) == 1


def test_a_later_file_is_the_whole_of_it(place: Place, tmp_path: Path) -> None:
    place.settings('[forum]\nkommun = "2080"\n')
    late = ROW | {"Rapport": f"{ID}2", "Inskickad": "2024-09-03 08:00", "Antal": "4"}
    counted = "select source, sum(count)::integer from out.incident group by all order by all"
    warehouse.load(place.workplace, [written(tmp_path / "est_rapporter.csv", ROW, late)])
    assert place.ask(counted) == [(NAME, 5)]
    warehouse.load(place.workplace, [written(tmp_path / "b4.csv", theirs.ROW)])
    warehouse.load(place.workplace, [written(tmp_path / "senare.csv", ROW)])  # one is cancelled
    assert place.ask(counted) == [(NAME, 1), ("observer_reports", 1)]
    known = warehouse.load(place.workplace, [written(tmp_path / "samma.csv", ROW)])
    assert known.known == ["samma.csv"]
    warehouse.load(place.workplace, [written(tmp_path / "ångrad.csv", ROW, late)])
    assert place.ask(counted) == [(NAME, 5), ("observer_reports", 1)]


def test_it_speaks_for_no_day_that_nobody_has_told_of(place: Place, tmp_path: Path) -> None:
    reading = sample(NAME, known=theirs.KNOWN)
    assert reading.is_whole
    assert reading.covers == (reading.period_from, reading.period_to)
    place.settings('[forum]\nkommun = "2080"\n')
    late = ROW | {"Rapport": f"{ID}2", "Inskickad": "2024-09-03 08:00"}
    warehouse.load(place.workplace, [written(tmp_path / "est_rapporter.csv", ROW, late)])
    assert place.ask("select count(*) from out.open_type_quarter", audience="public") == [(0,)]


def test_the_apps_organisations_and_places_are_known_to_the_load(
    place: Place, tmp_path: Path
) -> None:
    place.settings(
        '[forum]\nkommun = "2080"\n[[rapportor]]\nnamn = "Skolan"\n[[rapportor]]\nnamn = "Badet"\n'
    )
    folder = place.workplace.folder
    (folder / "verksamheter.toml").write_text(
        '[[rapportor]]\nnamn = "Fritidsgården"\ntakt = "månad"\n'
        '[[rapportor]]\nnamn = "Badet"\navslutad = true\n'
    )
    (folder / "platser.toml").write_text(
        '[[plats]]\nnamn = "Parken"\nslag = "park"\nlat = 60.6\nlon = 15.63\nradie = 100\n'
    )
    rows = [ROW | {"Plats": "parken"}, ROW | {"Verksamhet": "Badet"}, ROW | {"Verksamhet": "Qvarn"}]
    warehouse.load(place.workplace, [written(tmp_path / "est_rapporter.csv", *rows)])
    assert place.ask(
        "select organisation, is_expected, is_received from out.reporting order by 1"
    ) == [("Badet", False, True), ("Fritidsgården", True, True), ("Skolan", True, False)]
    assert place.ask("select sum(count) from out.incident where place_code = 'parken'") == [(1,)]
    (folder / "platser.toml").write_text('[[plats]]\nnamn = "Parken"\n')
    with pytest.raises(Refused, match=r"platser\.toml"):
        warehouse.load(place.workplace, [written(tmp_path / "en.csv", ROW)])


def test_the_word_of_a_type_is_one_that_is_read(place: Place, tmp_path: Path) -> None:
    warehouse.load(place.workplace, [written(tmp_path / "est_rapporter.csv", ROW)])
    words = dict(place.ask("select problem_type, est_word from out.problem_type"))
    assert words["skadegorelse"] and "" in words.values()
    by_word = Known().problem_types.by_est
    assert {by_word[word] for word in words.values() if word} == {k for k, w in words.items() if w}
