from datetime import date, time

from etl.known import Known
from etl.sources.police_basomrade_extract import REMEDY
from tests.etl.sources.reader import accepted, reasons, sample

NAME = "police_basomrade_extract"


def test_a_row_keeps_its_kommun_and_its_interval() -> None:
    reading = sample(NAME)
    assert accepted(reading, "kommun_code", "category", "count", "time_from", "time_to")[:3] == [
        ("2080", "1201", 1, time(18), time(7)),
        ("2080", "9802", 1, None, None),
        ("2081", "0810", 2, time(2, 15), None),
    ]
    assert reading.covers == (date(2012, 3, 5), date(2012, 3, 7))


def test_an_area_that_names_no_kommun_is_rejected_with_a_remedy() -> None:
    assert reasons(sample(NAME)) == [(6, "Näpo", REMEDY)]


def test_in_a_forum_of_one_kommun_the_file_is_about_that_one() -> None:
    reading = sample(NAME, known=Known(kommun_codes=frozenset({"2080"})))
    assert reading.rejects.num_rows == 0 and reading.kommun_codes == ("2080",)


def test_in_a_forum_of_several_others_kommuner_are_turned_away() -> None:
    reading = sample(NAME, known=Known(kommun_codes=frozenset({"2080", "2026"})))
    assert reading.kommun_codes == ("2080",)
    assert [row for row, _, _ in reasons(reading)] == [4, 5, 6]
