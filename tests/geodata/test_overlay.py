"""One division of the ground in another, against counting points."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.overlay import mostly, shares

EAST, NORTH = 500_000, 6_500_000


def grid(edges_x: list[int], edges_y: list[int], *, prefix: str) -> gpd.GeoDataFrame:
    """Rectangles between the edges, metres from a corner."""
    boxes = [
        shapely.box(EAST + x0, NORTH + y0, EAST + x1, NORTH + y1)
        for x0, x1 in pairwise(edges_x)
        for y0, y1 in pairwise(edges_y)
    ]
    codes = [f"{prefix}{n}" for n in range(len(boxes))]
    return gpd.GeoDataFrame({"code": codes}, geometry=boxes, crs=3006)


EDGES = st.lists(st.integers(1, 19), max_size=4, unique=True).map(
    lambda inner: [0, *sorted(100 * n for n in inner), 2_000]
)
PEOPLE = st.lists(st.integers(0, 400), min_size=4, max_size=4)


@settings(max_examples=40)
@given(EDGES, EDGES, EDGES, EDGES, PEOPLE)
def test_residents_go_where_they_live(
    old_x: list[int], old_y: list[int], new_x: list[int], new_y: list[int], people: list[int]
) -> None:
    """A hundred squares of 100 m in each cell carry its people; each lies in one area of each."""
    before, after = grid(old_x, old_y, prefix="a"), grid(new_x, new_y, prefix="b")
    corners = [(EAST + 1000 * i, NORTH + 1000 * j) for i in range(2) for j in range(2)]
    cells = pd.DataFrame({
        "cell_code": [f"{x}{y}" for x, y in corners], "cell_size": 1000, "population": people,
    })  # fmt: skip
    found = shares(before, after, cells=cells)
    x, y = (np.ravel(a) for a in np.meshgrid(np.arange(50, 2000, 100), np.arange(50, 2000, 100)))
    points = shapely.points(EAST + x, NORTH + y)
    weight = np.array(people)[2 * (x // 1000) + y // 1000]
    inside = {
        frame["code"][0][0]: [int(np.argmax(shapely.contains(frame.geometry.to_numpy(), p))) for p in points]
        for frame in (before, after)
    }  # fmt: skip
    table = pd.DataFrame({"a": inside["a"], "b": inside["b"], "people": weight, "land": 1})
    for row, group in table.groupby("a"):
        mine = found[found["before_code"] == f"a{row}"].set_index("after_code")["share"]
        by = "people" if group["people"].sum() else "land"
        expected = group.groupby("b")[by].sum() / group[by].sum()
        for code, share in expected.items():
            # what is smaller than a sliver is left out
            assert mine.get(f"b{code}", 0.0) == pytest.approx(share, abs=0.03)
        assert mine.sum() == pytest.approx(1)


def test_an_area_is_said_to_be_where_nearly_all_of_it_is() -> None:
    before = grid([0, 1000, 2000], [0, 1000], prefix="a")
    after = grid([0, 970, 2000], [0, 1000], prefix="b")
    found = shares(before, after)
    assert found["share"].round(2).tolist() == [0.97, 0.03, 1.0]
    assert mostly(found, found["after_code"].to_numpy(), least=0.95).to_dict() == {
        "a0": "b0", "a1": "b1",
    }  # fmt: skip
    assert mostly(found, found["after_code"].to_numpy(), least=0.99).to_dict() == {"a1": "b1"}
    same = np.array(["r"] * 3, dtype=object)
    assert mostly(found, same, least=0.99).to_dict() == {"a0": "r", "a1": "r"}


def test_two_drawings_of_one_border_divide_nothing() -> None:
    before = grid([0, 1000, 2000], [0, 1000], prefix="a")
    after = grid([0, 1003, 2000], [0, 1000], prefix="b")
    found = shares(before, after)
    assert found[["before_code", "after_code", "share"]].to_numpy().tolist() == [
        ["a0", "b0", 1.0], ["a1", "b1", 1.0],
    ]  # fmt: skip
    assert not found["is_by_population"].any()


def test_an_area_far_from_the_others_is_not_there() -> None:
    before = grid([0, 1000], [0, 1000], prefix="a").translate(5_000)
    moved = gpd.GeoDataFrame({"code": ["a0"]}, geometry=before, crs=3006)
    assert shares(moved, grid([0, 1000], [0, 1000], prefix="b")).empty
