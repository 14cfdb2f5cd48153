"""What may be said of a number to anybody: per kommun, over at least four weeks, and nothing under five."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard import swedish
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.asked import Asked, asked
from dashboard.queries.incidents import HERE
from dashboard.queries.overview import overview
from dashboard.state import WEEK, State, a_year, latest_quarter, span
from etl.statistics.change import word

LEAST = 5  # under this a count is said as "färre än fem"
LEAST_WEEKS = 4  # a shorter period is said as the latest whole quarter


@dataclass(frozen=True)
class Outward:
    """A count that may be said, and what it stands beside. None is what may not be said or is not
    known: `count` then has its reason in `unsaid`."""

    counted: str  # in the plural
    types: tuple[str, ...]  # names; () is all but `without`
    without: tuple[str, ...]
    where: str
    when: str
    is_quarter: bool
    is_coarser: bool  # of a larger place or a longer time than what was asked for
    count: int | None
    unsaid: str  # "", "avslöjar" (the sum would tell a part under five) or "saknas"
    lower: float | None  # what is expected, where that is known
    upper: float | None
    before: int | None  # a year earlier, as it was known then
    word: str | None
    publisher: str
    title: str
    data_stop: date
    is_preliminary: bool
    is_example: bool


def outward(edition: Edition, state: State) -> Outward | None:
    """Of an `edition` that all parties share. None where it has nothing of the source for the place."""
    found = asked(edition, state)
    if found is None or found.state.kalla != state.kalla:
        return None
    state, kommuner = found.state, found.whole.kommuner
    names, is_smaller = about.names(edition), False
    where = found.whole.name
    if state.valt:
        areas = about.areas(edition).set_index("area_code")
        kommun = areas.at[state.valt, "kommun_code"]
        is_smaller = kommun != state.valt
        where, kommuner = names[kommun], (kommun,)
        state = state.but(valt="", omrade=kommun)
    weekly, coarse = (tuple(about.shown_per(edition, p)["problem_type"]) for p in ("week", "quarter"))  # fmt: skip
    chosen = tuple(t for t in state.typ if t in weekly)
    is_coarse = bool(state.typ) and not chosen
    chosen = state.typ if is_coarse else chosen
    weeks = span(state, data_stop=found.coverage["data_stop"])
    first, last = weeks.first, weeks.last
    is_quarter = is_smaller or is_coarse or weeks.weeks < LEAST_WEEKS
    stop = found.coverage["data_stop"]
    quarter = latest_quarter(stop if is_coarse else min(stop, last + timedelta(days=7)))
    if is_quarter:
        first, last = _weeks_of(quarter)
    shift = a_year(last)
    of = (edition, found, kommuner, chosen or weekly)
    if is_coarse:
        now, earlier = _cells_of_quarter(*of, quarter=quarter), None
    else:
        now, earlier = (_cells(*of, first=first - back, last=last - back, back=back) for back in (timedelta(0), shift))  # fmt: skip
    is_whole = len(chosen) <= 1
    count, unsaid = _sum(now, is_whole=is_whole)
    before = None if earlier is None else _sum(earlier, is_whole=is_whole)[0]
    lower = upper = said = None
    if count is not None and count >= LEAST:
        usual = None if is_quarter else overview(edition, state.but(jamfor="vantat"))
        if usual is not None and usual.usual is not None and usual.total["lower"] == usual.total["lower"]:  # fmt: skip
            lower, upper, said = (usual.total[name] for name in ("lower", "upper", "word"))
        elif before is not None and before >= LEAST:
            said = word([count], [before])[0]
    type_names = about.type_names(edition)
    return Outward(
        counted=found.source["counted"],
        types=tuple(type_names[code] for code in chosen),
        without=() if chosen else tuple(type_names[code] for code in coarse),
        where=where,
        when=swedish.quarter(quarter) if is_quarter else swedish.weeks(first, last),
        is_quarter=is_quarter,
        is_coarser=is_smaller or weeks.weeks < LEAST_WEEKS,
        count=count,
        unsaid=unsaid,
        lower=lower,
        upper=upper,
        before=before,
        word=said,
        publisher=found.source["publisher"],
        title=found.source["title"],
        data_stop=found.coverage["data_stop"],
        is_preliminary=bool(found.source["preliminary"]),
        is_example=bool(about.edition(edition)["is_example"]),
    )


def _weeks_of(quarter: date) -> tuple[date, date]:
    """The Mondays of a quarter's first and last week: a week belongs to its Thursday."""
    after = date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)
    first, following = (swedish.monday(day + timedelta(days=3)) for day in (quarter, after))
    return first, following - WEEK


def _cells(
    edition: Edition,
    found: Asked,
    kommuner: tuple[str, ...],
    types: tuple[str, ...],
    *,
    first: date,
    last: date,
    back: timedelta,
) -> pd.Series | None:
    """One count per kommun and problem type, as known `back` ago; None where it is not all read in."""
    if first < found.coverage["data_start"] or last + timedelta(days=6) > found.coverage["data_stop"]:  # fmt: skip
        return None
    return edition.query(
        f"""
        select sum(count) as count
        from out.incident
        where source = $source and {HERE} and list_contains($types, problem_type)
            and week between $first and $last and (registered_on is null or registered_on <= $known)
        group by kommun_code, problem_type
        """,
        source=found.source["source"],
        kommuner=list(kommuner),
        types=list(types),
        first=first,
        last=last,
        known=found.coverage["data_stop"] - back,
    )["count"]


def _cells_of_quarter(
    edition: Edition,
    found: Asked,
    kommuner: tuple[str, ...],
    types: tuple[str, ...],
    *,
    quarter: date,
) -> pd.Series | None:
    if quarter < found.coverage["data_start"]:
        return None
    return edition.query(
        f"""
        select sum(count) as count
        from out.incident_quarter
        where source = $source and {HERE} and list_contains($types, problem_type)
            and quarter = $quarter
        group by kommun_code, problem_type
        """,
        source=found.source["source"],
        kommuner=list(kommuner),
        types=list(types),
        quarter=quarter,
    )["count"]


def _sum(cells: pd.Series | None, *, is_whole: bool) -> tuple[int | None, str]:
    """The sum, or None and why.

    A part under five is never said, and no sum may tell it: not one with a single such part, nor one
    where all of them must be one or four. Of problems that somebody has picked together
    (not `is_whole`) none may be that small: sums of pairs would tell them all.
    """
    if cells is None:
        return None, "saknas"
    total = int(cells.sum())
    small = cells[cells < LEAST]
    many, their = len(small), int(small.sum())
    tells = many == 1 or their in {many, many * (LEAST - 1)} or not is_whole
    return (None, "avslöjar") if many and total >= LEAST and tells else (total, "")
