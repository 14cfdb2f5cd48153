import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from etl.example.areas import RESIDENTS, deso, write_layer, write_population
from geodata.areas import load_regso

SCB = Path("../shared/data/geodata/deso_2025_dalarna_raw.geojson")
PXWEB = Path("../shared/data/population/folkmangd_deso_2024_raw.csv")


@pytest.fixture(scope="module")
def layer() -> gpd.GeoDataFrame:
    return deso(seed=1)


def test_parts_cover_each_regso_without_gaps_or_overlaps(layer: gpd.GeoDataFrame) -> None:
    assert shapely.coverage_is_valid(layer.geometry.to_numpy())
    regso = load_regso(RESIDENTS).set_index("code").geometry
    joined = layer.dissolve("regso_code", method="coverage").geometry
    assert set(joined.index) == set(regso.index)
    assert (joined.symmetric_difference(regso.reindex(joined.index)).area < 200).all()  # m2


def test_every_regso_has_two_to_four_parts(layer: gpd.GeoDataFrame) -> None:
    assert layer.groupby("regso_code").size().between(2, 4).all()


def test_codes_cannot_be_scb_s(layer: gpd.GeoDataFrame) -> None:
    assert layer["code"].str.fullmatch(r"\d{4}X\d{4}").all()
    assert layer["code"].is_unique
    assert not layer["code"].str.fullmatch(r"\d{4}[ABC]\d{3}0").any()
    assert (layer["code"].str[:4] == layer["kommun_code"]).all()
    assert (layer["code"].str[5:8] == layer["regso_code"].str[-3:]).all()


def test_residents_sum_to_the_kommun(layer: gpd.GeoDataFrame) -> None:
    assert layer.groupby("kommun_code")["population"].sum().to_dict() == RESIDENTS
    assert layer["population"].between(150, 3_000).all()


@pytest.mark.skipif(not SCB.exists(), reason=f"{SCB} saknas: SCB:s verkliga fil att jämföra med")
def test_layer_has_the_shape_of_scb_s_answer(layer: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "deso.geojson"
    write_layer(path, layer=layer, until=date(2026, 11, 23))
    real, ours = (json.loads(p.read_text(encoding="utf-8")) for p in (SCB, path))
    assert list(real) == list(ours)
    assert real["crs"] == ours["crs"]
    for a, b in ((real, ours), (real["features"][0], ours["features"][0])):
        assert {k: type(v) for k, v in a.items()} == {k: type(v) for k, v in b.items()}
    a, b = (x["features"][0]["properties"] for x in (real, ours))
    assert {k: type(v) for k, v in a.items()} == {k: type(v) for k, v in b.items()}
    assert "EXEMPEL" in b["version"]
    read = gpd.read_file(path)
    assert read.crs.to_epsg() == 3006
    assert np.allclose(read.total_bounds, layer.total_bounds)


@pytest.mark.skipif(
    not PXWEB.exists(), reason=f"{PXWEB} saknas: SCB:s verkliga fil att jämföra med"
)
def test_population_has_the_form_of_pxweb(layer: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "folkmangd.csv"
    write_population(path, layer=layer, year=2024, seed=1)
    real, ours = (p.read_bytes().splitlines() for p in (PXWEB, path))
    assert real[0] == ours[0]
    form = [line.split(b",")[1:3] for line in real[1:6]]
    assert [line.split(b",")[1:3] for line in ours[1:]] == form * len(layer)
    assert b"\r" not in path.read_bytes()
    table = pd.read_csv(path)
    total = table["Alder"] == "totalt"
    assert (table["Region"].str.removesuffix("_DeSO2025")[total] == layer["code"].to_numpy()).all()
    share = table.loc[~total, "000007Y7 2024"].sum() / table.loc[total, "000007Y7 2024"].sum()
    assert 0.2 < share < 0.26
