import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl import privacy
from etl.known import Known
from etl.provenance import Reading
from etl.reading import File
from etl.sources import scb_population as source

SAMPLE = Path(__file__).parent / "files" / "scb_population.csv"
REAL = Path("../shared/data/population")
PXWEB = REAL / "folkmangd_deso_2024_raw.csv"
TIDIED = REAL / "deso_befolkning_2024.csv"
GRID = REAL / "befolkning_1km_2025_dalarna.csv"
real = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} saknas")
HEADER = ("Region", "Alder", "Kon", "000007Y7 2024")


def read(path: Path) -> Reading:
    file = File(path)
    assert source.recognise(file)
    sheet = file.sheet(drop=source.SOURCE.dropped_text)
    privacy.check_columns(sheet.columns, known=source.SOURCE.columns)
    privacy.check_values(sheet, file=file.name)
    return source.read(file, sheet, Known())


def read_rows(tmp_path: Path, *rows: tuple[object, ...]) -> Reading:
    path = tmp_path / "population.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return read(path)


def rows(reading: Reading) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in reading.accepted.to_pylist()]


def reasons(reading: Reading) -> list[tuple[int, str, str]]:
    return [(r["row"], r["column"], r["reason"]) for r in reading.rejects.to_pylist()]


def test_the_sample_is_read_and_every_row_is_accounted_for() -> None:
    reading = read(SAMPLE)
    assert (reading.read, reading.accepted.num_rows, reading.merged) == (60, 60, 0)
    assert reading.accepted.column_names == ["area_code", "year", "age_group", "population"]
    assert set(reading.accepted["age_group"].to_pylist()) == {
        "total", "65-69", "70-74", "75-79", "80+",
    }  # fmt: skip
    assert reading.period_to == date(2024, 12, 31)


def test_deso_regso_kommun_lan_and_country_are_read(tmp_path: Path) -> None:
    codes = ("2021A0010_DeSO2025", "2021R001_RegSO2025", "0114", "20", "00")
    reading = read_rows(tmp_path, HEADER, *((code, "totalt", "1+2", 5) for code in codes))
    assert reading.accepted["area_code"].to_pylist() == [
        "2021A0010", "2021R001", "0114", "20", "00",
    ]  # fmt: skip


def test_years_are_columns(tmp_path: Path) -> None:
    header = ("Region", "BE0101N1 2023", "BE0101N1 2024")
    reading = read_rows(tmp_path, header, ("0114", 10, 11), ("0115", 20, 21))
    assert rows(reading) == [
        ("0114", 2023, "total", 10),
        ("0115", 2023, "total", 20),
        ("0114", 2024, "total", 11),
        ("0115", 2024, "total", 21),
    ]
    assert (reading.read, reading.merged) == (2, -2)
    assert (reading.period_from, reading.period_to) == (date(2023, 12, 31), date(2024, 12, 31))


def test_areas_of_the_older_division_are_refused_beside_the_new(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        HEADER,
        ("2021A0010", "totalt", "1+2", 900),
        ("2021A0010_DeSO2025", "totalt", "1+2", 1000),
        ("2021", "totalt", "1+2", 9000),
    )
    assert [row[3] for row in rows(reading)] == [1000, 9000]
    assert reasons(reading) == [
        (2, "Region", "koden hör till en äldre indelning än filens övriga områden")
    ]


def test_what_cannot_be_read_is_refused_without_being_repeated(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        HEADER,
        ("0114", "totalt", "1+2", 10),
        ("0114", "totalt", "1+2", 10),
        ("9999A0010", "totalt", "1+2", 10),
        ("Vallentuna", "totalt", "1+2", 10),
        ("0115", "barn", "1+2", 10),
        ("0115", "totalt", "1", 10),
        ("0115", "80-", "1+2", ".."),
        ("0115", "65-69", "1+2", "-3"),
    )
    code = "inte en kod för ett område, en kommun eller en ruta"
    assert sorted(reasons(reading)) == [
        (3, "Region", "samma område och åldersgrupp står redan på en tidigare rad"),
        (4, "Region", code),
        (5, "Region", code),
        (6, "Alder", "åldersgruppen känns inte igen"),
        (7, "Kon", "bara kvinnor och män tillsammans läses in"),
        (8, "000007Y7 2024", "inte ett antal invånare"),
        (9, "000007Y7 2024", "inte ett antal invånare"),
    ]
    assert rows(reading) == [("0114", 2024, "total", 10)]


def test_other_tables_of_pxweb_are_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "income.csv"
    path.write_text('"Region","Alder","Kon","000006TN 2024"\n"0114","totalt","1+2",3\n')
    assert not source.recognise(File(path))


@real
def test_the_suffix_that_boundaries_lack_is_taken_off() -> None:
    reading = read(PXWEB)
    assert (reading.read, reading.accepted.num_rows, reading.rejects.num_rows) == (875, 875, 0)
    raw = pd.read_csv(PXWEB)
    assert reading.accepted["area_code"].to_pylist() == raw["Region"].str[:9].tolist()
    assert set(reading.accepted["year"].to_pylist()) == {2024}


@real
def test_the_total_among_the_age_bands_is_told_apart() -> None:
    accepted = read(PXWEB).accepted.to_pandas()
    totals = accepted[accepted["age_group"] == "total"].set_index("area_code")["population"]
    bands = accepted[accepted["age_group"] != "total"].groupby("area_code")["population"].sum()
    assert len(totals) == 175 and (bands < totals).all()
    tidied = read(TIDIED).accepted.to_pandas().pivot(
        index="area_code", columns="age_group", values="population"
    )  # fmt: skip
    pd.testing.assert_series_equal(tidied["total"], totals.sort_index(), check_names=False)
    pd.testing.assert_series_equal(tidied["65+"], bands, check_names=False)


@real
def test_a_wide_file_with_a_byte_order_mark_gives_two_rows_each() -> None:
    assert TIDIED.read_bytes().startswith(b"\xef\xbb\xbf")
    reading = read(TIDIED)
    assert (reading.read, reading.accepted.num_rows, reading.merged) == (175, 350, -175)


@real
def test_the_grid_is_read_with_a_cell_as_area() -> None:
    reading = read(GRID)
    assert (reading.read, reading.accepted.num_rows, reading.rejects.num_rows) == (4004, 8008, 0)
    accepted = reading.accepted.to_pandas()
    assert accepted["area_code"].str.fullmatch(r"\d{13}").all()
    assert not accepted.duplicated(["area_code", "age_group"]).any()
    assert accepted.groupby("age_group")["population"].sum().to_dict() == {
        "total": pd.read_csv(GRID)["befolkning_2025"].sum(),
        "65+": pd.read_csv(GRID)["befolkning_65_plus_2025"].sum(),
    }
