"""Where and when an incident counts, and how finely it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import pytest

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import FILES, incident

AREAS = FILES / "scb_areas.geojson"
SENSITIVE = "0409"  # brott_mot_barn


def test_sensitive_types_are_told_per_kommun_and_quarter_only(place: Place) -> None:
    warehouse.load(place.workplace, [AREAS])
    place.load(
        incident(), incident(code=SENSITIVE, count="2"),
        incident("2024-06-30", code=SENSITIVE, start="2024-06-30", end="2024-06-30"),
    )  # fmt: skip
    assert place.ask("select problem_type, sum(count) from out.incident group by all") == [
        ("skadegorelse", 1),
    ]
    assert place.ask("select kommun_code, quarter, count from out.incident_quarter") == [
        ("2080", date(2024, 4, 1), 1), ("2080", date(2024, 7, 1), 2),
    ]  # fmt: skip
    db = place.published(place.workplace)
    fine = {
        name
        for (name,) in db.execute(
            "select table_name from duckdb_columns() where column_name in ('week', 'deso_code')"
        ).fetchall()
    }
    for table in fine - {"completeness", "reporting"}:  # of no type; see test_reporting
        found = db.execute(f"select distinct problem_type from out.{table}").fetchall()
        assert ("brott_mot_barn",) not in found


@pytest.mark.parametrize(
    ("start", "end", "registered", "week", "is_long"),
    [
        ("2024-09-06", "2024-09-09", "2024-09-14", "2024-09-09", False),  # the week of its end
        ("2024-09-06", "-", "2024-09-14", "2024-09-02", False),  # else of its beginning
        ("-", "-", "2024-09-14", "2024-09-09", False),  # else of registration
        ("-", "2024-08-31", "2024-09-14", "2024-08-26", False),
        ("2024-08-26", "2024-09-09", "2024-09-14", "2024-09-09", False),  # 14 days
        ("2024-08-25", "2024-09-09", "2024-09-14", "2024-09-09", True),  # 15 days
        ("1938-05-01", "2024-09-09", "2024-09-14", "2024-09-09", True),
        ("2024-09-13", "2024-09-30", "2024-09-14", "2024-09-30", True),  # reported before its end
        ("2024-12-30", "2024-12-31", "2024-12-31", "2024-12-30", False),  # week 1 of 2025
    ],
)  # fmt: skip
def test_the_week_an_incident_belongs_to(
    place: Place, start, end, registered, week, is_long
) -> None:
    place.load(incident(registered, start=start, end=end))
    assert place.ask("select week, is_long_interval from out.incident") == [
        (date.fromisoformat(week), is_long)
    ]
    assert place.ask("select long_interval, incidents from out.coverage") == [
        (1 if is_long else None, 1)
    ]


def test_places_without_a_boundary_are_counted_as_without_a_smaller_area(place: Place) -> None:
    warehouse.load(place.workplace, [AREAS])
    place.load(incident(), incident(deso=""), incident(deso="2080C9990"), incident(deso="-"))
    assert place.ask("select incidents, without_area, unknown_area from out.coverage") == [
        (4, 3, 1)
    ]
    assert place.ask("select regso_code, deso_code, sum(count) from out.incident group by all order by all") == [
        ("2080R014", "2080C1230", 1), (None, None, 3),
    ]  # fmt: skip


def test_finest_levels_are_kept(place: Place) -> None:
    warehouse.load(place.workplace, [AREAS])
    place.load(incident(code="9802"), incident(code="0901"), incident(code="1201"))
    for kind in ("bostadsinbrott", "bedrageri", "skadegorelse"):
        [(deso,)] = place.ask(f"select deso_code from out.incident where problem_type = '{kind}'")
        assert deso == "2080C1230"


def test_counts_of_two_files_are_summed_within_one_row(place: Place) -> None:
    place.load(incident(count="2"), incident(count="3"), incident(count="39", text="annan text"))
    assert place.ask("select count from out.incident") == [(44,)]


def test_the_share_that_has_come_in_grows_with_a_week_s_age(place: Place) -> None:
    rows = []
    for number in range(600):  # two years of days, reported after 0, 5 or 20 days
        end = date(2023, 1, 1) + timedelta(days=number)
        for delay in (0, 5, 20):
            registered = end + timedelta(days=delay)
            rows.append(incident(str(registered), start=str(end), end=str(end), deso=""))
    place.load(*rows)
    shares = [
        share
        for _, share in place.ask("select week, reported_share from out.completeness order by 1")
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1 and 0 < shares[-1] < 0.5


def test_older_areas_are_told_as_finely_as_the_shown_division_can_tell_them(
    place: Place, tmp_path: Path
) -> None:
    new = gpd.read_file(AREAS).set_index("desokod").geometry
    older = {
        "2081C9010": new["2081C1080"],  # has another code now
        "2081C9020": new["2081C1070"].union(new["2081C1120"]),  # divided within its RegSO
        "2081C9030": new["2081C1100"].union(new["2081C1140"]),  # divided between two
    }
    table = {"deso": list(older), "kommun": "2081", "kommunnamn": "Borlänge", "lan": "20", "lannamn": "Dalarnas"}  # fmt: skip
    file = tmp_path / "DeSO_2018.gpkg"
    gpd.GeoDataFrame(table, geometry=list(older.values()), crs=new.crs).to_file(file)
    warehouse.load(place.workplace, [AREAS, file])
    rows = [incident(kommun="2081", deso=code) for code in [*older, "2081C1180", "2081C9990"]]
    place.load(*rows)
    assert place.ask("select regso_code, deso_code from out.incident order by all") == [
        ("2081R001", "2081C1180"), ("2081R004", None), ("2081R016", "2081C1080"), (None, None),
    ]  # fmt: skip
    assert place.ask("select incidents, converted, unknown_area from out.coverage") == [(5, 3, 1)]
    assert place.ask("select count(*) from out.area where level = 'deso' and kommun_code = '2081'") == [(7,)]  # fmt: skip
