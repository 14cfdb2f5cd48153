from datetime import date
from pathlib import Path

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, accepted, read, reasons, sample, written

NAME = "police_event_reports"


def test_code_and_name_are_told_apart_and_a_midnight_is_a_day() -> None:
    reading = sample(NAME)
    assert (reading.read, reading.accepted.num_rows) == (8, 6)
    columns = ("kommun_code", "event_code", "event_name", "registered_on", "count")
    assert accepted(reading, *columns)[0] == (
        "2080", "3007", "TRAFIKKONTROLL", date(2024, 8, 26), 3,
    )  # fmt: skip
    assert [(row, column) for row, column, _ in reasons(reading)] == [
        (8, "Kommun"),
        (9, "HR-kod Beskrivning Slutlig"),
    ]


def test_the_form_with_priorities_has_no_kinds(tmp_path: Path) -> None:
    row = {"Datum": "2024-08-26", "Kommun": "Falun", "Lokalpolisområde": "Falun", "Antal HR": 5}
    file = written(tmp_path / "hr.csv", row | {"Prio Slutlig": 2}, row | {"Prio Slutlig": 0})
    reading = read(NAME, file)
    assert accepted(reading, "event_code", "priority", "count") == [(None, 2, 5)]
    assert reasons(reading) == [(3, "Prio Slutlig", "inte en prioritet från 1 till 9")]


def test_known_kinds_are_shown_per_week_and_all_others_per_quarter(place: Place) -> None:
    place.settings('[forum]\nlpo = "lpo-x"\n[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkommuner = ["2080", "2081"]\n')  # fmt: skip
    warehouse.load(place.workplace, [SAMPLES / f"{NAME}.csv"])
    columns = "kommun_code, period, starts_on::varchar, event_code, count"
    assert place.ask(f"select {columns} from out.event_report order by all") == [
        ("2080", "week", "2024-08-26", "3007", 4),
        ("2080", "week", "2024-09-02", "3007", 2),
        ("2081", "quarter", "2024-07-01", "0601", 1),
        ("2081", "quarter", "2024-07-01", "0999", 2),
        ("2081", "week", "2024-08-26", "3007", 4),
    ]
    assert place.ask("select count(*) from out.incident") == [(0,)]


def test_a_later_file_stands_for_the_days_it_covers(place: Place, tmp_path: Path) -> None:
    place.settings('[forum]\nkommun = "2080"\n')
    row = {"Datum": "2024-08-26", "Kommun": "Falun", "HR-kod Beskrivning Slutlig": "3007 | TRAFIKKONTROLL", "Antal HR": 5}  # fmt: skip
    for number, count in enumerate((5, 3)):
        file = written(tmp_path / f"{number}.csv", row | {"Antal HR": count})
        warehouse.load(place.workplace, [file])
    assert place.ask("select count from out.event_report") == [(3,)]
