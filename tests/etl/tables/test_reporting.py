"""Who has reported and who has not, and what two sources may have told of twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.reader import written
from tests.etl.sources.test_observer_reports import ROW

FORUM = """\
[forum]
kommun = "2080"
[[rapportor]]
namn = "Fritidsgården"
[[rapportor]]
namn = "Skolan"
takt = "varannan vecka"
[[plats]]
namn = "Stora Torget"
slag = "torg"
lat = 60.60651
lon = 15.63552
radie = 100
"""
CALM = {"Inget att rapportera": "Ja", "Händelsetyp": ""}
Load = Callable[..., None]


@pytest.fixture
def load(place: Place, tmp_path: Path) -> Load:
    def run(*rows: dict[str, object]) -> None:
        warehouse.load(place.workplace, [written(tmp_path / f"{len(rows)}.csv", *rows)])

    place.settings(FORUM)
    return run


def week(number: int, **changes: str) -> dict[str, object]:
    sent = date.fromisocalendar(2024, number + 1, 2)
    return ROW | {"Vecka": f"2024-v{number}", "Inskickad": str(sent)} | changes


def test_silence_calm_and_incidents_are_three_things(place: Place, load: Load) -> None:
    load(
        week(34), week(34, Antal="2"), week(36, **CALM), week(34, Verksamhet="Skolan", **CALM),
        week(37),
    )  # fmt: skip
    asked = place.ask(
        "select organisation, weekofyear(week), is_missing, reports, incidents, zero_reports "
        "from out.reporting"
    )
    assert asked == [
        ("Fritidsgården", 34, False, 2, 3, 0),
        ("Fritidsgården", 35, True, 0, 0, 0),
        ("Fritidsgården", 36, False, 0, 0, 1),
        ("Fritidsgården", 37, False, 1, 1, 0),
        ("Skolan", 34, False, 0, 0, 1),
        ("Skolan", 35, False, 0, 0, 0),  # every other week is its rhythm
        ("Skolan", 36, True, 0, 0, 0),
        ("Skolan", 37, True, 0, 0, 0),
    ]
    assert place.ask("select sum(count) from out.incident") == [(4,)]


def test_what_is_sensitive_is_received_but_in_no_weekly_number(place: Place, load: Load) -> None:
    load(week(34, Händelsetyp="Blottning"))
    columns = "is_received, is_missing, reports, incidents"
    assert place.ask(f"select {columns} from out.reporting where organisation = 'Fritidsgården'") == [
        (True, False, 0, 0)
    ]  # fmt: skip


def test_two_sources_of_one_day_and_place_are_proposed_and_never_merged(
    place: Place, load: Load, tmp_path: Path
) -> None:
    fault = {
        "Ärendenr": "1",
        "Skapad": "2024-08-20",
        "Kategori": "Klotter",
        "Objekt": "Stora torget",
    }
    other_day = fault | {"Ärendenr": "2", "Skapad": "2024-08-25"}
    warehouse.load(place.workplace, [written(tmp_path / "fel.csv", fault, other_day)])
    torget = {"Plats": "Stora Torget"}
    load(
        week(34, Datum="2024-08-20", Antal="2", **torget),
        week(34, Datum="2024-08-20"),  # somewhere in the kommun
        week(34, Datum="2024-08-20", **torget | {"Händelsetyp": "Bråk"}),
        week(34, **torget),  # some day of the week, that ends on the 25th
    )
    assert place.ask("from out.possible_duplicate") == [
        ("skadegorelse", "2080", "stora-torget", date(2024, 8, 20), "fault_reports", "observer_reports", 1, 2)
    ]  # fmt: skip
    assert place.ask("select source, sum(count) from out.incident group by 1 order by 1") == [
        ("fault_reports", 2),
        ("observer_reports", 5),
    ]
