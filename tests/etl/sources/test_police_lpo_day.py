import csv
from datetime import date
from pathlib import Path

import pytest

from etl import incidents, problem_types
from etl.known import Known
from tests.etl.sources.reader import accepted, read, reasons, sample, written

KEY = Path("../shared/data/police_extract/brottskod_niva_fraga.csv")
ROW = {
    "Brottsdatum": "2024-09-01",
    "Kommun": "Falun",
    "Lokalpolisområde": "Falun",
    "Brottskategorier": "Cykelstöld",
    "Anmälda brott": "2",
}


def test_a_day_a_kommun_and_a_category_is_a_row_with_its_count() -> None:
    reading = sample("police_lpo_day")
    assert (reading.read, reading.accepted.num_rows, reading.rejects.num_rows) == (10, 8, 2)
    assert accepted(reading, "kommun_code", "category", "occurred_from", "occurred_to", "count")[
        0
    ] == ("2080", "skadegörelse genom klotter", date(2024, 8, 30), date(2024, 8, 30), 3)
    assert reading.covers == (date(2024, 8, 30), date(2024, 9, 2))
    assert reading.kommun_codes == ("2080", "2081")


def test_a_mixed_category_and_an_unknown_kommun_are_rejected_without_being_repeated() -> None:
    assert reasons(sample("police_lpo_day")) == [
        (7, "Brottskategorier", incidents.NO_TYPE),
        (8, "Kommun", "kommunen finns inte i listan över kommunnamn"),
    ]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Brottsdatum": "1/9 2024"}, "Brottsdatum"),
        ({"Brottsdatum": "2199-01-01"}, "Brottsdatum"),
        ({"Kommun": "Värnamo"}, "Kommun"),
        ({"Brottskategorier": "Qvarnby"}, "Brottskategorier"),
        ({"Anmälda brott": "0"}, "Anmälda brott"),
        ({"Anmälda brott": "1,5"}, "Anmälda brott"),
    ],
)
def test_what_cannot_be_read_is_rejected(
    tmp_path: Path, change: dict[str, object], column: str
) -> None:
    file = written(tmp_path / "dag.csv", ROW, ROW | change)
    reading = read("police_lpo_day", file, known=Known(kommun_codes=frozenset({"2080"})))
    assert [(row, name) for row, name, _ in reasons(reading)] == [(3, column)]
    assert reading.accepted.num_rows == 1


def test_every_listed_category_holds_codes_of_its_own_type_only() -> None:
    if not KEY.exists():
        pytest.skip(f"{KEY} saknas: regionens nyckel över brottskategorier")
    known = problem_types.load()
    seen = set()
    with KEY.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            category = " ".join(row["Brottskategorier_namn"].lower().split())
            if category in known.by_crime_category:
                seen.add(category)
                assert known.by_crime_category[category] == known.by_crime_code[row["Brottskod"]]
    assert seen == set(known.by_crime_category) and len(seen) > 150
