from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.neighbours import touching


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, unique=True))
def test_squares_that_share_a_side_or_a_corner_touch(squares: list[tuple[int, int]]) -> None:
    """Against counting steps on a board."""
    shapes = gpd.GeoSeries([shapely.box(x, y, x + 1, y + 1) for x, y in squares], crs=3006)
    slow = [
        [float(a != b and max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1) for b in squares]
        for a in squares
    ]
    np.testing.assert_array_equal(touching(shapes).toarray(), slow)


def test_an_island_and_an_area_without_shape_touch_nothing() -> None:
    shapes = gpd.GeoSeries([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6), None], crs=3006)
    assert touching(shapes).nnz == 0
