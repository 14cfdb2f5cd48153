"""The example through the jobs: every row comes in, and what is planted is found in the edition."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.example import EARLIEST, observers, write
from etl.example import SETTINGS as EXAMPLE_SETTINGS
from etl.intake import receive
from etl.workplace import Workplace
from geodata.areas import load_regso
from geodata.places import places_from_toml

SETTINGS = tomllib.loads(EXAMPLE_SETTINGS)
STATION = "varnamo-resecentrum"
TOWNS = {
    "Värnamo resecentrum": "Centrum-Apladalen",
    "Gislaved centrum": "Gislaved norra",
    "Gnosjö centrum": "Gnosjö tätort",
    "Skillingaryd centrum": "Skillingaryd östra",
    "Vaggeryd centrum": "Vaggeryd östra",
}


def _workplace(folder: Path) -> Workplace:
    place = Workplace(folder)
    place.create()
    (folder / "lagesbild.toml").write_text(EXAMPLE_SETTINGS, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def edition(example: Workplace) -> duckdb.DuckDBPyConnection:
    edition = duckdb.connect()
    edition.sql(f"attach '{example.edition(1) / 'shared.duckdb'}' as shared (read_only)")
    edition.sql("use shared")
    return edition


def test_every_row_comes_in_but_the_feed_s_summaries(example: Workplace) -> None:
    batches = example.manifest()["batches"]
    for batch in batches:
        feed = batch["source"] == "polisen_events"
        assert (batch["rejected"] > 0) == feed, batch["file"]
        assert not batch["notes"] or batch["source"] == "kommun_survey", batch["notes"]
    assert {batch["source"] for batch in batches} >= {
        "observer_reports", "fault_reports", "dialogue", "kommun_survey", "police_safety_survey",
    }  # fmt: skip


@pytest.mark.parametrize(
    "until", [EARLIEST, date(2024, 2, 29), date(2026, 1, 1), date(2026, 5, 20), date(2026, 11, 22)]
)
def test_every_row_comes_in_whatever_the_day(until: date, tmp_path: Path) -> None:
    place = _workplace(tmp_path)
    for file in write(tmp_path / "inbox", until=until):
        if file.name.startswith("exempel") and file.suffix == ".csv":
            delivery = receive(file, source=None, settings=place.settings, known=place.known)
            assert delivery.reading.rejects.num_rows == 0, (until, file.name)


def test_declared_places_lie_in_their_towns() -> None:
    regso = load_regso(["0617", "0662", "0665", "0683"]).set_index("name").geometry
    places = places_from_toml(SETTINGS["plats"])
    assert {place.name for place in places} == TOWNS.keys()
    for place in places:
        assert regso[TOWNS[place.name]].contains(place.point), place.name


def test_those_who_are_to_report_are_those_who_do() -> None:
    rhythm = {1: "vecka", 2: "varannan vecka"}
    declared = {o["namn"]: o.get("takt", "vecka") for o in SETTINGS["rapportor"]}
    assert declared == {o.name: rhythm[o.every] for o in observers.ORGANISATIONS}


def test_one_organisation_has_fallen_silent(edition: duckdb.DuckDBPyConnection) -> None:
    missing = edition.sql(
        "select organisation, week from reporting where is_missing order by week"
    ).fetchall()
    assert {name for name, _ in missing} == {observers.SILENT}
    assert [week for _, week in missing] == [
        date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9),
    ]  # fmt: skip


def test_most_weeks_there_is_nothing_to_report(edition: duckdb.DuckDBPyConnection) -> None:
    [(organisations, calm)] = edition.sql(
        """
        select count(distinct organisation), avg((zero_reports > 0)::integer)
        from reporting
        where is_received
        """
    ).fetchall()
    assert 10 <= organisations <= 12
    assert 0.6 < calm < 0.85


def test_the_observers_see_at_the_station_what_the_extract_does_not(
    edition: duckdb.DuckDBPyConnection,
) -> None:
    def weekly(source: str, where: str) -> tuple[float, float]:
        [counts] = edition.sql(
            f"""
            select
                coalesce(sum(count) filter (week >= '2026-09-21'), 0) / 8,
                coalesce(sum(count) filter (week between '2025-09-22' and '2025-11-10'), 0) / 8,
            from incident
            where source = '{source}' and {where} and week <= '2026-11-09'
                and problem_type in ('tillhall', 'skadegorelse')
            """
        ).fetchall()
        return counts

    now, before = weekly("observer_reports", f"place_code = '{STATION}'")
    assert now > 3
    assert before < 1
    now, before = weekly("police_deso_extract", "regso_code = '0683R003'")
    assert now < 1.5 * before


def test_both_see_the_summer_in_skillingaryd(edition: duckdb.DuckDBPyConnection) -> None:
    seen = edition.sql(
        """
        select source, sum(count) from incident
        where regso_code = '0665R004' and week between '2026-06-15' and '2026-08-10'
            and problem_type in ('buskorning', 'trafik')
        group by source
        """
    ).fetchall()
    counts = dict(seen)
    assert counts["observer_reports"] >= 20
    assert counts["police_deso_extract"] >= 15


def test_fault_reports_follow_the_seasons(edition: duckdb.DuckDBPyConnection) -> None:
    rows = edition.sql(
        """
        select problem_type, month(week), sum(count), count(distinct week) from incident
        where source = 'fault_reports' and week between '2024-01-01' and '2025-12-28'
        group by all
        """
    ).fetchall()
    per_week = {(kind, month): count / weeks for kind, month, count, weeks in rows}
    assert 10 <= sum(count for _, _, count, _ in rows) / 104 <= 15
    dark, light = per_week["otrygg_miljo", 12], per_week["otrygg_miljo", 6]
    assert dark > 4 * light
    assert per_week["nedskrapning", 6] > 1.5 * per_week["nedskrapning", 1]


def test_fault_reports_have_an_area(edition: duckdb.DuckDBPyConnection) -> None:
    [(placed,)] = edition.sql(
        "select avg((regso_code is not null)::integer) from incident where source = 'fault_reports'"
    ).fetchall()
    assert placed > 0.98


def test_residents_and_staff_were_asked(edition: duckdb.DuckDBPyConnection) -> None:
    rounds = edition.sql(
        """
        select method, count(distinct kommun_code), min(respondents), max(respondents),
            min(held_on), max(held_on)
        from dialogue
        group by method
        order by method
        """
    ).fetchall()
    residents, staff = rounds
    assert residents[:2] == ("enkät", 4) and 170 <= residents[2] <= residents[3] <= 230
    assert date(2026, 5, 1) <= residents[4] <= residents[5] <= date(2026, 5, 31)
    assert staff[:2] == ("medarbetardialog", 4) and staff[3] < 20


def test_more_avoid_the_station_than_two_years_before(edition: duckdb.DuckDBPyConnection) -> None:
    before, now = edition.sql(
        """
        select year, lower, upper, respondents from survey_result
        where survey = 'varnamo_trygghet' and question = 'Har undvikit resecentrum'
            and district is null and group_name is null
        order by year
        """
    ).fetchall()
    assert (before[0], now[0]) == (2024, 2026)
    assert before[2] < now[1]
    assert min(before[3], now[3]) > 250


def test_the_police_s_index_is_there_for_every_kommun_and_two_years(
    edition: duckdb.DuckDBPyConnection,
) -> None:
    [(kommuner, years, low, high)] = edition.sql(
        """
        select count(distinct area_code), list(distinct year order by year), min(value), max(value)
        from survey_result
        where survey = 'polisens_trygghetsmatning'
        """
    ).fetchall()
    assert (kommuner, years) == (4, [2024, 2025])
    assert 0.5 < low < high < 4.5
