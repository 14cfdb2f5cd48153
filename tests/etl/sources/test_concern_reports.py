from datetime import date
from pathlib import Path

import pytest

from etl import warehouse
from etl.provenance import Refused
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, accepted, read, reasons, sample, written

NAME = "concern_reports"
ROW = {"Månad": "2024-08", "Kommun": "Falun", "Antal orosanmälningar": "47"}


def test_a_month_of_a_kommun_is_a_count_and_a_true_zero_is_kept() -> None:
    reading = sample(NAME)
    assert accepted(reading, "kommun_code", "month", "count")[3:] == [
        ("2081", date(2024, 6, 1), 74),
        ("2081", date(2024, 7, 1), 0),
    ]
    assert [(row, column) for row, column, _ in reasons(reading)] == [(7, "Antal orosanmälningar")]
    assert (reading.period_from, reading.period_to) == (date(2024, 6, 1), date(2024, 8, 31))


@pytest.mark.parametrize("column", ["Skola", "Område", "Ålder", "Anmälan från"])
def test_anything_finer_refuses_the_whole_file(tmp_path: Path, column: str) -> None:
    with pytest.raises(Refused, match=f"utan kolumnen ”{column}”"):
        read(NAME, written(tmp_path / "oro.csv", ROW | {column: ""}))


def test_two_rows_of_a_month_are_told_apart_by_something_and_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="en rad per månad och kommun"):
        read(NAME, written(tmp_path / "oro.csv", ROW, ROW | {"Antal orosanmälningar": "3"}))


def test_the_latest_file_says_what_a_month_was(place: Place, tmp_path: Path) -> None:
    place.settings('[forum]\nkommun = "2080"\n')
    warehouse.load(place.workplace, [SAMPLES / f"{NAME}.csv"])
    file = written(tmp_path / "oro.csv", ROW | {"Antal orosanmälningar": "49"})
    warehouse.load(place.workplace, [file])
    assert place.ask("select count from out.concern_report order by month") == [(61,), (28,), (49,)]
    assert (
        not place.published(place.workplace, audience="public")
        .execute("select * from duckdb_tables() where table_name = 'concern_report'")
        .fetchall()
    )
