"""Hours of the week of 100,000 intervals: numpy, the published macro and a loop, in one run.

Run from the project's root: python benchmarks/aoristic.py
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from etl.statistics.aoristic import WEEK, hour_of_week

EVENTS = 100_000
Result = TypeVar("Result")


def main() -> None:
    rng = np.random.default_rng(2025)
    starts = np.datetime64("2020-01-01T00:00") + rng.integers(0, 5 * 365 * 1440, EVENTS)
    minutes = np.minimum(rng.lognormal(6, 2, EVENTS), 20 * 1440).astype(int)  # median 6.7 hours
    table = pd.DataFrame({"started": starts, "ended": starts + minutes})
    db = duckdb.connect()
    db.execute("attach ':memory:' as out")
    db.execute((ROOT / "etl/tables/out/macros.sql").read_text(encoding="utf-8"))
    db.register("intervals", table)
    own, found = _timed(lambda: hour_of_week(starts, starts + minutes), rounds=20)
    sql, rows = _timed(
        lambda: db.execute("select weight from out.hour_of_week('intervals')").fetchall(), rounds=5
    )
    loop, slow = _timed(lambda: _loop(starts, minutes), rounds=1)
    print(f"{EVENTS:,} intervals, {found.unknown:.0f} of them unknown".replace(",", " "))
    print(f"{'':<20}{'ms':>8}{'times ours':>12}{'largest difference':>20}")
    for label, took, weights in (
        ("etl.statistics", own, found.weights),
        ("macro", sql, np.array(rows)[:168, 0].astype(float)),
        ("an event at a time", loop, slow),
    ):
        difference = np.abs(weights - found.weights).max()
        print(f"{label:<20}{took:>8.1f}{took / own:>12.1f}{difference:>20.1e}")


def _loop(starts: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """What one writes first: every event, and for each the hours that it touches."""
    weights = np.zeros(168)
    of_week = (starts.astype(int) + 3 * 1440) % WEEK
    for first, length in zip(of_week.tolist(), minutes.tolist(), strict=True):
        if length >= WEEK:
            continue
        if length <= 1:
            weights[first // 60] += 1
            continue
        hours = np.arange(first // 60, (first + length - 1) // 60 + 1)
        edges = np.clip(60 * np.append(hours, hours[-1] + 1), first, first + length)
        np.add.at(weights, hours % 168, np.diff(edges) / length)
    return weights


def _timed(work: Callable[[], Result], *, rounds: int) -> tuple[float, Result]:
    """The best of some rounds, in milliseconds, and what came out."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times), result


if __name__ == "__main__":
    main()
