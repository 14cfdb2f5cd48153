"""What the programme would have listed for invented kommuner, and what simpler rules would have."""

from __future__ import annotations

import numpy as np

from benchmarks import invented_kommun as invented
from benchmarks.invented_kommun import Counts, Floats, Kommuner
from etl.statistics import expected
from etl.statistics.change import LEAST, poisson_z

SEED = 2026
BATCH = 20  # kommuner at a time
YEAR_AGO, LIMIT = "samma veckor i fjol", "medel + 2 s"  # the others


class Lists:
    """What was judged in many lists, (lists, 17 types, 11 areas) each, first all and the whole."""

    def __init__(self, judged: list[expected.Expected], shape: tuple[int, ...]) -> None:
        self.count, self.mean, self.variance, self.pvalue = (
            np.concatenate([getattr(one, name).reshape(-1, *shape) for one in judged])
            for name in ("count", "mean", "variance", "pvalue")
        )
        self.others: dict[str, Floats] = {}
        self._levels: dict[int, Floats] = {}

    def levels(self, together: int = 1) -> Floats:
        """(lists, 2) look and clear, shared by the series of `together` kommuner."""
        if together not in self._levels:
            mean, variance = (
                x.reshape(-1, x[0].size * together) for x in (self.mean, self.variance)
            )
            shared = [expected.shared_limits(m, v) for m, v in zip(mean, variance, strict=True)]
            each = np.array([(limits.look, limits.clear) for limits in shared])
            self._levels[together] = np.repeat(each, together, axis=0)
        return self._levels[together]

    def over(self, level: Floats | float) -> np.ndarray:
        level = np.asarray(level).reshape(-1, 1, 1)
        return (self.count >= LEAST) & (self.pvalue <= level)


def rows(over: np.ndarray) -> np.ndarray:
    """(lists,) as out.finding merges them: a row per type, and all types only where none is."""
    types = over.any(axis=-1)
    single = types[..., 1:].sum(axis=-1)
    return single + (types[..., 0] & (single == 0))


def judged(there: Kommuner, *, window: int, ends: list[int], years: int = 9) -> Lists:
    """Each kommun in the windows that ended `ends` weeks ago; from `years` years of history."""
    counts = invented.series(there.count)[-52 * (years + 1) - 8 :]
    reports = invented.reports(counts)
    found = [expected.expected(reports, window=window, weeks_ago=ago) for ago in ends]
    lists = Lists(found, counts.shape[2:])
    if window > 1:
        past = np.stack([_windows(counts, ago) for ago in ends])  # ends, 14, kommuner, types, areas
        now, before, year = past[:, -1], past[:, 0], past[:, :-1]
        z = poisson_z(now, before)
        away = (now - year.mean(axis=1)) / np.maximum(year.std(axis=1, ddof=1), 1e-9)
        enough = np.maximum(now, before) >= LEAST
        lists.others[YEAR_AGO] = np.where(enough, z, -9.0).reshape(-1, *counts.shape[2:])
        lists.others[LIMIT] = np.where(now >= LEAST, away, -9.0).reshape(-1, *counts.shape[2:])
    return lists


def _windows(counts: Counts, ago: int) -> Counts:
    """The last fourteen windows of four weeks: the first is the same as the last a year before."""
    last = len(counts) - ago
    return counts[last - 56 : last].reshape(14, 4, *counts.shape[1:]).sum(axis=1)


def nothing_new(
    kind: int, years: int, *, window: int, ends: list[int], local: bool = False, history: int = 9
) -> Lists:
    """`years` kommuner judged through a year each."""
    parts = []
    for batch in range(max(years // BATCH, 1)):
        rng = np.random.default_rng([SEED, kind, batch])
        there = invented.nothing_new(rng, kommuner=BATCH, weeks=52 * 6 + 12, local=local)
        parts.append(judged(there, window=window, ends=ends, years=history))
    return _together(parts)


def _together(parts: list[Lists]) -> Lists:
    whole = parts[0]
    for name in ("count", "mean", "variance", "pvalue"):
        setattr(whole, name, np.concatenate([getattr(part, name) for part in parts]))
    whole.others = {
        name: np.concatenate([part.others[name] for part in parts]) for name in whole.others
    }
    return whole


def swedish(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
