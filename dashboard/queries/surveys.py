"""Questions about trygghetsundersökningar, yearly statistics and the police's public events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.database import Edition


def surveys(edition: Edition) -> dict[str, str]:
    """Name by code of the surveys that are loaded, in alphabetical order."""
    found = edition.rows(
        """
        select survey, any_value(survey_name) as name from out.question
        group by survey
        order by name collate sv
        """
    )
    return {row["survey"]: row["name"] for row in found}


def surveys_of(edition: Edition, *, area: str) -> dict[str, str]:
    """The same of those that have an answer for the whole of `area`."""
    rows = edition.rows(
        """
        select distinct survey from out.survey_result
        where area_code = $area and district is null and group_name is null and value is not null
        """,
        area=area,
    )
    there = {row["survey"] for row in rows}
    return {code: name for code, name in surveys(edition).items() if code in there}


def summary(edition: Edition, *, survey: str, area: str) -> pd.DataFrame:
    """question, unit, year, value, lower, upper, respondents: the whole area, by question and year."""
    return edition.query(
        """
        select question, unit, year, value, lower, upper, respondents
        from out.survey_result
        where survey = $survey and area_code = $area
            and district is null and group_name is null and value is not null
        order by question collate sv, year
        """,
        survey=survey,
        area=area,
    )


def districts(edition: Edition, *, survey: str, area: str) -> list[str]:
    """The parts of `area` that the survey itself has drawn, by name."""
    rows = edition.rows(
        """
        select distinct district from out.survey_result
        where survey = $survey and area_code = $area and district is not null and value is not null
        order by district collate sv
        """,
        survey=survey,
        area=area,
    )
    return [row["district"] for row in rows]


def questions(edition: Edition, *, survey: str) -> list[str]:
    """What is asked, in alphabetical Swedish order."""
    found = edition.rows(
        """
        select distinct question from out.survey_result
        where survey = $survey and value is not null
        order by question collate sv
        """,
        survey=survey,
    )
    return [row["question"] for row in found]


def asked(edition: Edition, *, survey: str, question: str) -> dict[str, Any]:
    """How the question was asked the last time: a row of out.question."""
    return edition.rows(
        """
        select * from out.question
        where survey = $survey and question = $question
        order by year desc
        limit 1
        """,
        survey=survey,
        question=question,
    )[0]


def answers(edition: Edition, *, survey: str, question: str, areas: Sequence[str]) -> pd.DataFrame:
    """area_code, year, value, lower, upper, interval_by, respondents: per whole area and year."""
    return edition.query(
        """
        select area_code, year, value, lower, upper, interval_by, respondents
        from out.survey_result
        where survey = $survey and question = $question and list_contains($areas, area_code)
            and district is null and group_name is null and value is not null
        order by area_code, year
        """,
        survey=survey,
        question=question,
        areas=list(areas),
    )


def parts(edition: Edition, *, survey: str, question: str, area: str) -> pd.DataFrame:
    """district or group_name, value, lower, upper, respondents: parts of an area, its last year."""
    return edition.query(
        """
        select district, group_name, year, value, lower, upper, respondents
        from out.survey_result
        where survey = $survey and question = $question and area_code = $area
            and (district is not null or group_name is not null) and value is not null
        qualify year = max(year) over ()
        order by district is null, district collate sv, group_name collate sv
        """,
        survey=survey,
        question=question,
        area=area,
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
