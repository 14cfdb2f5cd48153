from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geodata.areas import LEVELS, area_frame, finer, kommuner, lan, load_regso, lpos
from geodata.coarsen import cell_codes, coarsen
from geodata.locate import locate
from geodata.places import Place

SHARED = Path("../shared/data")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data saknas")

# Two DeSO side by side near Värnamo, one square of 1 km each, and one in no RegSO.
WEST, SOUTH = 450_000, 6_330_000
DESO = area_frame(
    {
        "code": ["0683A0010", "0683A0020", "0180C1010"],
        "name": ["a", "b", "c"],
        "level": "deso",
        "parent_code": ["0683R001", "0683R002", "0180"],
        "kommun_code": ["0683", "0683", "0180"],
        "vintage": "2025",
    },
    geometry=[box(WEST + 1000 * i, SOUTH, WEST + 1000 * (i + 1), SOUTH + 1000) for i in range(3)],
)
HOME = (WEST + 300.0, SOUTH + 300.0)
CELL = "4502506330250"


def _cells(population: int, *, size: int = 250, code: str = CELL) -> pd.DataFrame:
    return pd.DataFrame({"cell_code": [code], "cell_size": [size], "population": [population]})


def _place(code: str, radius: float, *, at: tuple[float, float] = HOME) -> Place:
    return Place(code, code, "torg", (), Point(at), Point(at).buffer(radius), radius)


def _one(finest_level: str, **more: Any) -> tuple[str | None, str | None]:
    told = coarsen(np.array([HOME]), finest_level=finest_level, areas=DESO, **more)
    return told.level[0], told.code[0]


def test_each_finest_level_tells_that_level() -> None:
    everything = {"places": [_place("torget", 50)], "population_cells": _cells(50)}
    assert {level: _one(level, **everything) for level in LEVELS} == {
        "plats": ("plats", "torget"),
        "cell": ("cell", CELL),
        "deso": ("deso", "0683A0010"),
        "regso": ("regso", "0683R001"),
        "stadsdel": ("kommun", "0683"),  # none here
        "kommun": ("kommun", "0683"),
        "lpo": ("lpo", "lpo-varnamo"),
        "lan": ("lan", "06"),
    }


def test_outside_every_place_and_without_population_it_is_the_deso() -> None:
    far = _place("torget", 50, at=(WEST + 900.0, SOUTH + 900.0))
    assert _one("plats", places=[far]) == ("deso", "0683A0010")


@pytest.mark.parametrize(
    ("cells", "level"),
    [
        (_cells(50), "cell"),
        (_cells(49), "deso"),
        (_cells(5000, size=1000), "deso"),
        (_cells(5000, size=1000, code="4500006330000"), "deso"),
        (_cells(5000, code="4502506330500"), "deso"),
        (pd.concat([_cells(30), _cells(20)]), "cell"),
    ],
)
def test_a_cell_needs_50_residents_of_its_own(cells: pd.DataFrame, level: str) -> None:
    assert _one("cell", population_cells=cells)[0] == level


def test_the_smallest_place_wins_then_the_lowest_code() -> None:
    places = [_place("a", 100), _place("c", 40), _place("b", 40)]
    assert _one("plats", places=places) == ("plats", "b")


def test_levels_that_are_unknown_are_passed_over() -> None:
    stockholm = np.array([[WEST + 2500.0, SOUTH + 500.0]])
    for finest, expected in (("regso", "kommun"), ("lpo", "lan")):
        assert coarsen(stockholm, finest_level=finest, areas=DESO).level.tolist() == [expected]


def test_outside_all_areas_nothing_is_told() -> None:
    nowhere = np.array([[WEST - 5000.0, SOUTH], [np.nan, np.nan]])
    told = coarsen(nowhere, finest_level="plats", areas=DESO, population_cells=_cells(50))
    assert told.level.tolist() == told.code.tolist() == [None, None]


def test_no_points() -> None:
    told = coarsen(np.empty((0, 2)), finest_level="deso", areas=DESO)
    assert told.level.tolist() == told.code.tolist() == []


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="Okänd nivå"):
        _one("by")


@pytest.mark.parametrize(
    ("areas", "level", "code"),
    [
        (load_regso(["0683"]), "regso", "0683R"),
        (kommuner(["0683"]), "kommun", "0683"),
        (lpos(["lpo-varnamo"]), "lpo", "lpo-varnamo"),
        (lan(["06"]), "lan", "06"),
    ],
)
def test_areas_of_any_level(areas: gpd.GeoDataFrame, level: str, code: str) -> None:
    point = np.array([areas.representative_point()[0].coords[0]])
    told = coarsen(point, finest_level="plats", areas=areas)
    assert told.level.tolist() == [level]
    assert told.code[0].startswith(code)
    assert coarsen(point, finest_level="lan", areas=areas).code.tolist() == ["06"]


@given(
    points=st.lists(
        st.tuples(st.integers(-300, 3300), st.integers(-300, 1300), st.sampled_from(LEVELS)),
        max_size=20,
    ),
    residents=st.lists(st.integers(0, 100), min_size=48, max_size=48),
)
def test_as_one_point_at_a_time(points: list[tuple[int, int, str]], residents: list[int]) -> None:
    corners = [(WEST + 250 * i, SOUTH + 250 * j) for i in range(12) for j in range(4)]
    known = {f"{x:06d}{y:07d}": n for (x, y), n in zip(corners, residents, strict=True)}
    cells = pd.DataFrame({"cell_code": known.keys(), "population": known.values()})
    place = _place("torget", 200)
    xy = np.array([(WEST + x, SOUTH + y) for x, y, _ in points], dtype=float).reshape(-1, 2)
    finest = [level for *_, level in points]
    told = coarsen(
        xy,
        finest_level=finest,
        areas=DESO,
        places=[place],
        population_cells=cells.assign(cell_size=250),
    )
    area = locate(xy, DESO)
    for (x, y), limit, row, *answer in zip(xy, finest, area, *told, strict=True):
        cell = f"{int(x // 250 * 250):06d}{int(y // 250 * 250):07d}"
        steps = [
            ("plats", "torget" if place.extent.intersects(Point(x, y)) else None),
            ("cell", cell if known.get(cell, 0) >= 50 else None),
        ]
        if row >= 0:
            kommun = DESO["kommun_code"][row]
            parent = DESO["parent_code"][row]
            steps += [
                ("deso", DESO["code"][row]),
                ("regso", parent if "R" in parent else None),
                ("kommun", kommun),
                ("lpo", {"0683": "lpo-varnamo"}.get(kommun)),
                ("lan", kommun[:2]),
            ]
        allowed = [step for step in steps if step[1] and not finer(step[0], limit)]
        assert tuple(answer) == (allowed[0] if allowed else (None, None))


@needs_shared
def test_cell_codes_are_scbs_rutid() -> None:
    cells = pd.read_csv(SHARED / "population/befolkning_1km_2025_dalarna.csv")
    codes = cell_codes(cells[["e", "n"]].to_numpy(), size=1000)
    assert codes.tolist() == cells["rutid"].astype(str).tolist()


def test_a_cells_own_corner_is_in_it_and_its_far_corner_is_not() -> None:
    corners = np.array([[450_250.0, 6_330_250.0], [450_499.99, 6_330_499.99]])
    assert cell_codes(corners).tolist() == [CELL, CELL]
    assert cell_codes(corners[:1] + 250).tolist() == ["4505006330500"]
