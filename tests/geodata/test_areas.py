import geopandas as gpd
import pytest
import shapely

from geodata import areas


def test_levels_stand_finest_first() -> None:
    assert areas.finer("plats", "cell")
    assert areas.finer("deso", "regso")
    assert areas.finer("kommun", "lpo")
    assert not areas.finer("lan", "lan")
    assert not areas.finer("lan", "plats")
    with pytest.raises(ValueError):
        areas.finer("by", "lan")


@pytest.mark.parametrize(
    ("frame", "count", "level"),
    [
        (areas.load_regso, 3363, "regso"),
        (areas.kommuner, 290, "kommun"),
        (areas.lan, 21, "lan"),
        (areas.lpos, 9, "lpo"),
    ],
)
def test_every_frame_has_the_same_columns_in_order_of_code(frame, count, level) -> None:  # type: ignore[no-untyped-def]
    found = frame()
    assert list(found.columns) == areas.AREA_COLUMNS
    assert found.crs.to_epsg() == 3006
    assert len(found) == count
    assert set(found["level"]) == {level}
    assert found["code"].is_monotonic_increasing and found["code"].is_unique
    assert found.is_valid.all()
    assert {str(found[column].dtype) for column in areas.AREA_COLUMNS[:-1]} == {"str"}


def test_a_changed_copy_leaves_the_loaded_boundaries_alone() -> None:
    areas.load_regso()["name"] = "x"
    assert areas.load_regso()["name"].nunique() > 3000


def test_dissolved_areas_keep_every_square_metre() -> None:
    total = areas.load_regso().area.sum()
    assert areas.kommuner().area.sum() == pytest.approx(total)
    assert areas.lan().area.sum() == pytest.approx(total)


def test_dissolving_equals_a_plain_union() -> None:
    regso = areas.load_regso(["0683"])
    slow: shapely.Geometry = shapely.Polygon()
    for boundary in regso.geometry:
        slow = slow.union(boundary)
    [dissolved] = areas.kommuner(["0683"]).geometry
    assert dissolved.symmetric_difference(slow).area < 1.0


def test_only_the_kommuner_asked_for() -> None:
    found = areas.kommuner(["0683", "0665", "0683"])
    assert found["code"].tolist() == ["0665", "0683"]
    assert found["name"].tolist() == ["Vaggeryd", "Värnamo"]
    assert found["parent_code"].tolist() == ["06", "06"]
    assert set(areas.load_regso(["0683"])["kommun_code"]) == {"0683"}
    assert len(areas.kommuner([])) == 0


def test_lpo_varnamo() -> None:
    varnamo = areas.lpo("lpo-varnamo")
    assert varnamo.name == "Värnamo"
    assert varnamo.kommun_codes == ("0617", "0662", "0665", "0683")
    assert "Polisregion Öst" in varnamo.source
    row = areas.lpos(["lpo-varnamo"]).iloc[0]
    assert row["parent_code"] == "06"
    assert row.geometry.area == pytest.approx(areas.kommuner(varnamo.kommun_codes).area.sum())
    assert areas.lpo_of_kommun()["0683"] == "lpo-varnamo"
    assert "0180" not in areas.lpo_of_kommun()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: areas.kommuner(["0683", "9999"]),
        lambda: areas.lan(["9999"]),
        lambda: areas.lpos(["9999"]),
        lambda: areas.lpo("9999"),
        lambda: areas.kommun_name("9999"),
        lambda: areas.load_regso(["9999"]),
    ],
)
def test_an_unknown_code_is_named(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"Okänd kod för .*9999"):
        ask()


def test_kommun_name() -> None:
    assert areas.kommun_name("0114") == "Upplands Väsby"


def test_names_repeat_but_codes_do_not() -> None:
    regso: gpd.GeoDataFrame = areas.load_regso()
    assert regso["name"].duplicated().any()
    assert not regso["code"].duplicated().any()


@pytest.mark.parametrize(
    ("x", "y", "is_water"),
    [(290_000, 6_390_000, True), (420_000, 6_480_000, False), (445_000, 6_338_000, False),
     (400_000, 6_520_000, True), (320_000, 6_400_000, False)],
    ids=["Kattegatt", "Vadsbo", "Värnamo", "Vänern", "Göteborg"],
)  # fmt: skip
def test_the_sea_and_the_largest_lakes_are_water(x: float, y: float, is_water: bool) -> None:
    assert shapely.intersects_xy(areas.water(), x, y).any() == is_water
