import contextlib
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geodata import crs
from geodata.areas import kommuner, load_regso
from geodata.crs import Found, UnknownCrs, find_crs, to_3006, to_wgs84

SHARED = Path("../shared/data")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data saknas")

INLAND = shapely.get_coordinates(shapely.point_on_surface(load_regso().geometry.to_numpy()))
ZONE_MERIDIANS = dict(
    zip(
        crs.LOCAL_ZONES,
        (12, 13.5, 15, 16.5, 18, 14.25, 15.75, 17.25, 18.75, 20.25, 21.75, 23.25),
        strict=True,
    )
)


def _from_3006(points: np.ndarray, epsg: int) -> np.ndarray:
    transform = Transformer.from_crs(3006, epsg, always_xy=True).transform
    return np.column_stack(transform(points[:, 0], points[:, 1]))


@given(
    row=st.integers(0, len(INLAND) - 1),
    epsg=st.sampled_from([3006, 3021, 4326]),
    swap=st.booleans(),
    declared=st.sampled_from([None, 4326, 3006, 3021]),
)
def test_one_position_is_enough_whatever_is_declared(
    row: int, epsg: int, swap: bool, declared: int | None
) -> None:
    x, y = _from_3006(INLAND[[row]], epsg)[:, :: -1 if swap else 1].T
    found = find_crs(x, y, declared=declared)
    assert found == Found(epsg, swap)
    assert to_3006(x, y, found) == pytest.approx(INLAND[[row]], abs=0.1)


@given(row=st.integers(0, len(INLAND) - 1), zone=st.sampled_from(crs.LOCAL_ZONES))
def test_a_declared_zone_is_believed_when_the_numbers_fit_it(row: int, zone: int) -> None:
    x, y = _from_3006(INLAND[[row]], zone).T
    if crs.ZONE_EASTING[0] <= x[0] <= crs.ZONE_EASTING[1]:
        assert find_crs(x, y, declared=zone) == Found(zone, swap=False)
        assert to_3006(x, y, Found(zone, swap=False)) == pytest.approx(INLAND[[row]], abs=0.1)


@given(row=st.integers(0, len(INLAND) - 1), zone=st.sampled_from(crs.LOCAL_ZONES))
def test_a_zone_is_never_guessed_wrong(row: int, zone: int) -> None:
    x, y = _from_3006(INLAND[[row]], zone).T
    if not crs.ZONE_EASTING[0] <= x[0] <= crs.ZONE_EASTING[1]:
        return
    near = kommuner([load_regso()["code"][row][:4]]).geometry[0]
    for hint in (None, near):
        with contextlib.suppress(UnknownCrs):
            assert find_crs(x, y, near=hint) == Found(zone, swap=False)


def test_zone_meridians_are_the_tables() -> None:
    for zone, meridian in ZONE_MERIDIANS.items():
        x, y = to_3006([150_000], [6_500_000], Found(zone, swap=False))[0]
        assert to_wgs84(shapely.Point(x, y)).x == pytest.approx(meridian)


@needs_shared
def test_malmo_in_its_local_zone() -> None:
    malmo = gpd.read_file(SHARED / "geodata/swemaps2_malmo.gpkg")
    x, y = shapely.get_coordinates(malmo.geometry.to_numpy()).T
    zone = Found(3008, swap=False)
    assert find_crs(x, y, declared=crs.epsg(malmo.crs)) == zone
    assert find_crs(x, y, near=(13.0, 55.6)) == zone
    kommun = kommuner(["1280"]).geometry[0]
    assert find_crs(x, y, near=kommun) == zone
    with pytest.raises(UnknownCrs, match="flera koordinatsystem: EPSG:3008, EPSG:3009"):
        find_crs(x, y)
    moved = shapely.union_all(crs.geometry_to_3006(malmo.geometry.to_numpy(), zone))
    assert moved.intersection(kommun).area / moved.area > 0.97


@needs_shared
def test_scb_geojson_with_sweref_numbers_declared_as_wgs84() -> None:
    raw = json.loads((SHARED / "geodata/deso_2025_dalarna_raw.geojson").read_text(encoding="utf-8"))
    x, y = np.array(raw["features"][0]["geometry"]["coordinates"][0])[:, :2].T
    assert find_crs(x, y, declared=4326) == Found(3006, swap=False)


@needs_shared
def test_mapinfo_without_an_epsg_code() -> None:
    kommun = gpd.read_file(SHARED / "geodata/Kommun_Sweref99TM.TAB")
    assert crs.epsg(kommun.crs) is None
    x, y = shapely.get_coordinates(kommun.geometry.to_numpy()).T
    assert find_crs(x, y, declared=None) == Found(3006, swap=False)


@needs_shared
def test_the_police_feeds_latitude_first() -> None:
    raw = (SHARED / "polisen/events_middle_2024-09-14_913dd5ed4.json").read_text(encoding="utf-8")
    pairs = np.array([event["location"]["gps"].split(",") for event in json.loads(raw)], float)
    assert find_crs(*pairs.T) == Found(4326, swap=True)


@pytest.mark.parametrize("epsg", [3857, 4619, 25833, 3022])
def test_another_declared_system_is_believed_when_it_fits(epsg: int) -> None:
    x, y = _from_3006(INLAND, epsg).T
    assert find_crs(x, y, declared=epsg) == Found(epsg, swap=False)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([10.75], [59.91]),
        ([-77.0], [38.9]),
        ([262_000.0], [6_649_000.0]),
        ([1.0], [1.0]),
        ([5e8], [-3e9]),
    ],
)
def test_outside_sweden_is_refused_with_rounded_numbers(x: list[float], y: list[float]) -> None:
    with pytest.raises(UnknownCrs, match="ligger inte i Sverige"):
        find_crs(x, y)


def test_the_refusal_never_shows_an_exact_position() -> None:
    with pytest.raises(UnknownCrs) as refusal:
        find_crs([123_456.7], [6_165_432.1])
    assert "123000" in str(refusal.value)
    assert "123456" not in str(refusal.value)


@pytest.mark.parametrize(("x", "y"), [([], []), ([np.nan], [6.6e6]), ([0.0], [0.0])])
def test_no_positions(x: list[float], y: list[float]) -> None:
    with pytest.raises(UnknownCrs, match="Inga positioner"):
        find_crs(x, y)


def test_single_slips_do_not_hide_the_system() -> None:
    x, y = INLAND.T.copy()
    x[::50], y[::70], x[1:20], y[1:20] = 5.0, np.nan, 0.0, 0.0
    assert find_crs(x, y) == Found(3006, swap=False)
    half = np.where(np.arange(len(x)) % 2, x, y), np.where(np.arange(len(x)) % 2, y, x)
    with pytest.raises(UnknownCrs):
        find_crs(*half)


def test_missing_positions_stay_missing() -> None:
    found = to_3006([np.nan, 15.0], [57.0, np.inf], Found(4326, swap=False))
    assert np.isnan(found).all()


def test_there_and_back_again() -> None:
    boundary = kommuner(["0683"]).geometry[0]
    there = to_wgs84(boundary)
    lon, lat = there.centroid.x, there.centroid.y
    assert (lon, lat) == pytest.approx((14.0, 57.1), abs=0.3)
    back = crs.geometry_to_3006(np.array([there], dtype=object), Found(4326, swap=False))[0]
    assert back.hausdorff_distance(boundary) < 0.01


def test_the_outline_holds_all_of_sweden() -> None:
    assert shapely.covers(crs.SWEDEN, load_regso().geometry.to_numpy()).all()
