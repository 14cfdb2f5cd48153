"""Brå's four text forms of reported crime, and what stands when they meet."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl import crime_statistics, intake, warehouse
from etl.provenance import Reading, Refused
from etl.settings import Settings
from tests.etl.conftest import Place

FILES = Path(__file__).parent / "files"
SOL = "Region;Brott;År;Period;Antal;/100 000 inv"


def read(path: Path) -> Reading:
    return intake.receive(path, source=None, settings=Settings()).reading


def sol(folder: Path, *rows: str, name: str = "Databasfil.txt") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([SOL, *rows, ""]).encode("latin-1"))
    return path


def rows_of(reading: Reading) -> list[tuple]:
    keys = ["area_code", "period_type", "period_start", "count", "status", "is_preliminary"]
    table = reading.accepted.select(keys).to_pylist()
    return [tuple(str(v) if k == "period_start" else v for k, v in r.items()) for r in table]


def test_the_file_without_header_loses_no_row_and_knows_every_way_to_write_a_kommun() -> None:
    reading = read(FILES / "bra_kommun_years.2021.csv")
    found = dict(zip(*reading.accepted.select(["area_code", "count"]).to_pydict().values(), strict=True))  # fmt: skip
    assert found == {"1440": 2611, "2506": 190, "2081": 6402, "2080": 5874, "2023": 987, "0180": 198_775}  # fmt: skip
    assert reading.rejects["row"].to_pylist() == [6]  # a city district
    assert reading.period_to.year == 2021


@pytest.mark.parametrize("name", ["anmalda_brott.csv", "anmalda_brott_2021_2022.csv", "brott12021.csv"])  # fmt: skip
def test_a_year_that_the_name_does_not_say_is_asked_for(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((FILES / "bra_kommun_years.2022.csv").read_bytes())
    with pytest.raises(Refused, match="Döp om den så att årtalet") as refusal:
        read(path)
    assert str(refusal.value).startswith(name)


def test_dots_are_missing_a_dash_is_zero_and_a_point_does_not_apply(tmp_path: Path) -> None:
    reading = read(
        sol(
            tmp_path,
            "Falun;Rån;År;2025;..;..;",
            "Borlänge;Rån;År;2025;-;-;",
            "Ale;Rån;2024;Helår;.;.;",
            "Habo;Rån;2026 prel.;Kvartal 3;1 204;9;",
            "Hela landet;Rån;2026 prel.;Dec;7;0;",
        )
    )
    assert rows_of(reading) == [
        ("2080", "year", "2025-01-01", None, "missing", False),
        ("2081", "year", "2025-01-01", 0, "ok", False),
        ("1440", "year", "2024-01-01", None, "not_applicable", False),
        ("0643", "quarter", "2026-07-01", 1204, "ok", True),
        ("00", "month", "2026-12-01", 7, "ok", True),
    ]
    assert (str(reading.period_from), str(reading.period_to)) == ("2024-01-01", "2026-12-31")


def test_an_echoed_parent_is_no_row_and_never_hides_the_number(tmp_path: Path) -> None:
    reading = read(
        sol(
            tmp_path,
            "Falun;Misshandel;År;2025;..;..;",
            "Falun;Utomhus;År;2025;..;..;",
            "Falun;Utomhus;År;2025;12;20;",
        )
    )
    assert (reading.read, reading.accepted.num_rows, reading.merged) == (3, 1, 2)
    assert rows_of(reading) == [("2080", "year", "2025-01-01", 12, "ok", False)]
    assert "överordnad brottstyp" in reading.notes[0]


def test_one_label_under_two_parents_is_rejected_twice(tmp_path: Path) -> None:
    reading = read(
        sol(
            tmp_path,
            "Falun;Utomhus;År;2025;12;20;",
            "Falun;Utomhus;År;2025;3;5;",
            "Falun;Rån;År;2025;1;2;",
        )
    )
    assert reading.rejects["row"].to_pylist() == [2, 3]
    assert "var sin fil" in reading.rejects["reason"][0].as_py()


def test_the_long_form_keeps_label_twins_apart_by_id_and_path() -> None:
    table = read(FILES / "bra_sol_long.csv").accepted.to_pandas()
    twins = table[table["crime"] == "Utomhus"]
    assert set(twins["crime_id"]) == {"11151", "11163"}
    assert twins["crime_path"].nunique() == 2
    hidden = table[(table["area_code"] == "2080") & table["count"].isna()]
    assert set(hidden["status"]) == {"suppressed"} and len(hidden) == 2


def test_lost_letters_do_not_hide_a_kommun_and_missing_years_are_not_zero(shared: Path) -> None:
    table = read(shared / "bra/brott.csv").accepted.to_pandas()
    assert table.groupby("crime").size().to_dict() == dict.fromkeys(
        ["Våldsbrott", "Övriga brott", crime_statistics.TOTAL], 290 * 26
    )
    total = table[table["crime"] == crime_statistics.TOTAL]
    in_2015 = total[total["period_start"].astype(str) == "2015-01-01"].set_index("area_code")
    given = read(shared / "bra/bra_kommunindikatorer_dalarna.csv").accepted.to_pandas()
    given = given[(given["indicator"] == crime_statistics.TOTAL) & (given["unit"] == "per_100000")]
    in_2017 = given[(given["year"] == 2017) & (given["area_code"].str.len() == 4)]
    ratio = in_2015["per_100000"].reindex(in_2017["area_code"]) / in_2017["value"].to_numpy()
    assert len(ratio) == 15 and ratio.between(0.7, 1.4).all(), "the unit is per 10,000"
    early = table[(table["area_code"] == "0114") & (pd.to_datetime(table["period_start"]).dt.year < 1996)]  # fmt: skip
    assert early["per_100000"].isna().all() and set(early["status"]) == {"missing"}


def test_a_final_number_replaces_a_preliminary_one_and_never_the_other_way(place: Place) -> None:
    files = [
        sol(place.folder, f"Falun;Rån;{year};Aug;{count};1;", name=name)
        for name, year, count in [
            ("a.txt", "2025 prel.", 5), ("b.txt", "2025", 6), ("c.txt", "2025 prel.", 7),
        ]
    ]  # fmt: skip
    said = "select count, is_preliminary from out.crime_statistic"
    found = []
    for i, file in enumerate(files):
        os.utime(file, (1_700_000_000 + i,) * 2)
        warehouse.load(place.workplace, [file])
        found.append(place.ask(said))
    assert found == [[(5, True)], [(6, False)], [(6, False)]]


def test_sources_stand_beside_each_other(place: Place) -> None:
    files = [FILES / name for name in ("bra_kommun_years.2021.csv", "bra_pxweb.csv")]
    warehouse.load(place.workplace, files)
    said = "select source, count(*) from out.crime_statistic where area_code = '2080' and name = 'Totalt antal anmälda brott' group by all order by all"  # fmt: skip
    assert place.ask(said) == [("bra_kommun_years", 1), ("bra_pxweb", 26)]
    public = "select count(*) from out.crime_statistic where count < 5"
    assert place.ask(public, audience="public") == [(0,)]


def test_a_series_break_says_when_what_and_where_it_is_written(place: Place) -> None:
    warehouse.load(place.workplace, [FILES / "bra_kommun_years.2021.csv"])
    breaks = place.ask("select year, level, said, source from out.series_break")
    assert (2015, "kommun") in [row[:2] for row in breaks]
    assert all(said and source for *_, said, source in breaks)


@pytest.mark.parametrize(
    ("year", "part", "expected"),
    [
        ("2025", "Maj", ("month", "2025-05-01", False)),
        ("År", "2024 prel.", ("year", "2024-01-01", True)),
        ("2025", "Kvartal 4", ("quarter", "2025-10-01", False)),
        ("2025", "", ("year", "2025-01-01", False)),
        ("2025", "Kvartal 5", None),
        ("25", "Maj", None),
        ("2025", "Smaj", None),
        ("", "", None),
    ],
)
def test_a_period_is_read_or_it_is_not(year: str, part: str, expected: tuple | None) -> None:
    [found] = crime_statistics.periods(np.array([year]), np.array([part])).itertuples(index=False)
    if expected is None:
        assert pd.isna(found.start)
    else:
        assert (found.type, str(found.start.date()), found.is_preliminary) == expected
