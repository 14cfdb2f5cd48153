from datetime import date, time

from etl import incidents, warehouse
from etl.known import Known
from geodata.places import places_from_toml
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, accepted, reasons, sample

NAME = "guard_reports"
STATION = {"namn": "Resecentrum", "slag": "resecentrum", "lat": 60.6, "lon": 15.63, "radie": 100}


def test_a_round_s_report_has_a_day_a_time_and_a_declared_place() -> None:
    reading = sample(NAME, known=Known(places=tuple(places_from_toml([STATION]))))
    assert accepted(reading, "area_code", "category", "occurred_from", "time_from") == [
        (None, "skadegörelse", date(2024, 8, 30), time(22, 15)),
        ("resecentrum", "ungdomssamling", date(2024, 8, 30), time(23, 40)),
        (None, "bråk", date(2024, 8, 31), time(1, 5)),
        (None, "snatteri", date(2024, 8, 31), None),
    ]
    assert [reason for _, _, reason in reasons(reading)] == [
        "inte ett klockslag på formen TT:MM",
        incidents.NO_TYPE,
    ]


def test_a_source_without_delay_promises_no_completeness(place: Place) -> None:
    warehouse.load(place.workplace, [SAMPLES / f"{NAME}.csv"])
    assert place.ask("select has_delay from out.source") == [(False,)]
    assert place.ask("select count(*) from out.completeness") == [(0,)]
    assert place.ask("select sum(count) from out.incident") == [(4,)]
