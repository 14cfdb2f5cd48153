"""Did anything change while a löfte held? Before and after, beside a kommun that it is not about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import swedish
from dashboard.database import Edition, per_edition
from dashboard.queries import about, area, incidents
from geodata.displacement import Difference, weighted_displacement_difference

BLOCK = timedelta(weeks=4)
YEAR = timedelta(weeks=52)  # the same weeks of the year before: the season is the same
LATE = timedelta(weeks=4)  # what is younger is still being registered
FEWEST_BLOCKS = 3
ENOUGH = 20  # incidents here, before and after together, before anything is said


@dataclass(frozen=True)
class Beside:
    """The kommuner that touch those of the löfte: what has moved would be there."""

    names: tuple[str, ...]
    now: int
    before: int
    difference: Difference  # beside the comparison, in as many events as here


@dataclass(frozen=True)
class Change:
    """What was counted of one problem. `why_not` says why nothing can be said, "" where it can.

    `table` has a row for each block of four weeks since the löfte began: until (its last day), here,
    here_before, there, there_before (counts), and estimate, lower, upper: how many more there
    were here than the comparison gives reason to expect, from the beginning until then.
    """

    problem_type: str
    why_not: str = ""
    title: str = ""  # the source's
    counted: str = ""  # what it counts
    other: str = ""  # the kommun compared with
    table: pd.DataFrame | None = None
    beside: Beside | None = None

    @property
    def is_told(self) -> bool:
        """Whether chance alone would hardly give as much."""
        if self.table is None:
            return False
        last = self.table.iloc[-1]
        return bool(last["lower"] > 0 or last["upper"] < 0)


@per_edition(64)
def change(
    edition: Edition, *, problem_type: str, kommuner: tuple[str, ...], first: date, last: date
) -> Change:
    """Of `problem_type` in the `kommuner` of a löfte that holds `first`–`last`.

    The kommun of the edition outside the löfte that had the nearest count the year before is the
    comparison. The interval is of 95 %, widened by how unevenly the year before came, for one problem at a
    time. Wheeler and Ratcliffe, Crime Science 7:11 (2018): see geodata/displacement.py.
    """
    source = next((s for s in about.counted(edition) if problem_type in incidents.told(edition, source=s)), "")  # fmt: skip
    if not source:
        return Change(problem_type, "ingen källa berättar om det vecka för vecka")
    names = dict(about.kommuner(edition)[["area_code", "name"]].itertuples(index=False))
    outside = [code for code in names if code not in kommuner]
    if not outside or not set(kommuner) <= names.keys():
        return Change(problem_type, "det finns ingen kommun utanför löftet att jämföra med")
    known = incidents.coverage(edition, source=source, kommuner=tuple(names))
    begins = swedish.monday(first + timedelta(days=6))
    many = (min(last, known["data_stop"] - LATE) - begins + timedelta(days=1)) // BLOCK
    if begins - YEAR < known["data_start"]:
        return Change(problem_type, f"källan börjar {swedish.day(known['data_start'])}, och året före löftet behövs")  # fmt: skip
    if many < FEWEST_BLOCKS:
        return Change(problem_type, "löftet har hållit för kort tid")

    def blocks(codes: tuple[str, ...], start: date) -> npt.NDArray[np.int64]:
        weeks = incidents.weekly(
            edition, source=source, kommuner=codes, types=(problem_type,), level=None, area=None,
            first=start, last=start + many * BLOCK - timedelta(weeks=1),
        )  # fmt: skip
        return weeks["count"].to_numpy().reshape(-1, 4).sum(1)

    here = [blocks(kommuner, start) for start in (begins - YEAR, begins)]
    if sum(map(np.sum, here)) < ENOUGH:
        return Change(problem_type, "det är för få för att säga något")
    before = {code: blocks((code,), begins - YEAR) for code in outside}
    other = min(outside, key=lambda code: abs(int(before[code].sum() - here[0].sum())))
    there = [before[other], blocks((other,), begins)]
    uneven = _uneven(here[0], there[0])
    sums = zip(*(part.cumsum() for part in (*here, *there)), strict=True)
    differences = [
        weighted_displacement_difference((a, b), (c, d), overdispersion=uneven)
        for a, b, c, d in sums
    ]
    table = pd.DataFrame(
        {
            "until": [begins + (n + 1) * BLOCK - timedelta(days=1) for n in range(many)],
            "here_before": here[0], "here": here[1], "there_before": there[0], "there": there[1],
            **{name: [float(getattr(one, name)) for one in differences] for name in ("estimate", "lower", "upper")},
        }
    )  # fmt: skip
    near = tuple(c for c in outside if c != other and any(c in area.neighbours(edition, k) for k in kommuner))  # fmt: skip
    beside = None
    if near:
        moved = [int(blocks(near, start).sum()) for start in (begins - YEAR, begins)]
        beside = Beside(tuple(names[code] for code in near), moved[1], moved[0], _moved(moved, there, uneven))  # fmt: skip
    told = about.counted(edition)[source]
    return Change(problem_type, "", told["title"], told["counted"], names[other], table, beside)


def _moved(moved: list[int], there: list[npt.NDArray[np.int64]], uneven: float) -> Difference:
    """Of the surroundings beside the comparison, which is made as large as they were the year before:
    the weights of Wheeler and Ratcliffe (2018)."""
    before, after = (int(part.sum()) for part in there)
    size = moved[0] / before if before else 1.0
    weights = np.array([[1, 1], [size, size], [1, 1], [1, 1]])
    return weighted_displacement_difference((moved[0], moved[1]), (before, after), weights=weights, overdispersion=uneven)  # fmt: skip


def _uneven(*series: npt.NDArray[np.int64]) -> float:
    """How many times larger the variance is than that of counts by chance, at least once."""
    found = [((part - part.mean()) ** 2 / part.mean()).sum() / (part.size - 1) for part in series if part.sum()]  # fmt: skip
    return max(1.0, float(np.mean(found))) if found else 1.0
