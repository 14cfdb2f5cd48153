"""New clusters: geodata.scan beside what SaTScan took for a search as large.

Run from the project's root: python benchmarks/scan.py [ROUNDS, default 5]
SaTScan cannot be installed from a package registry, so its time is a constant: 5.6 s for
2,000 places x 20,000 cases x 999 replications x about 250,000 zones on a machine like this one,
as the task states it. Whether zones are circles or cylinders it does not say: both are shown.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from geodata.circles import circles_around
from geodata.scan import space_time_permutation

SATSCAN = 5.6  # seconds
PLACES, CASES, DAYS = 2_000, 20_000, 90
RADIUS = 3_150  # metres, in a square of 20 km: about 125 places a circle at most


def main(rounds: int) -> None:
    random = np.random.default_rng(2025)
    places = random.random((PLACES, 2)) * 20_000
    crowd = random.gamma(1.0, size=PLACES)
    place = random.choice(PLACES, CASES, p=crowd / crowd.sum())
    day = random.integers(0, DAYS, CASES)
    with_cases, cases = np.unique(place, return_counts=True)
    circles = circles_around(places, with_cases, cases, max_radius=RADIUS)
    print(f"{np.count_nonzero(circles.cases):,} circles".replace(",", " "))
    print(
        f"{'windows':<10}{'cylinders':>12}{'median s':>10}{'best s':>8}{'CPU s':>8}{'median / SaTScan':>18}"
    )
    for windows in (1, 7):
        taken, cpu = [], []
        for _ in range(rounds):
            start, busy = time.perf_counter(), time.process_time()
            space_time_permutation(
                places, place, day, max_radius=RADIUS, max_periods=windows, seed=1
            )
            taken.append(time.perf_counter() - start)
            cpu.append(time.process_time() - busy)
        cylinders = f"{windows * np.count_nonzero(circles.cases):,}".replace(",", " ")
        median = np.median(taken)
        print(
            f"{windows:<10}{cylinders:>12}{median:>10.2f}{min(taken):>8.2f}"
            f"{np.median(cpu):>8.2f}{median / SATSCAN:>18.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
