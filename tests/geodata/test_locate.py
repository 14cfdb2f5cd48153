import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geodata.area_file import read_areas
from geodata.areas import kommun_names, kommuner, lan_names, load_regso
from geodata.crs import Found, to_3006
from geodata.locate import kommun_code, lan_code, locate, resolve_codes, street_only

SHARED = Path("../shared/data")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data saknas")


def _areas(*boundaries: shapely.Geometry, codes: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": codes}, geometry=list(boundaries), crs=3006)


def _slowly(point: tuple[float, float], areas: gpd.GeoDataFrame, *, max_distance: float) -> int:
    """One point at a time, one area at a time, in order of code."""
    dot = Point(point)
    rows = sorted(range(len(areas)), key=lambda row: areas["code"].iloc[row])
    for row in rows:
        if areas.geometry.iloc[row].intersects(dot):
            return row
    if max_distance == 0:
        return -1
    away = {row: areas.geometry.iloc[row].distance(dot) for row in rows}
    near = [row for row in rows if away[row] == min(away.values()) <= max_distance]
    return near[0] if near else -1


numbers = st.integers(-6, 6).map(float)
boxes = st.lists(st.tuples(numbers, numbers, st.integers(1, 4), st.integers(1, 4)), max_size=6)


@given(
    corners=boxes,
    points=st.lists(st.tuples(numbers, numbers), max_size=20),
    max_distance=st.sampled_from([0.0, 1.0, 2.5]),
    order=st.randoms(use_true_random=False),
)
def test_as_one_point_and_one_area_at_a_time(corners, points, max_distance, order) -> None:  # type: ignore[no-untyped-def]
    codes = [f"{number:04d}" for number in range(len(corners))]
    order.shuffle(codes)
    areas = _areas(*(box(x, y, x + w, y + h) for x, y, w, h in corners), codes=codes)
    expected = [_slowly(point, areas, max_distance=max_distance) for point in points]
    assert locate(np.array(points), areas, max_distance=max_distance).tolist() == expected


def test_real_boundaries_as_one_point_at_a_time() -> None:
    areas = load_regso(["0683", "0665"])
    random = np.random.default_rng(1)
    west, south, east, north = areas.total_bounds
    points = random.uniform((west - 500, south - 500), (east + 500, north + 500), (300, 2))
    corners = shapely.get_coordinates(areas.geometry.to_numpy())[::200]
    points = np.vstack([points, corners])
    expected = [_slowly(tuple(point), areas, max_distance=200.0) for point in points]
    assert locate(points, areas).tolist() == expected


def test_a_point_on_a_shared_border_belongs_to_the_lowest_code() -> None:
    left, right = box(0, 0, 10, 10), box(10, 0, 20, 10)
    border = np.array([[10.0, 5.0], [10.0, 0.0]])
    assert locate(border, _areas(left, right, codes=["0001", "0002"])).tolist() == [0, 0]
    assert locate(border, _areas(left, right, codes=["0002", "0001"])).tolist() == [1, 1]


def test_every_corner_of_the_coverage_belongs_to_exactly_one_area() -> None:
    areas = load_regso(["0180"])
    corners = shapely.get_coordinates(areas.geometry.to_numpy())
    rows = locate(corners, areas, max_distance=0)
    assert (rows >= 0).all()
    assert shapely.intersects_xy(areas.geometry.to_numpy()[rows], *corners.T).all()


def test_up_to_200_metres_off_is_the_nearest_area() -> None:
    areas = _areas(box(0, 0, 1000, 1000), box(2000, 0, 3000, 1000), codes=["b", "a"])
    points = np.array([[1199.0, 500.0], [1201.0, 500.0], [1801.0, 500.0], [1200.0, 500.0]])
    assert locate(points, areas).tolist() == [0, -1, 1, 0]
    assert locate(points, areas, max_distance=0).tolist() == [-1] * 4
    between = np.array([[1500.0, 500.0]])
    assert locate(between, areas, max_distance=500).tolist() == [1]


def test_missing_positions_and_missing_areas() -> None:
    areas = _areas(box(0, 0, 10, 10), shapely.Polygon(), codes=["1", "2"])
    points = np.array([[np.nan, 5.0], [5.0, np.nan], [np.inf, 5.0], [5.0, -np.inf], [5.0, 5.0]])
    assert locate(points, areas).tolist() == [-1, -1, -1, -1, 0]
    assert locate(points, areas.iloc[:0]).tolist() == [-1] * 5
    assert locate(np.empty((0, 2)), areas).tolist() == []


@needs_shared
def test_the_1_km_cells_of_dalarna_lie_in_the_deso_that_scb_says() -> None:
    deso, _ = read_areas(SHARED / "geodata/deso_2025_dalarna_raw.geojson")
    cells = pd.read_csv(SHARED / "population/befolkning_1km_2025_dalarna.csv")
    rows = locate(cells[["e", "n"]].to_numpy(), deso)
    assert (rows >= 0).mean() > 0.99
    assert (deso["code"].to_numpy()[rows] == cells["desokod"].to_numpy()).mean() > 0.98


@needs_shared
def test_the_police_feeds_spellings() -> None:
    feed = pd.read_parquet(SHARED / "polisen/events_2022-09_2025-06.parquet")
    names = feed["location_name"]
    kommun, county = kommun_code(names), lan_code(names)
    assert ((kommun != None) ^ (county != None)).all()
    assert set(kommun) - {None} == set(kommun_names())
    assert set(county) - {None} == set(lan_names())


@needs_shared
def test_the_feeds_midpoints_lie_in_the_kommun_they_name() -> None:
    feed = pd.read_parquet(SHARED / "polisen/events_2022-09_2025-06.parquet")
    feed = feed.drop_duplicates("location_name")
    lat_lon = feed["location_gps"].str.split(",", expand=True).astype(float)
    named = kommun_code(feed["location_name"])
    points = to_3006(lat_lon[0], lat_lon[1], Found(4326, swap=True))
    areas = kommuner()
    rows = locate(points, areas)
    right = areas["code"].to_numpy()[rows] == named
    assert right[named != None].mean() > 0.95


def test_kommun_names_are_exact_but_for_case_space_and_dash() -> None:
    names = {
        "Upplands-bro": "0139",
        "Upplands väsby": "0114",
        "Östra göinge": "1256",
        "Lilla edet": "1462",
        "Dals-ed": "1438",
        "MALMÖ": "1280",
        "  Upplands \t Väsby ": "0114",
        "Malung–Sälen": "2023",
        "Malung‑Sälen": "2023",
        "Ale kommun": "1440",
        "Arjeplogs kommun": "2506",
        "Borås kommun": "1490",
        "Borås Stad": "1490",
        "Göteborgs stad": "1480",
        "Falu kommun": "2080",
        "Region Gotland": "0980",
        unicodedata.normalize("NFD", "Växjö"): "0780",
        "Habo": "0643",
        "Håbo": "0305",
        "Vaxjo": None,
        "Värnamoo": None,
        "Värnam": None,
        "Värnamos": None,
        "Jönköpings län": None,
        "Centrum": None,
        "": None,
    }
    assert kommun_code(list(names)).tolist() == list(names.values())
    assert kommun_code([None, np.nan, "Värnamo"]).tolist() == [None, None, "0683"]
    assert kommun_code([]).tolist() == []
    assert kommun_code(kommun_names().values()).tolist() == list(kommun_names())


def test_no_generated_spelling_means_two_kommuner() -> None:
    forms = [
        (form.casefold(), code)
        for code, name in kommun_names().items()
        for form in (name, f"{name} kommun", f"{name}s kommun")
    ]
    assert len({form for form, _ in forms}) == len(set(forms)) == 3 * 290


def test_lan_names() -> None:
    names = ["Jönköpings län", "VÄSTRA GÖTALANDS LÄN", "Jönköping", "Hela landet", None]
    assert lan_code(names).tolist() == ["06", "14", None, None, None]


def test_codes_with_and_without_boundaries() -> None:
    cases = {
        "0683A0010": ("0683A0010", True),
        "0683A0010_DeSO2025": ("0683A0010", True),
        " 0683a0010 ": ("0683A0010", True),
        "0683R001_RegSO2025": ("0683", False),
        "0683C9990": ("0683", False),
        "0683C9990_DeSO2018": ("0683", False),
        "0683": ("0683", True),
        "683": ("0683", True),
        "06": ("06", True),
        "lpo-varnamo": ("lpo-varnamo", True),
        "9999A0010": (None, False),
        "0683Q0010": (None, False),
        "0683A001": (None, False),
        "00": (None, False),
        "Värnamo": (None, False),
        "": (None, False),
    }
    areas, whole = resolve_codes(list(cases), known=["0683A0010", "lpo-varnamo"])
    assert list(zip(areas, whole, strict=True)) == list(cases.values())


def test_missing_codes_and_numbers() -> None:
    areas, whole = resolve_codes([None, np.nan, 683, 180], known=[])
    assert areas.tolist() == [None, None, "0683", "0180"]
    assert whole.tolist() == [False, False, True, True]
    assert [len(part) for part in resolve_codes([], known=[])] == [0, 0]


@needs_shared
def test_pxwebs_suffixed_codes_find_their_deso() -> None:
    deso, _ = read_areas(SHARED / "geodata/deso_2025_dalarna_raw.geojson")
    population = pd.read_csv(SHARED / "population/folkmangd_deso_2024_raw.csv")
    areas, whole = resolve_codes(population["Region"], known=deso["code"])
    assert whole.all()
    assert set(areas) == set(deso["code"])


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Storgatan 12B, lgh 1101", "Storgatan"),
        ("Storgatan", "Storgatan"),
        ("Storgatan12B", "Storgatan"),
        ("Norra Drottninggatan 5-7", "Norra Drottninggatan"),
        ("S:t Eriksgatan 10", "S:t Eriksgatan"),
        ("1:a Långgatan 3", "1:a Långgatan"),
        ("Andra Långgatan 29 A", "Andra Långgatan"),
        ("Storgatan nr 4", "Storgatan"),
        ("Storgatan lgh 1101", "Storgatan"),
        ("Storgatan, Värnamo", "Storgatan"),
        ("c/o Andersson, Storgatan 12", ""),
        ("12 B", ""),
        ("331 30 Värnamo", ""),
        ("E4", "E4"),
        ("Nygatan 7\nVärnamo", "Nygatan"),
        ("", ""),
    ],
)
def test_street_only(address: str, street: str) -> None:
    assert street_only([address]).tolist() == [street]


def test_street_only_keeps_missing_and_order() -> None:
    assert street_only(["A-gatan 1", None, "B-gatan 2"]).tolist() == ["A-gatan", None, "B-gatan"]


@given(st.text(max_size=20), st.integers(0, 999), st.text(max_size=10))
def test_no_street_number_survives(street: str, number: int, rest: str) -> None:
    [left] = street_only([f"{street}gata {number} {rest}"])
    assert f" {number}" not in left
