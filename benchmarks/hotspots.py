"""Gi* of 100,000 cells: geodata.hotspots beside esda's analytic G_Local, in one run.

Run from the project's root with a Python that also has the peer, which is no dependency of ours:
python -m venv PEERS && PEERS/bin/pip install esda libpysal && PEERS/bin/python benchmarks/hotspots.py
"""

import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import esda
import numpy as np
from libpysal.weights import lat2W
from scipy import sparse

sys.path.insert(0, str(Path(__file__).parents[1]))

from geodata import hotspots

SIDE = 316  # 99,856 cells, the eight around each are its neighbours
Result = TypeVar("Result")


def main() -> None:
    counts = np.random.default_rng(2025).poisson(1, SIDE**2).astype(float)
    theirs = lat2W(SIDE, SIDE, rook=False)
    ours = sparse.csr_array(theirs.sparse)
    print(f"esda {esda.__version__}, {SIDE**2:,} cells".replace(",", " "))
    print(f"{'':<8}{'esda ms':>10}{'ours ms':>10}{'times':>8}{'largest difference':>20}")
    for label, star in (("Gi*", True), ("Gi", False)):
        peer, z = _timed(
            lambda star=star: esda.G_Local(counts, theirs, transform="B", star=star, permutations=0)
        )
        own, found = _timed(lambda star=star: hotspots.gi_star(counts, ours, star=star))
        difference = np.abs(found - z.Zs).max()
        print(f"{label:<8}{peer:>10.0f}{own:>10.2f}{peer / own:>8.0f}{difference:>20.1e}")
    for label, work in (
        ("false_discovery", lambda: hotspots.false_discovery(np.abs(np.sin(counts)))),
        ("labels, 8 periods", lambda: hotspots.labels(np.tile(found, (8, 1)))),
        ("concentration", lambda: hotspots.concentration(counts)),
    ):
        print(f"{label:<20}{_timed(work)[0]:>8.1f} ms")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """The best of five, in milliseconds, and what came out."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times), result


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=FutureWarning)
    main()
