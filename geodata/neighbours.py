"""Which areas lie beside which."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from scipy import sparse


def touching(areas: gpd.GeoSeries) -> sparse.csr_array:
    """1 where two of `areas` (cells,) share as much as a point of their border, else nothing.

    Answers (cells, cells), symmetric, nothing on the diagonal: what is called queen contiguity.
    An area without geometry touches none.
    """
    shapes = areas.geometry.array
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = one != other
    pairs = (one[apart], other[apart])
    return sparse.csr_array((np.ones(apart.sum()), pairs), (len(areas), len(areas)))
