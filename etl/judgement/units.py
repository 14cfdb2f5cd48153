"""The series of a published edition, one unit at a time: what has come in by the same day.

A series is one source's incidents of one problem type, or of all, in one area.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from etl.statistics import expected
from etl.statistics.expected import Reports

WEEK = timedelta(weeks=1)
ANCHORS = 52  # weeks that a window may end in
BACK = ANCHORS + expected.MOST_YEARS * expected.YEAR + 8  # weeks that are read

# One row per series, week and age, all areas of the source's: at kommun level and finer, each
# problem type and all of them together.
ENTRIES = f"""
    with shaped as (
        select
            problem_type::varchar as problem_type,
            kommun_code::varchar as kommun_code,
            regso_code::varchar as regso_code,
            deso_code::varchar as deso_code,
            ($running - week) // 7 as weeks_ago,
            -- as in out.completeness: weeks after the running one until the report is seen
            greatest(ceil((registered_on - week - ($stop - $running)) / 7), 0)::integer as age,
            is_long_interval,
            count,
        from out.incident
        where source = $source and list_contains($kommuner, kommun_code::varchar)
            and week between $running - {7 * BACK} and $running
    ),
    placed as (
        select
            problem_type,
            unnest($levels) as level,
            unnest(if($whole = '', [kommun_code, regso_code, deso_code], [$whole])) as area_code,
            weeks_ago,
            age,
            is_long_interval,
            count,
        from shaped
    )
    select
        coalesce(problem_type, '') as problem_type,
        level,
        area_code,
        weeks_ago,
        age,
        is_long_interval,
        sum(count)::bigint as count,
    from placed
    where area_code is not null
    group by grouping sets (
        (problem_type, level, area_code, weeks_ago, age, is_long_interval),
        (level, area_code, weeks_ago, age, is_long_interval)
    )
    order by all
"""
# The stretches of days that we have files of, and to what day the source reaches in any kommun.
COVERED = """
    select source, kommun_code, live_from, live_to
    from core.covered
    where list_contains(getvariable('visible'), audience)
"""
STOPS = """
    select source::varchar, max(registered_on) as stop, list(distinct kommun_code::varchar)
    from out.incident
    group by all
    order by all
"""


@dataclass(frozen=True)
class Unit:
    """One source in one kommun, or in all of the forum's together."""

    source: str
    kommun_code: str  # "" for the forum
    series: pd.DataFrame  # problem_type ("" for all), level, area_code
    entries: pd.DataFrame  # series, weeks_ago, age, count, is_long_interval
    running: date  # Monday of the week that was running at the source's data stop
    latest: int  # weeks ago of the last whole week
    history: int
    unread: np.ndarray

    def reports(self, *, window: int) -> Reports:
        """What happened in the course of more than 14 days has no week, but counts among four."""
        rows = self.entries if window > 1 else self.entries[~self.entries["is_long_interval"]]
        series, weeks_ago, age, count = (
            rows[name].to_numpy(int) for name in ("series", "weeks_ago", "age", "count")
        )
        return Reports(series, weeks_ago, age, count, len(self.series), self.history, self.unread)


def units(db: duckdb.DuckDBPyConnection, forum: str) -> Iterator[Unit]:
    covered = db.execute(COVERED).df()
    for source, stop, kommuner in db.execute(STOPS).fetchall():
        places = [(code, [code]) for code in sorted(kommuner)]
        if len(kommuner) > 1:
            places.append(("", sorted(kommuner)))
        for code, among in places:
            here = covered[(covered["source"] == source) & covered["kommun_code"].isin(among)]
            yield _unit(db, source, code, among, stop=stop, covered=here, forum=forum)


def _unit(
    db: duckdb.DuckDBPyConnection,
    source: str,
    kommun: str,
    kommuner: list[str],
    *,
    stop: date,
    covered: pd.DataFrame,
    forum: str,
) -> Unit:
    running = stop - timedelta(days=stop.weekday())
    entries = db.execute(
        ENTRIES,
        {
            "source": source,
            "kommuner": kommuner,
            "whole": "" if kommun else forum,
            "levels": ["kommun", "regso", "deso"] if kommun else ["forum"],
            "running": running,
            "stop": stop,
        },
    ).df()
    key = ["problem_type", "level", "area_code"]
    entries["series"] = entries.groupby(key, sort=False).ngroup()
    series = entries.drop_duplicates("series").sort_values("series")[key]
    is_read = _is_read(covered, kommuner, running=running, stop=stop)
    history = int(np.flatnonzero(is_read).max(initial=-1)) + 1
    return Unit(
        source=source,
        kommun_code=kommun,
        series=series.assign(source=source, kommun_code=kommun),
        entries=entries,
        running=running,
        latest=0 if stop.weekday() == 6 else 1,
        history=history,
        unread=np.flatnonzero(~is_read[:history]),
    )


def _is_read(
    covered: pd.DataFrame, kommuner: list[str], *, running: date, stop: date
) -> np.ndarray:
    """(BACK,) by weeks ago: whether there are files of every day of it, for every kommun."""
    days = np.datetime64(running) + 6 - np.arange(7 * BACK)  # Sunday first
    is_read = np.ones(len(days), bool)
    for kommun in kommuner:
        spans = covered.loc[covered["kommun_code"] == kommun, ["live_from", "live_to"]]
        spans = spans.to_numpy("datetime64[D]")
        is_read &= ((days[:, None] >= spans[:, 0]) & (days[:, None] <= spans[:, 1])).any(axis=1)
    weeks: np.ndarray = (is_read | (days > np.datetime64(stop))).reshape(BACK, 7)
    return np.all(weeks, axis=1)
