"""Points into areas: geodata.locate beside geopandas.sjoin with its defaults, in one run.

Run from the project's root: python benchmarks/locate.py [NUMBER OF POINTS, default 1000000]
The points are spread evenly over the boxes of randomly drawn RegSO: dense where people live.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from geodata.areas import kommuner, load_regso
from geodata.locate import locate

Result = TypeVar("Result")


def main(n: int) -> None:
    random = np.random.default_rng(2025)
    box = load_regso().geometry.bounds.to_numpy()[random.integers(0, 3363, n)]
    points = box[:, :2] + random.random((n, 2)) * (box[:, 2:] - box[:, :2])
    dots = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*points.T), crs=3006)
    print(f"{n:,} points".replace(",", " "))
    print(f"{'areas':<16}{'sjoin s':>10}{'locate s':>10}{'ratio':>8}{'same':>10}")
    for label, areas in (("3 363 RegSO", load_regso()), ("290 kommuner", kommuner())):
        joined, peer = _timed(lambda areas=areas: gpd.sjoin(dots, areas))
        rows, own = _timed(lambda areas=areas: locate(points, areas))
        # sjoin drops the points off shore and repeats those on borders.
        single = joined[~joined.index.duplicated(keep=False)]
        same = (rows[single.index] == single["index_right"]).mean()
        print(f"{label:<16}{peer:>10.2f}{own:>10.2f}{own / peer:>8.2f}{same:>10.4%}")


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
