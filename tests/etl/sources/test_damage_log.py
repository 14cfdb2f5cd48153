from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, accepted, reasons, sample

NAME = "damage_log"


def test_cost_size_and_report_are_read_and_unknown_is_not_zero() -> None:
    reading = sample(NAME)
    assert accepted(reading, "category", "cost_kr", "size_m2", "is_reported") == [
        ("klotter", 8400.0, 12.5, True),
        ("krossad ruta", 3150.5, None, True),
        ("klotter", None, 4.0, False),
        ("skadegörelse", 12000.0, None, None),
    ]
    assert [(row, column) for row, column, _ in reasons(reading)] == [(6, "Typ"), (7, "Kostnad kr")]


def test_what_damage_cost_is_summed_per_month(place: Place) -> None:
    place.settings('[forum]\nkommun = "2080"\n')
    warehouse.load(place.workplace, [SAMPLES / f"{NAME}.csv"])
    assert place.ask("from out.damage") == [
        (NAME, "skadegorelse", "2080", place.ask("select date '2024-08-01'")[0][0], 3, 2, 11550.5, 16.5, 2)
    ]  # fmt: skip
