"""Questions about the edition itself: whose it is, what it holds, where it comes from.

What every page asks is answered once per edition; nobody may change the answers.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard import swedish
from dashboard.database import Edition, per_edition


@per_edition(8)
def edition(edition: Edition) -> dict[str, Any]:
    """number, published_at, forum, area_code, is_example, data_stop."""
    [row] = edition.rows("select * from out.edition")
    return row


@per_edition(8)
def areas(edition: Edition) -> pd.DataFrame:
    """Every area: area_code, name, level, parent_code, kommun_code, x, y, bounds, population."""
    return _own_texts(edition.query("select * from out.area"))


@per_edition(64)
def at_level(edition: Edition, level: str) -> pd.DataFrame:
    """The areas of one level, by code."""
    found = areas(edition)
    return found[found["level"] == level]


@per_edition(256)
def on_map(edition: Edition, level: str, kommun: str) -> pd.DataFrame:
    """What a map needs of the areas of one level, in one kommun or ("") in all."""
    found = at_level(edition, level)
    if kommun:
        found = found[found["kommun_code"] == kommun]
    return found[["area_code", "name", "level", "kommun_code", "x", "y", "population"]]


@per_edition(8)
def names(edition: Edition) -> dict[str, str]:
    """Every area's name by its code."""
    found = areas(edition)
    return dict(zip(found["area_code"], found["name"], strict=True))


@per_edition(8)
def kommuner(edition: Edition) -> pd.DataFrame:
    """The kommuner among the areas, by name."""
    found = at_level(edition, "kommun")
    return found.iloc[found["name"].map(swedish.alphabetical).argsort(kind="stable")]


def residents(edition: Edition, kommuner: tuple[str, ...]) -> tuple[int, int] | None:
    """How many live in the kommuner together, and in the end of which year; None where unknown."""
    found = at_level(edition, "kommun")
    found = found[found["area_code"].isin(kommuner)]
    if found.empty or found["population"].isna().any():
        return None
    return int(found["population"].sum()), int(found["population_year"].min())


def largest(edition: Edition) -> str | None:
    """The kommun with the most residents, or the first by name where nobody has counted them."""
    found = kommuner(edition).sort_values("population", ascending=False, kind="stable")
    return None if found.empty else found["area_code"].iloc[0]


@per_edition(8)
def problem_types(edition: Edition) -> pd.DataFrame:
    return _own_texts(edition.query("select * from out.problem_type order by position"))


def _own_texts(found: pd.DataFrame) -> pd.DataFrame:
    """With Python's own texts: these are read one by one far more often than they are compared."""
    return found.astype(dict.fromkeys(found.select_dtypes("str"), object))


@per_edition(8)
def type_names(edition: Edition) -> dict[str, str]:
    """Every problem type's name by its code."""
    found = problem_types(edition)
    return dict(zip(found["problem_type"], found["name"], strict=True))


@per_edition(8)
def shown_per(edition: Edition, period: str) -> pd.DataFrame:
    """The problem types whose finest period is "week" or "quarter"."""
    found = problem_types(edition)
    return found[found["finest_period"] == period]


@per_edition(8)
def sources(edition: Edition) -> list[dict[str, Any]]:
    """Each source with what has come in from it, latest first."""
    return edition.rows(
        """
        select
            source.*,
            count(*) as files,
            sum(read) as read,
            sum(accepted) as accepted,
            sum(rejected) as rejected,
            min(period_from) as period_from,
            max(period_to) as period_to,
            max(extracted_at) as extracted_at,
            bool_or(preliminary) as preliminary,
        from out.source
        join out.batch using (source)
        group by all
        order by title collate sv
        """
    )


@per_edition(8)
def counted(edition: Edition) -> dict[str, dict[str, Any]]:
    """The sources of incidents by name, as `sources` gives them: reported crime first, then the
    one with the most. Counts are of one of them, never of several."""
    found = edition.rows(
        """
        select source::varchar as source
        from out.coverage
        join out.source using (source)
        group by all
        order by any_value(counted) <> 'anmälda brott', sum(incidents) desc
        """
    )
    by_name = {source["source"]: source for source in sources(edition)}
    return {row["source"]: by_name[row["source"]] for row in found}


def arrivals(edition: Edition, *, today: date) -> list[dict[str, Any]]:
    """Each source: title, covers_to, extracted_at, age_days, rhythm_days, is_late, prune_from.

    A file is late when half its rhythm again has passed without a new one; one without a rhythm
    never is. From the day `prune_from` on its oldest rows have reached their retention.
    """
    found = []
    for source in sources(edition):
        age = (today - source["extracted_at"].date()).days
        rhythm = source["rhythm_days"]
        oldest = source["period_from"]
        found.append(
            {key: source[key] for key in ("source", "title", "extracted_at", "rhythm_days")}
            | {
                "covers_to": source["period_to"],
                "age_days": max(age, 0),
                "is_late": bool(rhythm) and age > 1.5 * rhythm,
                "prune_from": oldest and oldest.date() + timedelta(days=source["retention_days"]),
            }
        )
    return found


def drift(edition: Edition) -> list[dict[str, Any]]:
    """file, missing, added, others: files whose columns differ from the source's file before."""
    return edition.rows(
        """
        select batch.file, drift.* exclude (batch)
        from out.drift
        join out.batch using (batch)
        order by batch desc
        """
    )


def batches(edition: Edition) -> pd.DataFrame:
    """Every accepted file, the latest first."""
    return edition.query(
        """
        select batch.*, source.title
        from out.batch
        join out.source using (source)
        order by batch desc
        """
    )


def rejects(edition: Edition) -> pd.DataFrame:
    """file, column_name, reason, rejected, first_row."""
    return edition.query(
        """
        select batch.file, reject.* exclude (batch)
        from out.reject
        join out.batch using (batch)
        order by rejected desc, file
        """
    )


def revisions(edition: Edition) -> list[dict[str, Any]]:
    """kind, rows, count: what this edition changed in what was already there."""
    return edition.rows(
        """
        select kind, count(*) as rows, sum(count)::integer as count
        from out.revision
        where edition = (select max(number) from out.edition)
        group by kind
        order by kind
        """
    )
