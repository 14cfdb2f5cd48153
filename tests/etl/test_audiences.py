"""Who sees what, and what nobody sees."""

from __future__ import annotations

import pytest

from etl import warehouse
from etl.provenance import Refused
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import FILES, incident

AREAS = FILES / "scb_areas.geojson"
POPULATION = FILES / "scb_population.csv"
SENSITIVE = "0409"  # brott_mot_barn


KOMMUN_ONLY = """
[forum]
lpo = "lpo-falun"
[[lpo]]
kod = "lpo-falun"
namn = "Falun Borlänge"
kommuner = ["2080", "2081"]
[kallor.police_deso_extract]
mottagare = "kommun"
"""


def test_police_only_rows_are_refused_at_the_door(place: Place) -> None:
    place.settings('[kallor.police_deso_extract]\nmottagare = "polis"')
    with pytest.raises(Refused, match="bara för polisen"):
        place.load(incident())
    assert place.workplace.current is None


def test_where_the_police_host_the_rows_are_in_their_file_alone(place: Place) -> None:
    place.settings(
        '[installation]\npolis = true\n[kallor.police_deso_extract]\nmottagare = "polis"'
    )
    place.load(incident(), incident(code=SENSITIVE))
    counts = "select (select coalesce(sum(count), 0) from out.incident), (select count(*) from out.batch), (select count(*) from out.source), (select count(*) from out.completeness), (select count(*) from out.coverage), (select count(*) from out.incident_quarter)"  # fmt: skip
    assert place.ask(counts, audience="police")[0][:3] == (1, 1, 1)
    for audience in ("shared", "municipality-2080"):
        assert place.ask(counts, audience=audience) == [(0, 0, 0, 0, 0, 0)]
    assert place.ask("from out.open_type_quarter", audience="public") == []
    assert place.ask("from out.source", audience="public") == []


def test_what_a_kommun_keeps_is_in_its_own_file_alone(place: Place) -> None:
    place.settings(KOMMUN_ONLY)
    place.load(incident(count="9"), incident(code="0001"))
    place.load(incident(kommun="2081", deso="", count="8"))
    said = "select sum(count)::integer, any_value(kommun_code) from out.incident"
    assert place.ask(said, audience="municipality-2080") == [(9, "2080")]
    assert place.ask(said, audience="municipality-2081") == [(8, "2081")]
    files = "select file from out.batch"
    assert place.ask(files, audience="municipality-2080") == [("uttag1.csv",)]
    assert place.ask(files, audience="municipality-2081") == [("uttag2.csv",)]
    assert place.ask("select count(*) from out.reject", audience="municipality-2080") == [(1,)]
    for table in (
        "incident",
        "incident_by_area",
        "batch",
        "reject",
        "source",
        "coverage",
        "revision",
    ):
        assert place.ask(f"from out.{table}") == [], table
    assert place.ask("from out.open_type_quarter", audience="public") == []


def test_who_saw_a_file_when_it_came_sees_it_still(place: Place) -> None:
    place.load(incident())
    place.settings(KOMMUN_ONLY)
    place.load(incident(kommun="2081", deso=""))
    assert place.ask("select kommun_code from out.incident") == [("2080",)]


def test_no_police_file_where_nobody_declared_it(place: Place) -> None:
    place.settings(KOMMUN_ONLY)
    place.load(incident())
    names = {file.stem for file in place.workplace.edition(1).glob("*.duckdb")}
    assert names == {"shared", "public", "municipality-2080", "municipality-2081"}
    assert place.ask("select area_code, name from out.area where level = 'lpo'") == [
        ("lpo-falun", "LPO Falun Borlänge"),
    ]


def test_the_public_gets_its_own_grids_and_no_small_counts(place: Place) -> None:
    place.settings(KOMMUN_ONLY.replace('"kommun"', '"delad"'))
    warehouse.load(
        place.workplace,
        [
            AREAS,
            POPULATION,
            FILES / "bra_municipal_indicators.csv",
            place.file(
                incident("2024-01-02", start="2024-01-02", end="2024-01-02", count="4"),
                incident(code="0810", count="15"),
                incident(code=SENSITIVE, count="6"),
                incident("2025-01-31", code="5011", start="-", end="2025-01-01", count="9"),
            ),
        ],
    )
    told = "select problem_type, quarter(quarter), count from out.open_type_quarter where count > 0 and problem_type is not null order by all"  # fmt: skip
    # 4 is hidden, and so is what would tell it
    assert place.ask(told, audience="public") == [("brott_mot_barn", 3, 6)]
    assert set(place.ask("select distinct level from out.area", audience="public")) == {
        ("kommun",), ("lpo",), ("regso",),
    }  # fmt: skip
    for audience in ("shared", "municipality-2080"):
        assert ("deso",) in place.ask("select distinct level from out.area", audience=audience)


def test_what_nobody_says_how_many_answered_is_public_only_where_its_publisher_made_it_so(
    place: Place,
) -> None:
    for name, header, rows in (
        ("polisen", "Kommun;Fråga;År;Index;Antal svar",
         ["Falun;Totalindex;2024;1,63;", "Falun;Oro;2024;1,63;29", "Falun;Klotter;2024;1,63;30"]),
        ("scb", "Kommun;Fråga;Svarsalternativ;År;Andel;Antal svar",
         ["Falun;Trygg;Ja;2024;63;", "Falun;Otrygg;Ja;2024;63;29"]),
    ):  # fmt: skip
        file = place.folder / f"{name}.csv"
        file.write_text("\n".join([header, *rows]), encoding="utf-8")
        warehouse.load(place.workplace, [file])
    asked = "select question from out.survey_result order by all"
    assert len(place.ask(asked)) == 5
    assert place.ask(asked, audience="public") == [("Klotter",), ("Trygg – Ja",)]


def test_a_rate_of_an_unknown_number_is_not_public(place: Place) -> None:
    crimes = (FILES / "bra_sol_long.csv").read_text("utf-8-sig").splitlines()[:2]
    *about, _, _ = crimes[1].split(";")
    row = ";".join([*about, "{}", "{}"])
    file = place.folder / "bra.csv"
    file.write_text("\n".join([crimes[0], row.format("", "90")]), encoding="utf-8")
    warehouse.load(place.workplace, [file, FILES / "bra_pxweb.csv"])
    asked = (
        "select distinct source from out.crime_statistic where per_100000 is not null order by all"
    )
    assert place.ask(asked) == [("bra_pxweb",), ("bra_sol_long",)]
    assert place.ask(asked, audience="public") == [("bra_pxweb",)]


def test_a_small_published_count_is_not_public_and_nor_is_a_rate_of_under_ten(place: Place) -> None:
    file = place.folder / "bra.csv"
    row = "Falun,{},2020,{},{},Anmälda brott\n"
    file.write_text(
        "geografi,enhet,ar,variabel,varde,kalla\n"
        + row.format("Antal", "Bilbrott", 4)
        + row.format("Antal per 100 000 inv", "Bilbrott", 6.9)
        + row.format("Antal", "Narkotikabrott", 5)
        + row.format("Antal per 100 000 inv", "Narkotikabrott", 4.2),
        encoding="utf-8",
    )
    warehouse.load(place.workplace, [file])
    question = "select indicator, value from out.indicator order by all"
    assert place.ask(question, audience="public") == [
        ("Narkotikabrott", 5.0),
    ]
    assert len(place.ask(question)) == 4
