"""Brå's Excel forms, in the layout that is described: no real workbook has been seen here."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from etl import intake, warehouse
from etl.provenance import Reading, Refused
from etl.settings import Settings
from tests.etl import workbooks
from tests.etl.conftest import Place
from tests.etl.sources.reader import SAMPLES, reasons
from tests.etl.workbooks import Cell, workbook

FALUN = '[forum]\nkommun = "2080"'


def read(path: Path) -> Reading:
    return intake.receive(path, source=None, settings=Settings()).reading


def saved(folder: Path, rows: list[list[Cell]], *, sheet: str = "Blad1") -> Path:
    path = folder / "fil.xlsx"
    path.write_bytes(workbook({sheet: rows}))
    return path


def counts(reading: Reading) -> list[tuple]:
    keys = ["crime", "area_code", "period_type", "period_start", "count", "per_100000", "status"]
    return [
        tuple(str(v) if k == "period_start" else v for k, v in row.items())
        for row in reading.accepted.select(keys).to_pylist()
    ]


def test_the_samples_are_what_their_script_writes(tmp_path: Path) -> None:
    for file in workbooks.write_bra_samples(tmp_path):
        assert file.read_bytes() == (SAMPLES / file.name).read_bytes()


def test_a_crime_belongs_to_the_area_above_it_and_a_district_s_to_nobody() -> None:
    reading = read(SAMPLES / "bra_sol_excel.xlsx")
    found = [row for row in counts(reading) if row[0] == "Rån"]
    assert found == [
        ("Rån", "2080", "year", "2024-01-01", 0, 0.0, "ok"),
        ("Rån", "2080", "year", "2025-01-01", 3, 5.0, "ok"),
        ("Rån", "2081", "year", "2024-01-01", 12, 22.0, "ok"),
        ("Rån", "2081", "year", "2025-01-01", 9, 17.0, "ok"),
    ]
    assert [row for row, _, _ in reasons(reading)] == [11, 11]
    hidden = [row for row in counts(reading) if row[4] is None]
    assert [row[-1] for row in hidden] == ["suppressed"] * 2
    assert reading.preliminary


def test_months_stand_below_their_year(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Anmälda brott"],
        [None, 2024, None, 2025],
        [None, "Nov", "Dec", "Kvartal 1"],
        ["Hela landet"],
        ["Rån", 400, "..", 1200],
    ]
    assert [row[2:5] for row in counts(read(saved(tmp_path, rows)))] == [
        ("month", "2024-11-01", 400),
        ("month", "2024-12-01", None),
        ("quarter", "2025-01-01", 1200),
    ]


def test_rates_are_never_taken_for_counts(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Antal per 100 000 inv"], [None, "2024"], ["Falun"], ["Rån", 4]]
    with pytest.raises(Refused, match="säger inte vilka tal som är antal"):
        read(saved(tmp_path, rows))


def test_of_a_month_s_table_only_the_month_s_own_counts_are_read() -> None:
    assert counts(read(SAMPLES / "bra_tables.p1.xlsx")) == [
        ("Samtliga brott", "00", "month", "2025-12-01", 112_000, None, "ok"),
        ("Rån", "00", "month", "2025-12-01", 402, None, "ok"),
        ("Brott mot griftefrid", "00", "month", "2025-12-01", 0, None, "ok"),
    ]
    robbed = [row for row in counts(read(SAMPLES / "bra_tables.p3.xlsx")) if row[0] == "Rån"]
    assert robbed == [
        ("Rån", "20", "month", "2025-01-01", 4, None, "ok"),
        ("Rån", "20", "month", "2025-02-01", 0, None, "ok"),
        ("Rån", "20", "month", "2025-03-01", None, None, "missing"),
    ]


def test_table_120_may_have_several_crimes_and_a_point_for_what_cannot_be_computed(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [
        ["Tabell 120. Anmälda brott i kommunerna 2024"],
        ["Kommun", "Misshandel", None, "Rån", None],
        [None, "Antal", "Per 100 000 inv.", "Antal", "Per 100 000 inv."],
        ["Dalarnas län", 2007, "700,5", 90, "31"],
        ["Falun", 2007, "310,5", ".", "."],
        ["1) En fotnot"],
    ]
    found = counts(read(saved(tmp_path, rows)))
    assert found[2:] == [
        ("Misshandel", "2080", "year", "2024-01-01", 2007, 310.5, "ok"),
        ("Rån", "2080", "year", "2024-01-01", None, None, "not_applicable"),
    ]
    assert found[0][:2] == ("Misshandel", "20")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Tabell P1. Anmälda brott december 2025", "vilket län"),
        ("Tabell P1. Anmälda brott i hela landet, december", "vilket år"),
        ("Tabell P1. Anmälda brott i hela landet 2025", "vilken månad"),
        ("Tabell P1. Hela landet, november och december 2025", "vilken månad|rad"),
    ],
)
def test_a_title_that_does_not_say_what_it_must_is_refused(
    title: str, said: str, tmp_path: Path
) -> None:
    rows = copy.deepcopy(workbooks.TABLES["P1"])
    rows[0] = [title]
    if "november" in title:
        rows[2][1] = "Förändring"
    with pytest.raises(Refused, match=said):
        read(saved(tmp_path, rows))


def test_the_interval_is_of_the_last_year_only() -> None:
    rows = read(SAMPLES / "bra_ntu.xlsx").accepted.to_pylist()
    keys = ("area_code", "group_name", "year", "value", "lower", "upper", "interval_by")
    found = [tuple(row[key] for key in keys) for row in rows]
    assert ("20", None, 2025, 21.3, 18.4, 24.2, "publisher") in found
    assert ("20", None, 2024, None, None, None, None) in found
    assert ("00", "Kvinnor", 2023, 37.0, None, None, None) in found
    assert {row["question"] for row in rows} == {
        "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet"
    }


def test_bounds_that_do_not_hold_the_value_were_not_bounds(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["R4.2 Oro"], [], ["Grupp", "Område", 2024, 2025, "Antal", "Skillnad"],
        ["Samtliga", "Falun", 20.0, 21.0, 300, 1.0],
    ]  # fmt: skip
    [(row, column, reason)] = reasons(read(saved(tmp_path, rows, sheet="R4.2")))
    assert (row, column) == (4, "value") and "utanför sitt intervall" in reason


def test_the_same_question_of_the_same_survey_stands_once_and_with_its_respondents(
    place: Place,
) -> None:
    place.settings(FALUN)
    csv = place.folder / "ntu.csv"
    label = "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet"
    ntu = "Nationella trygghetsundersökningen (NTU)"
    unit = "Andel (%) i befolkningen (16–84 år) som oroar sig ganska/mycket ofta."
    lines = ["geografi;enhet;ar;variabel;varde;kalla", f"Hela landet;{unit};2025;{label};26,8;{ntu}", f"Hela landet;;2025;Antal svarande i NTU;70000;{ntu}"]  # fmt: skip
    csv.write_text("\n".join(lines), encoding="utf-8")
    warehouse.load(place.workplace, [SAMPLES / "bra_ntu.xlsx", csv])
    said = "select value, respondents, source from out.survey_result where year = 2025 and area_code = '00' and group_name is null"  # fmt: skip
    assert place.ask(said) == [(26.8, 70_000, "bra_municipal_indicators")]
    assert place.ask("select distinct survey from out.survey_result") == [("ntu",)]
