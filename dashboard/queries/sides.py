"""One area and period as each source tells of it: beside each other, and never summed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import swedish
from dashboard.database import Edition
from dashboard.queries import about, area, incidents, reporting
from dashboard.queries.area import Area
from dashboard.queries.expected import WINDOWS
from dashboard.state import Span
from etl.statistics.change import CLEAR, LOOK

REPORTED = "anmälda brott"
SILENT = 3  # fewer than this on the one side and none on the other is said to be too few
OVER = (CLEAR, LOOK)
ONLY_KOMMUN, ONLY_POLICE, TOO_FEW, DIFFERS, ALIKE = (
    "only kommun", "only police", "too few", "differs", "alike",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What one source has of one problem: `word` is its own judgement, None where there is none."""

    count: int
    word: str | None


@dataclass(frozen=True)
class Side:
    """One source of the two sides. `until` is how far it reaches; where it does not hold the whole
    period or cannot be placed so finely its silence says nothing."""

    source: str
    title: str
    counted: str
    is_police: bool
    start: date | None
    until: date | None
    is_whole: bool
    is_placed: bool
    without_area: int  # of the period, in the kommun, with no such area known

    @property
    def tells(self) -> bool:
        return self.is_whole and self.is_placed


@dataclass(frozen=True)
class Difference:
    """`kind` is one of the words above; the numbers are by source, those of each side apart."""

    problem_type: str
    kind: str
    police: dict[str, Told]
    kommun: dict[str, Told]

    @property
    def most(self) -> int:
        return max(told.count for told in (*self.police.values(), *self.kommun.values()))


@dataclass(frozen=True, eq=False)
class Sides:
    """counts: by problem and source, without what the source cannot tell of. `only` are problems
    that one of the sides alone can tell of."""

    sides: list[Side]
    counts: dict[str, dict[str, Told]]

    @cached_property
    def compared(self) -> list[Difference]:
        """Every problem that both sides can tell of, what differs most first."""
        order = (ONLY_KOMMUN, ONLY_POLICE, DIFFERS, TOO_FEW, ALIKE)
        return sorted(self._compared(), key=lambda d: (order.index(d.kind), -d.most, d.problem_type))  # fmt: skip

    def _compared(self) -> Iterator[Difference]:
        for problem, by_source in self.counts.items():
            halves = [
                {s.source: by_source[s.source] for s in self.sides if s.is_police == police and s.tells and s.source in by_source}
                for police in (True, False)
            ]  # fmt: skip
            if all(halves) and any(t.count for half in halves for t in half.values()):
                yield Difference(problem, _kind(*halves), *halves)

    @cached_property
    def alone(self) -> dict[bool, list[str]]:
        """Problems with something counted that only the police (True) or only the kommun tells of."""
        both = {d.problem_type for d in self.compared}
        found: dict[bool, list[str]] = {True: [], False: []}
        for problem, by_source in self.counts.items():
            for police in (True, False):
                own = [by_source[s.source].count for s in self.sides if s.is_police == police and s.source in by_source]  # fmt: skip
                if problem not in both and any(own):
                    found[police].append(problem)
        return found


def _kind(police: dict[str, Told], kommun: dict[str, Told]) -> str:
    most = [max(told.count for told in side.values()) for side in (police, kommun)]
    if not all(most):
        if max(most) < SILENT:
            return TOO_FEW
        return ONLY_POLICE if most[0] else ONLY_KOMMUN
    over = [{told.word in OVER for told in side.values() if told.word} for side in (police, kommun)]
    return DIFFERS if over in ([{True}, {False}], [{False}, {True}]) else ALIKE


def sides(edition: Edition, place: Area, *, span: Span) -> Sides:
    """Each source of incidents in `place` over the weeks of `span`, the police's first."""
    about_them = about.counted(edition)
    rows = _counts(edition, place, span=span)
    words = _words(edition, place, span=span)
    found = [_side(edition, place, source, rows, span=span) for source in about_them.values()]
    found.sort(key=lambda side: not side.is_police)
    weekly = list(about.shown_per(edition, "week")["problem_type"])
    here = {(r.source, r.problem_type): int(r.count_here) for r in rows.itertuples(index=False)}
    counts = {
        problem: {
            side.source: Told(
                here.get((side.source, problem), 0), words.get((side.source, problem))
            )
            for side in found
            if side.is_placed and problem in incidents.told(edition, source=side.source)
        }
        for problem in weekly
        if _is_fine_enough(edition, problem, place)
    }
    return Sides(found, {problem: told for problem, told in counts.items() if told})


def too_coarse(edition: Edition, place: Area) -> list[str]:
    """Names of the problems that are not shown as finely as `place`, in any source."""
    types = about.problem_types(edition)
    return [
        r.name for r in types.itertuples()
        if r.finest_period == "quarter" or not _is_fine_enough(edition, r.problem_type, place)
    ]  # fmt: skip


def _is_fine_enough(edition: Edition, problem: str, place: Area) -> bool:
    types = about.problem_types(edition).set_index("problem_type")
    order = list(incidents.COLUMNS)
    return order.index(types.at[problem, "finest_level"]) >= order.index(place.level)


def _side(
    edition: Edition, place: Area, source: dict[str, Any], rows: pd.DataFrame, *, span: Span
) -> Side:
    name = source["source"]
    known = incidents.coverage(edition, source=name, kommuner=(place.kommun,))
    start, until = known["data_start"], known["data_stop"]
    if until is not None and name in reporting.OBSERVERS:
        until = swedish.monday(until) + timedelta(days=6)  # they tell of a whole week at a time
    end = span.last + timedelta(days=6)
    return Side(
        source=name,
        title=source["title"],
        counted=source["counted"],
        is_police=source["counted"] == REPORTED,
        start=start,
        until=until,
        is_whole=until is not None and start <= span.first and until >= end,
        is_placed=name in area.placed(edition, place.level),
        without_area=int(rows.loc[rows["source"] == name, "without_area"].sum()),
    )


def _counts(edition: Edition, place: Area, *, span: Span) -> pd.DataFrame:
    """source, problem_type, count_here, without_area: of the kommun, per source and problem."""
    column = incidents.COLUMNS[place.level]
    return edition.query(
        f"""
        select
            source::varchar as source,
            problem_type::varchar as problem_type,
            coalesce(sum(count) filter ({column} = $area), 0)::integer as count_here,
            coalesce(sum(count) filter ({column} is null), 0)::integer as without_area,
        from out.incident
        where kommun_code = $kommun and week between $first and $last
        group by all
        """,
        area=place.code,
        kommun=place.kommun,
        first=span.first,
        last=span.last,
    )


def _words(edition: Edition, place: Area, *, span: Span) -> dict[tuple[str, str], str]:
    """Each source's own judgement of the very same weeks, by source and problem."""
    if span.weeks not in WINDOWS:
        return {}
    rows = edition.rows(
        """
        select source::varchar as source, problem_type::varchar as problem_type, word
        from out.expected
        where weeks = $weeks and week = $week and area_code = $area and word is not null
        """,
        weeks=span.weeks,
        week=span.last,
        area=place.code,
    )
    return {(row["source"], row["problem_type"]): row["word"] for row in rows}
