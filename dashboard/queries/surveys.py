"""Questions about trygghetsundersökningar, yearly statistics and the police's public events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.database import Edition


def indicators(edition: Edition, *, survey: str) -> list[str]:
    """What is asked, in alphabetical Swedish order."""
    found = edition.rows(
        """
        select distinct indicator from out.indicator
        where survey = $survey and unit = 'share' and value is not null
        order by indicator collate sv
        """,
        survey=survey,
    )
    return [row["indicator"] for row in found]


def answers(edition: Edition, *, survey: str, indicator: str, areas: Sequence[str]) -> pd.DataFrame:
    """area_code, year, value, lower, upper, respondents, definition: per area and year."""
    return edition.query(
        """
        select area_code, year, value, lower, upper, respondents, definition
        from out.indicator
        where survey = $survey and indicator = $indicator and unit = 'share'
            and list_contains($areas, area_code) and value is not null
        order by area_code, year
        """,
        survey=survey,
        indicator=indicator,
        areas=list(areas),
    )


def events(edition: Edition, *, kommuner: Sequence[str], limit: int) -> list[dict[str, Any]]:
    """The latest published events: event_type, kommun_code, occurred_at."""
    return edition.rows(
        """
        select event_type, kommun_code, occurred_at
        from out.police_event
        where list_contains($kommuner, kommun_code)
        order by occurred_at desc
        limit $limit
        """,
        kommuner=list(kommuner),
        limit=limit,
    )


def crimes(edition: Edition) -> list[str]:
    """The kinds of crime that Brå counts per kommun and year, in alphabetical order."""
    found = edition.rows(
        """
        select indicator as name from out.indicator where survey = 'anmalda_brott'
        union
        select name from out.crime_statistic
        where period_type = 'year' and length(area_code) = 4 and status = 'ok'
        order by name collate sv
        """
    )
    return [row["name"] for row in found]


def crime_years(edition: Edition, *, crime: str) -> pd.DataFrame:
    """source, title, area_code, year, count and per_100000 (one may be missing), is_preliminary: one
    row per source, kommun and year. Sources stand beside each other and are never summed."""
    return edition.query(
        """
        with
        figures as (
            select
                source,
                area_code,
                year,
                max(value) filter (unit = 'count') as count,
                max(value) filter (unit = 'per_100000') as per_100000,
                false as is_preliminary,
            from out.indicator
            where survey = 'anmalda_brott' and indicator = $crime and length(area_code) = 4
            group by all
            having count is not null and per_100000 is not null
            union all by name
            select source, area_code, year(period_start) as year, count, per_100000, is_preliminary
            from out.crime_statistic
            where name = $crime and period_type = 'year' and length(area_code) = 4 and status = 'ok'
        )
        select figures.*, source.title
        from figures
        join out.source using (source)
        order by source, area_code, year
        """,
        crime=crime,
    )


def breaks(edition: Edition, *, crime: str, level: str) -> list[dict[str, Any]]:
    """year, said, source: when the series of this crime at this level of areas changed meaning."""
    return edition.rows(
        """
        select year, said, source
        from out.series_break
        where level in ('', $level) and (
            len(crimes) = 0
            or len(list_filter(crimes, lambda word: contains(lower($crime), word))) > 0
        )
        order by year
        """,
        crime=crime,
        level=level,
    )
