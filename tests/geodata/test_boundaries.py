"""The tables and boundaries that come with the program."""

import csv
import runpy
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata import areas

SHARED = Path("../shared/data")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data saknas")
STORED = areas.BOUNDARIES / "regso_2025.parquet"


@pytest.fixture(scope="module")
def stored() -> gpd.GeoDataFrame:
    return gpd.read_parquet(STORED)


def test_the_stored_regso_are_a_small_valid_coverage(stored: gpd.GeoDataFrame) -> None:
    boundaries = stored.geometry.to_numpy()
    assert STORED.stat().st_size <= 4_000_000
    assert len(stored) == 3363
    assert stored.crs.to_epsg() == 3006
    assert stored["code"].is_monotonic_increasing and stored["code"].is_unique
    assert shapely.coverage_is_valid(boundaries)
    assert shapely.is_valid(boundaries).all()
    assert not shapely.has_z(boundaries).any()


def test_the_stored_regso_know_their_kommun(stored: gpd.GeoDataFrame) -> None:
    assert (stored["code"].str[:4] == stored["kommun_code"]).all()
    names = pd.Series(areas.kommun_names())
    assert set(stored["kommun_code"]) == set(names.index)
    assert (stored["kommun_name"] == stored["kommun_code"].map(names)).all()


@needs_shared
def test_the_script_makes_the_stored_file(tmp_path: Path) -> None:
    for name in ("make_regso.py", "kommun.csv"):
        shutil.copy(areas.BOUNDARIES / name, tmp_path)
    script = runpy.run_path(str(tmp_path / "make_regso.py"))
    script["main"](SHARED / "geodata/RegSO_2025.gpkg")
    made = gpd.read_parquet(tmp_path / STORED.name)
    pd.testing.assert_frame_equal(
        pd.DataFrame(made.drop(columns="geometry")),
        pd.DataFrame(gpd.read_parquet(STORED).drop(columns="geometry")),
    )
    assert shapely.equals_exact(
        made.geometry.to_numpy(), gpd.read_parquet(STORED).geometry.to_numpy(), tolerance=0.01
    ).all()


@needs_shared
def test_the_simplified_areas_lie_where_scb_drew_them(stored: gpd.GeoDataFrame) -> None:
    exact = gpd.read_file(SHARED / "geodata/RegSO_2025.gpkg").sort_values("regsokod")
    off = shapely.area(
        shapely.symmetric_difference(exact.geometry.to_numpy()[::20], stored.geometry[::20])
    )
    assert np.median(off / exact.area.to_numpy()[::20]) < 0.02
    assert abs(exact.area.sum() / stored.area.sum() - 1) < 1e-4


@needs_shared
@pytest.mark.parametrize(
    ("file", "code", "name"),
    [
        ("Kommun_Sweref99TM.TAB", "KnKod", "KnNamn"),
        ("swedish_municipalities.geojson", "id", "kom_namn"),
    ],
)
def test_kommun_names_are_the_official_ones(file: str, code: str, name: str) -> None:
    theirs = gpd.read_file(SHARED / "geodata" / file)
    assert dict(zip(theirs[code], theirs[name], strict=True)) == areas.kommun_names()


def test_every_kommun_lies_in_one_of_21_lan() -> None:
    assert len(areas.kommun_names()) == 290
    assert len(areas.lan_names()) == 21
    assert {code[:2] for code in areas.kommun_names()} == set(areas.lan_names())


def test_aliases_are_other_spellings_of_real_kommuner() -> None:
    with (areas.BOUNDARIES / "kommun_alias.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["code"] for row in rows} <= set(areas.kommun_names())
    assert not {row["alias"] for row in rows} & set(areas.kommun_names().values())
    assert len({row["alias"].casefold() for row in rows}) == len(rows)


def test_lpo_of_region_ost_cover_its_three_lan_once() -> None:
    members = [kommun for lpo in areas.lpos()["code"] for kommun in areas.lpo(lpo).kommun_codes]
    expected = [code for code in areas.kommun_names() if code[:2] in ("04", "05", "06")]
    assert sorted(members) == expected


@needs_shared
def test_lpo_are_those_of_the_police_list_but_for_its_artefact() -> None:
    listed = pd.read_csv(SHARED / "police_extract/kommun_lpo_region_ost.csv")
    listed = {(row.LPO, row.Kommun) for row in listed.itertuples()} - {("Eskilstuna", "Arboga")}
    ours = {
        (areas.lpo(code).name, areas.kommun_name(kommun))
        for code in areas.lpos()["code"]
        for kommun in areas.lpo(code).kommun_codes
    }
    assert ours == listed
