"""Is what happens found, and how soon: by our list, by simpler rules, and by the scan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks import invented_kommun as invented
from benchmarks.calibration_lists import BATCH, LIMIT, SEED, YEAR_AGO, Lists, judged, rows
from benchmarks.calibration_lists import swedish as _sv
from benchmarks.invented_kommun import Counts, Floats, Kommuner
from etl.statistics.expected import FALSE_ROWS
from geodata.scan import space_time_permutation

PLANTED = 300  # kommuner with something, of each kind
OWN, OWN_WEEK, SCAN = "vår, fyra veckor", "vår, en vecka", "sökning efter anhopningar"
SCENARIOS = {
    "all": "alla brott +60 % i ett RegSO",
    "one": "en vanlig problemtyp +60 % i ett RegSO",
    "cluster": "30 brott på 14 dagar i fem områden",
}
Hits = dict[str, list[np.ndarray]]


def tuned(statistic: Floats, wanted: float) -> float:
    """The threshold at which `statistic` (lists, types, areas) gives `wanted` rows per list."""
    low, high = 0.0, 30.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        is_many = rows(statistic >= middle).mean() > wanted
        low, high = (middle, high) if is_many else (low, middle)
    # small counts have few values: the one of the two that is nearest
    return min((low, high), key=lambda limit: abs(rows(statistic >= limit).mean() - wanted))


def power(share: float, lists: dict[int, Lists]) -> tuple[str, dict[str, dict[str, Floats]]]:
    """How many are found within one, two, three and four weeks, by each rule, (4,) each."""
    nothing = lists[4]
    wanted, wanted_week = (rows(part.over(part.levels()[:, 0])).mean() for part in lists.values())
    known = {OWN: _sv(wanted), OWN_WEEK: _sv(wanted_week)}
    known[SCAN] = f"{_sv(FALSE_ROWS)} (av {len(invented.TYPES)} sökningar)"
    rules: dict[str, tuple[str, float]] = {
        f"{YEAR_AGO}, z ≥ 2": (YEAR_AGO, 2.0),
        f"{YEAR_AGO}, z ≥ 3": (YEAR_AGO, 3.0),
        f"{LIMIT}": (LIMIT, 2.0),
        f"{YEAR_AGO}, lika många falska": (YEAR_AGO, tuned(nothing.others[YEAR_AGO], wanted)),
        f"{LIMIT}, lika många falska": (LIMIT, tuned(nothing.others[LIMIT], wanted)),
    }
    lines, all_shares = [], {}
    for kind, (scenario, title) in enumerate(SCENARIOS.items()):
        hits, before = _hits(scenario, kind, share, rules)
        shares = {name: np.mean(hit, axis=1) for name, hit in hits.items()}
        all_shares[title] = shares
        for name, hit in hits.items():
            first = np.array(hit).argmax(axis=0)[np.array(hit)[-1]] + 1
            false = known.get(name) or _sv(_false(nothing, *rules[name]))
            lines.append(
                f"| {title} | {name} | {false} | {_sv(100 * shares[name][-1], 0)} %"
                f" | {_sv(np.median(first), 0) if len(first) else '–'}"
                f" | {_sv(100 * np.mean(before[name][-1]), 0) + ' %' if name in before else '–'} |"
            )
    head = "| det som lades in | regel | falska rader per lista | funna inom fyra veckor | veckor dit, median | funna utan att något lagts in |"
    return "\n".join([head, "| --- | --- |" + " ---: |" * 4, *lines]), all_shares


def _false(nothing: Lists, statistic: str, threshold: float) -> float:
    return float(rows(nothing.others[statistic] >= threshold).mean())


def _hits(
    scenario: str, kind: int, share: float, rules: dict[str, tuple[str, float]]
) -> tuple[Hits, Hits]:
    """By rule, four arrays (kommuner,): is it found by then? With it planted, and without."""
    both: tuple[Hits, Hits] = ({}, {})
    for batch in range(max(round(PLANTED * share) // BATCH, 1)):
        rng = np.random.default_rng([SEED, 10 + kind, batch])
        calm = invented.nothing_new(rng, kommuner=BATCH, weeks=52 * 5 + 16)
        if scenario == "cluster":
            raised, which, near = invented.cluster(rng, calm)
            areas = [np.append(np.unique(invented.DESO_OF[deso]) + 1, 0) for deso in near]
        else:
            raised, which, regso = invented.more_everywhere_in_one(rng, calm, types=scenario)
            areas = [np.array([0, one + 1]) for one in regso]
        where = np.zeros((BATCH, 17, 11), bool)
        for kommun, (kinds, area) in enumerate(zip(which, areas, strict=True)):
            # of all types at once, what is found in the area itself counts, whatever its type
            where[kommun, (kinds or slice(None)), (area if kinds else area[1:])] = True
        for there, hits in zip((raised, calm), both, strict=True):
            for name, found in _found(there, rules, where):
                _add(hits, name, found)
        if scenario == "cluster":
            for there, hits in zip((raised, calm), both, strict=True):
                _add(hits, SCAN, _scanned(there, which, near))
    return both


def _add(hits: Hits, name: str, found: np.ndarray) -> None:
    """`found` (4, kommuner) in each week; kept is whether it was by then."""
    by_then = np.logical_or.accumulate(found, axis=0)
    hits[name] = [
        np.append(earlier, now)
        for earlier, now in zip(hits.get(name, [np.empty(0, bool)] * 4), by_then, strict=True)
    ]


def _found(
    there: Kommuner, rules: dict[str, tuple[str, float]], where: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    lists = {window: judged(there, window=window, ends=[3, 2, 1, 0]) for window in (4, 1)}
    shape = 4, there.size, *where.shape[1:]

    def seen(over: np.ndarray) -> np.ndarray:
        return (over.reshape(shape) & where).any(axis=(2, 3))

    for name, window in ((OWN, 4), (OWN_WEEK, 1)):
        yield name, seen(lists[window].over(lists[window].levels()[:, 0]))
    for name, (statistic, threshold) in rules.items():
        yield name, seen(lists[4].others[statistic] >= threshold)


def _scanned(there: Kommuner, which: Counts, near: Counts) -> np.ndarray:
    """(4, kommuner): is one of the five areas in a cluster so rare that 16 searches give half a row?"""
    found = np.zeros((4, there.size), bool)
    for kommun in range(there.size):
        for week in range(4):
            last = len(there.count) - 4 + week
            counts = there.count[last - 51 : last + 1, kommun, which[kommun] - 1]
            period, place = np.nonzero(counts)
            many = counts[period, place]
            scan = space_time_permutation(
                there.places, np.repeat(place, many), np.repeat(period, many),
                max_radius=3000, max_periods=4, last_period=51, seed=SEED,
            )  # fmt: skip
            found[week, kommun] = any(
                one.pvalue <= FALSE_ROWS / len(invented.TYPES)
                and np.isin(one.places, near[kommun]).any()
                for one in scan.clusters
            )
    return found
