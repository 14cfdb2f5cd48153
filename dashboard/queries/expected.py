"""What was to be expected, as the edition has worked it out for windows of one and of four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.database import Edition, per_edition
from etl.statistics import expected, negative_binomial
from etl.statistics.expected import Expected, Limits

WINDOWS = (1, 4)  # weeks
HAPPENING = ["problem_type", "kommun_code"]
SUMMED = ["count", "expected", "variance"]

# Some sources come in a little later than others: each with its own last week, two back at most.
REACH = """reach as (
    select source, max(week) as latest
    from out.expected
    where weeks = $weeks and week between $week - 14 and $week
    group by source
)"""


@dataclass(frozen=True)
class Examined:
    """How many series have been judged, and how many of them chance alone brings into the list."""

    series: int
    false_rows: float


@dataclass(frozen=True, eq=False)
class Usual:
    """One source's series in one window, and the limits they share with all others.

    rows: problem_type ("" for all), area_code, count, expected, variance, lower, upper, word. findings: as
    out.finding, of all sources in the kommuner that are looked at; so is what has been examined.
    ended: the findings of the week before that are none now. A source that has not come in for the last
    weeks yet is there with its own last window.
    """

    rows: pd.DataFrame
    limits: Limits
    findings: pd.DataFrame
    ended: pd.DataFrame
    examined: Examined

    @property
    def has_season(self) -> bool:
        """Whether there is history enough for a season; else the year before is what is expected."""
        return bool(self.rows["has_season"].any())

    def of(self, types: Sequence[str], *, by: str) -> pd.DataFrame:
        """The problem types together ((): all), judged, one row per code in the column `by`."""
        return together(self.rows, types, self.limits, by=by)

    def per_type(self, area: str) -> pd.DataFrame:
        """Each problem type in the area, judged, by its code."""
        known = (self.rows["area_code"] == area) & (self.rows["problem_type"] != "")
        return self.rows[known].set_index("problem_type")


def together(rows: pd.DataFrame, types: Sequence[str], limits: Limits, *, by: str) -> pd.DataFrame:
    """The rows of the problem types ((): all), as one per code of `by`: as published where it is one
    series, else judged anew."""
    if len(types) < 2:
        return rows[rows["problem_type"] == "".join(types)].set_index(by)
    return judged(rows[rows["problem_type"].isin(types)], limits, by=by)


def beside(table: pd.DataFrame, found: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """`table` with lower, upper and word as they were expected, by its codes in `by`.

    A window of one week leaves out what happened in the course of more than 14 days.
    """
    of = found.reindex(table[by])
    now = of["count"].to_numpy(float)
    return table.assign(
        now=np.where(np.isnan(now), table["now"], now).astype(int),
        lower=of["lower"].to_numpy(float),
        upper=of["upper"].to_numpy(float),
        word=pd.Series(of["word"].to_numpy(object), index=table.index, dtype=object).where(
            ~np.isnan(now), None
        ),
    )


def judged(rows: pd.DataFrame, limits: Limits, *, by: str) -> pd.DataFrame:
    """count, expected, lower, upper and word, by the codes of `by`.

    Counts of several types are a sum of what can be: their means add up, and so do their variances
    as far as the types vary each for itself.
    """
    table = rows.groupby(by)[SUMMED].sum()
    count, mean, variance = (table[name].to_numpy(float) for name in SUMMED)
    pvalue = negative_binomial.at_least(count, mean, variance)
    said = expected.words(Expected(count, mean, variance, pvalue, True), limits)
    return table.assign(
        lower=negative_binomial.least_usual(limits.look, mean, variance).astype(int),
        upper=negative_binomial.largest_usual(limits.look, mean, variance).astype(int),
        word=pd.Series(said, index=table.index, dtype=object),
    )


def usual(
    edition: Edition, *, source: str, kommuner: Sequence[str], forum: str, weeks: int, last: date
) -> Usual | None:
    """Of the window of `weeks` weeks that ends in the week of `last`; None where none is known."""
    if weeks not in WINDOWS:
        return None
    where = {"weeks": weeks, "week": last}
    rows = edition.query(
        """
        select
            problem_type, area_code, count, expected, variance, lower, upper, word, has_season
        from out.expected
        where source = $source and weeks = $weeks and week = $week
            and (list_contains($kommuner, kommun_code) or area_code = $forum)
        """,
        source=source,
        kommuner=list(kommuner),
        forum=forum,
        **where,
    )
    if rows.empty:
        return None
    rows = _with_words(rows)
    findings = edition.query(
        f"""
        with {REACH}
        select finding.*, week = latest as is_now
        from out.finding
        join reach using (source)
        where weeks = $weeks and week in (latest, latest - 7) and list_contains($kommuner, kommun_code)
        order by pvalue
        """,
        kommuner=list(kommuner),
        **where,
    )
    now = findings[findings["is_now"]].drop_duplicates(HAPPENING)
    before = findings[~findings["is_now"]].drop_duplicates(HAPPENING)
    still = pd.MultiIndex.from_frame(now[HAPPENING])
    ended = before[~pd.MultiIndex.from_frame(before[HAPPENING]).isin(still)]
    return Usual(
        rows=rows,
        limits=limits(edition, weeks),
        findings=now,
        ended=ended,
        examined=examined(edition, kommuner=kommuner, weeks=weeks),
    )


def examined(edition: Edition, *, kommuner: Sequence[str] | None, weeks: int) -> Examined:
    """In the kommuner, or in all."""
    [row] = edition.rows(
        """
        select
            coalesce(sum(series), 0)::integer as series,
            coalesce(sum(false_rows), 0.0) as false_rows,
        from out.examined
        where weeks = $weeks and ($kommuner is null or list_contains($kommuner, kommun_code))
        """,
        kommuner=None if kommuner is None else list(kommuner),
        weeks=weeks,
    )
    return Examined(**row)


@per_edition(16)
def limits(edition: Edition, weeks: int) -> Limits:
    """The levels that all series of the forum share; there must be some."""
    [row] = edition.rows(
        "select any_value(look) as look, any_value(clear) as clear from out.examined where weeks = $weeks",
        weeks=weeks,
    )
    return Limits(row["look"], row["clear"])


def band(
    edition: Edition, *, source: str, area: str, types: Sequence[str], first: date, last: date
) -> pd.DataFrame:
    """lower, upper and word of each week that is known, by its Monday; the types ((): all) together."""
    rows = edition.query(
        """
        select problem_type, week, count, expected, variance, lower, upper, word
        from out.expected
        where source = $source and weeks = 1 and week between $first and $last
            and area_code = $area and list_contains($types, problem_type)
        """,
        source=source,
        first=first,
        last=last,
        area=area,
        types=list(types) or [""],
    )
    if rows.empty:
        return rows.set_index("week")
    return together(_with_words(rows), types, limits(edition, 1), by="week")


def _with_words(rows: pd.DataFrame) -> pd.DataFrame:
    """No word is None, as everywhere: a text column has NaN for it, which is true in a condition."""
    said = rows["word"].astype(object)
    return rows.assign(word=said.where(said.notna(), None))


def elsewhere(
    edition: Edition, findings: pd.DataFrame, *, weeks: int, last: date
) -> dict[tuple[str, str], dict[str, tuple[int, int, int]]]:
    """What each source has of the findings' problem and area: count, lower, upper, by source."""
    rows = edition.rows(
        f"""
        with {REACH}
        select source, problem_type, area_code, count, lower, upper
        from out.expected
        join reach using (source)
        where weeks = $weeks and week = latest and list_contains($areas, area_code)
            and list_contains($types, problem_type)
        """,
        weeks=weeks,
        week=last,
        areas=list(findings["area_code"].unique()),
        types=list(findings["problem_type"].unique()),
    )
    found: dict[tuple[str, str], dict[str, tuple[int, int, int]]] = {}
    for row in rows:
        at = found.setdefault((row["problem_type"], row["area_code"]), {})
        at[row["source"]] = (row["count"], row["lower"], row["upper"])
    return found
