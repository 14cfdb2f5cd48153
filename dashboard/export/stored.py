"""What a version keeps of the numbers beside the counts, so that an appendix needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.database import Edition
from dashboard.queries import about, dialogue, hours, surveys
from dashboard.queries.incidents import HERE
from dashboard.queries.overview import Overview

BLOCKS = 65  # of four weeks: five years
DAY_PARTS = (("natt", 0, 6), ("förmiddag", 6, 12), ("eftermiddag", 12, 18), ("kväll", 18, 24))
YEAR = timedelta(weeks=52)


def counted(edition: Edition, view: Overview) -> dict[str, pd.DataFrame]:
    """usual, blocks and day_parts of what the overview counts; empty where nothing is known."""
    return {
        "usual": _usual(view),
        "blocks": _blocks(edition, view),
        "day_parts": _day_parts(edition, view),
    }


def told(
    edition: Edition, *, kommuner: Sequence[str], last_year: int, until: date
) -> dict[str, pd.DataFrame]:
    """answers, dialogue, years, compared, breaks and residents of the `kommuner`, as whoever the
    edition is for may see them and as far as they were there on the day `until`: a year's numbers
    come when it is over. Empty where the edition has nothing."""
    years = _years(edition)
    years = years[years["year"] < until.year]
    own = years[years["area_code"].isin(kommuner) & (years["year"] > last_year - 6)]
    latest = years[years["year"] == years["year"].max()]
    found = about.residents(edition, tuple(kommuner))
    return {
        "answers": _answers(edition, kommuner, after=last_year - 6, until=until.year),
        "dialogue": _dialogue(edition, kommuner, until=until),
        "years": own.drop(columns="per_100000"),
        "compared": latest[latest["per_100000"].notna()].drop(columns=["year", "count"]),
        "breaks": edition.query(
            "select distinct year, said from out.series_break order by year, said"
        ),
        "residents": pd.DataFrame(
            [found] if found and found[1] < until.year else [], columns=["count", "year"]
        ),
    }


def _usual(view: Overview) -> pd.DataFrame:
    """problem_type, lower, upper, word: what was to be expected of each, and what is said of it."""
    rows = view.by_type.reindex(columns=["problem_type", "lower", "upper", "word"])
    return rows.assign(word=[w if isinstance(w, str) else None for w in rows["word"]])


def _blocks(edition: Edition, view: Overview) -> pd.DataFrame:
    """problem_type, first_week, count: four weeks at a time, back from the last week shown.

    Only whole blocks that have been read in, and only types that may be shown per week.
    """
    weekly = list(view.weekly_types["problem_type"])
    last = view.span.last
    known = (last - view.coverage["data_start"]).days // 7 + 1
    count = min(BLOCKS, known // 4)
    rows = edition.query(
        f"""
        select
            problem_type::varchar as problem_type,
            datediff('day', week, $last) // 28 as back,
            sum(count)::integer as count,
        from out.incident
        where source = $source and {HERE} and list_contains($types, problem_type)
            and week between $first and $last and not is_long_interval
        group by all
        """,
        source=view.source["source"],
        kommuner=list(view.whole.kommuner),
        types=weekly,
        first=last - timedelta(days=28 * count - 7),
        last=last,
    )
    table = rows.pivot(index="back", columns="problem_type", values="count")
    named = [name for name in weekly if name in table.columns]
    table = table.reindex(index=range(count - 1, -1, -1), columns=named).fillna(0).astype(int)
    starts = [last - timedelta(days=28 * back + 21) for back in table.index]
    return pd.DataFrame(
        {
            "problem_type": np.repeat(named, len(table)),
            "first_week": starts * len(named),
            "count": table.to_numpy().T.ravel(),
        }
    )


def _day_parts(edition: Edition, view: Overview) -> pd.DataFrame:
    """weekday (1 is Monday), part, count: the last year's whole blocks. A source that tells no
    hours has one part a day; what has no known time is in none."""
    source = view.source["source"]
    has_hours, has_weekdays = hours.told(edition, source)
    known = hours.blocks(edition, source=source) if has_weekdays else []
    found = [day for day in known if view.span.last - YEAR < day <= view.span.last]
    if not found:
        return pd.DataFrame(columns=["weekday", "part", "count"])
    name, size = ("hour_of_week", 168) if has_hours else ("weekday", 7)
    rows = hours.weights(
        edition, source=source, kommuner=view.whole.kommuner, types=[], level="kommun",
        blocks=found, by=(name,),
    )  # fmt: skip
    parts = DAY_PARTS if has_hours else (("dygnet", 0, 1),)
    week = hours.filled(rows, name, size).reshape(7, -1)
    return pd.DataFrame(
        [
            (day + 1, part, round(float(week[day, first:last].sum())))
            for day in range(7)
            for part, first, last in parts
        ],
        columns=["weekday", "part", "count"],
    )


def _answers(edition: Edition, kommuner: Sequence[str], *, after: int, until: int) -> pd.DataFrame:
    """What residents answered when asked, per question and year, with how it was asked."""
    rows = edition.query(
        """
        select
            survey_name, question, wording, result.unit, year, area_code, area.name as area_name,
            value, lower, upper, respondents, response_rate,
        from out.survey_result as result
        join out.question using (survey, question, unit, year)
        join out.area using (area_code)
        where list_contains($areas, area_code) and district is null and group_name is null
            and value is not null and year > $after and year <= $until
        order by survey_name collate sv, question collate sv, area_code, year
        """,
        areas=list(kommuner),
        after=after,
        until=until,
    )
    return rows.astype(object)


def _dialogue(edition: Edition, kommuner: Sequence[str], *, until: date) -> pd.DataFrame:
    """method, held_on, area_name, respondents, problem, count: the latest dialogue of each method."""
    rows = dialogue.latest(edition)
    rows = rows[
        rows["kommun_code"].isin(kommuner) & (rows["held_on"] <= pd.Timestamp(until))
    ].rename(columns={"kommun": "area_name"})
    keys = ["method", "held_on", "area_name", "respondents", "problem"]
    rows = rows.groupby(keys, as_index=False, sort=False)["count"].sum()
    order = ["method", "area_name", "count", "problem"]
    return rows.sort_values(order, ascending=[True, True, False, True], kind="stable")


def _years(edition: Edition) -> pd.DataFrame:
    """title, crime, area_code, area_name, year, count, per_100000: published numbers of a year."""
    found = [
        surveys.crime_years(edition, crime=crime).assign(crime=crime)
        for crime in surveys.crimes(edition)
    ]
    columns = ["title", "crime", "area_code", "area_name", "year", "count", "per_100000"]
    if not found:
        return pd.DataFrame(columns=columns)
    rows = pd.concat(found, ignore_index=True)
    rows = rows.assign(area_name=rows["area_code"].map(about.names(edition)))
    return rows[rows["area_name"].notna()][columns]
