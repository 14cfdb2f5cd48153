"""The periods that a quantity is promised for, cut by the days a löfte is valid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard import swedish

PER = {
    "week": "per vecka",
    "month": "per månad",
    "quarter": "per kvartal",
    "half_year": "per halvår",
    "year": "per år",
    "pledge": "under löftets tid",
}
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """The days `first`–`last` (both in) of a period whose whole length is `days`."""

    per: str
    first: date
    last: date
    days: int

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_cut(self) -> bool:
        return self.length < self.days

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Told:
    """What a period asked for, and what was done in it."""

    period: Period
    needed: int
    done: int

    @property
    def is_missed(self) -> bool:
        return self.done < self.needed

    def row(self) -> dict[str, Any]:
        p = self.period
        return {
            "first": p.first.isoformat(),
            "last": p.last.isoformat(),
            "name": label(p),
            "needed": self.needed,
            "done": self.done,
            "is_cut": p.is_cut,
        }


def periods(per: str, *, first: date, last: date) -> list[Period]:
    """Every period of kind `per` (a key of PER) with a day in `first`–`last`, cut to those days.

    Weeks are ISO weeks, the others are those of the calendar. Days that lie within one single
    period are that period, whole: twice a year, in a löfte for ten months, is twice.
    """
    if per == "pledge":
        return [Period(per, first, last, (last - first).days + 1)] if first <= last else []
    found = [
        Period(per, max(start, first), min(end, last), (end - start).days + 1)
        for start, end in _whole(per, first=first, last=last)
    ]
    if len(found) == 1:
        return [Period(per, found[0].first, found[0].last, found[0].length)]
    return found


def label(period: Period) -> str:
    """v. 7 2019, feb 2019, kvartal 1 2019, första halvåret 2019, 2019, hela tiden"""
    day = period.first
    match period.per:
        case "week":
            return swedish.week(swedish.monday(day), year=True)
        case "month":
            return swedish.month(day)
        case "quarter":
            return swedish.quarter(day)
        case "half_year":
            return f"{'första' if day.month <= 6 else 'andra'} halvåret {day.year}"
        case "year":
            return str(day.year)
        case _:
            return "hela tiden"


def labels(found: list[Period]) -> list[str]:
    """As `label`, with weeks in a row together: v. 6–8 2019."""
    if not found or found[0].per != "week":
        return [label(p) for p in found]
    runs: list[tuple[date, date]] = []
    for monday in (swedish.monday(p.first) for p in found):
        if runs and monday - runs[-1][1] == timedelta(weeks=1):
            runs[-1] = (runs[-1][0], monday)
        else:
            runs.append((monday, monday))
    return [swedish.weeks(*run) for run in runs]


def _whole(per: str, *, first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of the uncut periods."""
    start = swedish.monday(first)
    if per != "week":
        start = date(first.year, (first.month - 1) // MONTHS[per] * MONTHS[per] + 1, 1)
    while start <= last:
        after = start + timedelta(weeks=1) if per == "week" else _later(start, months=MONTHS[per])
        yield start, after - timedelta(days=1)
        start = after


def _later(first: date, *, months: int) -> date:
    """The first of the month so many months after the first of a month."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
