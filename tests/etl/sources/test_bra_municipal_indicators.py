import csv
import re
from datetime import date
from pathlib import Path

import pytest

from etl import privacy
from etl.known import Known
from etl.provenance import Reading
from etl.reading import File
from etl.sources import bra_municipal_indicators as source
from geodata import locate

SAMPLE = Path(__file__).parent / "files" / "bra_municipal_indicators.csv"
REAL = Path("../shared/data/bra/bra_kommunindikatorer_dalarna.csv")
real = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} saknas")

NTU = "Nationella trygghetsundersökningen (NTU)"
CRIME = "Anmälda brott"
SHARE = "Andel (%) utsatta hushåll."
LOWER, UPPER = "KI (95 %) undre gräns", "KI (95 %) övre gräns"
Row = tuple[str, str, str, str, str, str]
VALUE: Row = ("Habo", SHARE, "2023", "Oro för att utsättas för misshandel", "10.5", NTU)


def read(path: Path) -> Reading:
    file = File(path)
    assert source.recognise(file)
    sheet = file.sheet(drop=source.SOURCE.dropped_text)
    privacy.check_columns(sheet.columns, known=source.SOURCE.columns)
    privacy.check_values(sheet, file=file.name)
    return source.read(file, sheet, Known())


def read_rows(tmp_path: Path, *rows: Row) -> Reading:
    path = tmp_path / "indicators.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([source.COLUMNS, *rows])
    return read(path)


def reasons(reading: Reading) -> list[tuple[int, str, str]]:
    return [(r["row"], r["column"], r["reason"]) for r in reading.rejects.to_pylist()]


def slowly(path: Path) -> set[tuple[object, ...]]:
    """Every value with its bounds and respondents, looked up one by one."""
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    by_key = {
        (r["kalla"], r["geografi"], int(r["ar"]), r["variabel"], r["enhet"]): float(r["varde"])
        for r in rows
    }
    found = set()
    for (kalla, place, year, variable, unit), value in by_key.items():
        if unit in (LOWER, UPPER, ""):
            continue
        asked = year + 1 if "utsatthet" in variable else year
        label = variable.split(" enligt NTU. Andel")[0]
        area = locate.kommun_code([place])[0] or locate.lan_code([place])[0] or "00"
        found.add((
            {CRIME: "anmalda_brott", NTU: "ntu"}[kalla],
            label,
            {"Antal": "count", "Antal per 100 000 inv": "per_100000"}.get(unit, "share"),
            area,
            year,
            value,
            by_key.get((kalla, place, year, variable, LOWER)),
            by_key.get((kalla, place, year, variable, UPPER)),
            by_key.get((kalla, place, asked, "Antal svarande i NTU.", "")),
            re.sub(r"16.84", "16–84", unit),
        ))  # fmt: skip
    return found


def test_the_sample_is_read_and_every_row_is_accounted_for() -> None:
    reading = read(SAMPLE)
    assert (reading.read, reading.accepted.num_rows, reading.merged) == (100, 52, 48)
    assert reading.rejects.num_rows == 0
    assert (reading.period_from, reading.period_to) == (date(2021, 1, 1), date(2023, 12, 31))


def test_bounds_and_respondents_stand_on_the_row_of_their_value() -> None:
    rows = [tuple(row.values()) for row in read(SAMPLE).accepted.to_pylist()]
    assert set(rows) == slowly(SAMPLE) and len(set(rows)) == len(rows)


def test_a_value_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        ("Habo", LOWER, "2023", "Oro för att utsättas för misshandel", "8.25", NTU),
        ("Habo", UPPER, "2023", "Oro för att utsättas för misshandel", "12,75", NTU),
        ("Habo", "", "2023", "Antal svarande i NTU.", "66.0", NTU),
        VALUE,
    )
    assert reading.accepted.to_pylist() == [
        {
            "survey": "ntu",
            "indicator": "Oro för att utsättas för misshandel",
            "unit": "share",
            "area_code": "0643",
            "year": 2023,
            "value": 10.5,
            "lower": 8.25,
            "upper": 12.75,
            "respondents": 66,
            "definition": SHARE,
        }
    ]
    assert reading.merged == 3


def test_exposure_was_asked_about_the_year_after(tmp_path: Path) -> None:
    exposure = "Självrapporterad utsatthet för rån"
    answered = [("Habo", "", str(y), "Antal svarande i NTU.", f"{y}.0", NTU) for y in (2022, 2023)]
    values = [
        ("Habo", SHARE, "2022", name, "1.0", NTU)
        for name in (exposure, "Oro för att utsättas för misshandel")
    ]
    rows = read_rows(tmp_path, *answered, *values).accepted.to_pylist()
    assert [(r["indicator"], r["year"], r["respondents"]) for r in rows] == [
        (exposure, 2022, 2023),
        ("Oro för att utsättas för misshandel", 2022, 2022),
    ]


def test_what_belongs_to_no_value_is_refused(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        ("Habo", LOWER, "2022", "Oro för att utsättas för misshandel", "8.0", NTU),  # another year
        (
            "Jönköping",
            UPPER,
            "2023",
            "Oro för att utsättas för misshandel",
            "12.0",
            NTU,
        ),  # another kommun
        ("Habo", "", "2021", "Antal svarande i NTU.", "66.0", NTU),
        (
            "Habo",
            LOWER,
            "2023",
            "Oro för att utsättas för bostadsinbrott",
            "3.0",
            NTU,
        ),  # its value is no number
        ("Habo", SHARE, "2023", "Oro för att utsättas för bostadsinbrott", "många", NTU),
        VALUE,
    )
    alone = "gräns eller antal svarande utan det värde som raden hör till"
    assert sorted(reasons(reading)) == [
        (2, "enhet", alone),
        (3, "enhet", alone),
        (4, "enhet", alone),
        (5, "enhet", alone),
        (6, "varde", "inte ett tal"),
    ]
    assert (reading.accepted.num_rows, reading.merged) == (1, 0)


def test_a_missing_value_is_missing_and_never_zero(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        ("Habo", "Antal", "2023", "Bilbrott", "..", CRIME),
        ("Habo", "Antal", "2022", "Bilbrott", "0.0", CRIME),
    )
    assert reading.accepted["value"].to_pylist() == [None, 0.0]


def test_what_cannot_be_read_is_refused_without_being_repeated(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        VALUE,
        VALUE,
        ("Storstan", *VALUE[1:]),
        (*VALUE[:2], "2023 prel.", *VALUE[3:]),
        ("Habo", "Index", *VALUE[2:]),
        ("Habo", "", *VALUE[2:]),
        ("Habo", SHARE, "2023", "Antal svarande i NTU.", "3.0", NTU),
        (*VALUE[:3], "", *VALUE[4:]),
        (*VALUE[:5], "Annan undersökning"),
    )
    assert sorted(reasons(reading)) == [
        (3, "variabel", "samma uppgift står redan på en tidigare rad"),
        (4, "geografi", "varken en kommun, ett län eller Hela landet"),
        (5, "ar", "inte ett år med fyra siffror"),
        (6, "enhet", "enheten känns inte igen"),
        (7, "enhet", "enheten känns inte igen"),
        (8, "enhet", "enheten känns inte igen"),
        (9, "variabel", "inte ett mått som Brå brukar ge per kommun"),
        (10, "kalla", "varken anmälda brott eller NTU, som Brå skriver det"),
    ]


def test_two_spellings_of_the_dash_are_one_indicator(tmp_path: Path) -> None:
    label = "Oro för att utsättas för misshandel"
    units = [
        f"Andel (%) i befolkningen ({a} år) som oroar sig ganska/mycket ofta."
        for a in ("16-84", "16–84")
    ]
    rows = [("Habo", u, str(2022 + i), f"{label}. {u}", "1", NTU) for i, u in enumerate(units)]
    accepted = read_rows(tmp_path, *rows).accepted
    assert accepted["indicator"].to_pylist() == [label, label]
    assert accepted["definition"].to_pylist() == [units[1], units[1]]


def test_a_file_with_only_its_header_has_no_rows(tmp_path: Path) -> None:
    reading = read_rows(tmp_path)
    assert (reading.read, reading.accepted.num_rows, reading.period_from) == (0, 0, None)


@real
def test_the_real_file_is_read_whole() -> None:
    reading = read(REAL)
    assert (reading.read, reading.accepted.num_rows, reading.merged) == (13_209, 7_072, 6_137)
    assert reading.rejects.num_rows == 0
    rows = [tuple(row.values()) for row in reading.accepted.to_pylist()]
    assert set(rows) == slowly(REAL) and len(set(rows)) == len(rows)


@real
def test_bounds_and_respondents_are_found_for_the_whole_survey() -> None:
    ntu = read(REAL).accepted.to_pandas().query("survey == 'ntu'")
    assert ntu[["value", "lower", "upper", "respondents"]].notna().all().all()
    assert ((ntu["lower"] <= ntu["value"]) & (ntu["value"] <= ntu["upper"])).all()


@real
def test_names_are_codes_and_years_are_numbers() -> None:
    rows = read(REAL).accepted.to_pandas()
    kommuner = set(rows["area_code"]) - {"00", "20"}
    assert len(kommuner) == 15 and all(code.startswith("20") for code in kommuner)
    assert {"00", "20"} <= set(rows["area_code"])
    assert rows["year"].dtype == "int16"


@real
def test_series_that_start_late_start_late() -> None:
    first = read(REAL).accepted.to_pandas().groupby("indicator")["year"].min()
    assert first["Problem med fortkörning i det egna bostadsområdet"] == 2018
    assert first["Problem med klotter i det egna bostadsområdet"] == 2017
    assert first["Självrapporterad utsatthet för rån"] == 2016


@real
def test_the_units_sentence_is_the_definition_and_no_part_of_the_label() -> None:
    rows = read(REAL).accepted.to_pandas()
    assert not rows["indicator"].str.contains("Andel|NTU|16").any()
    worried = rows[rows["indicator"].str.startswith("Oro för")]
    assert worried["definition"].unique().tolist() == [
        "Andel (%) i befolkningen (16–84 år) som oroar sig ganska/mycket ofta."
    ]
    assert not rows["definition"].str.contains("16-84").any()
