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
        select distinct indicator from out.indicator
        where survey = 'anmalda_brott'
        order by indicator collate sv
        """
    )
    return [row["indicator"] for row in found]


def crime_years(edition: Edition, *, crime: str) -> pd.DataFrame:
    """area_code, year, count, per_100000: one row per kommun and year."""
    return edition.query(
        """
        select
            area_code,
            year,
            max(value) filter (unit = 'count') as count,
            max(value) filter (unit = 'per_100000') as per_100000,
        from out.indicator
        where survey = 'anmalda_brott' and indicator = $crime and length(area_code) = 4
        group by all
        having count is not null and per_100000 is not null
        order by area_code, year
        """,
        crime=crime,
    )
