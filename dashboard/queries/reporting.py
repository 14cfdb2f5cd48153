"""Questions about who has reported: silence and calm are two things."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.database import Edition
from dashboard.queries import about

OBSERVERS = ("observer_reports", "est_reports")  # the sources whose rows name who reports


def told_by(edition: Edition) -> list[str]:
    """Which of those sources there is anything from."""
    there = {source["source"] for source in about.sources(edition)}
    return [name for name in OBSERVERS if name in there]


def latest(edition: Edition, *, weeks: int) -> pd.DataFrame:
    """The latest weeks: a row of out.reporting per organisation and week, in order.

    A week that was not over when the file was taken out is not among them: nobody is late with it.
    """
    return edition.query(
        """
        select reporting.*
        from out.reporting
        cross join (select max(extracted_at) as taken from out.batch where list_contains($sources, source::varchar))
        where week + 7 <= coalesce(taken, 'infinity')
        qualify week > max(week) over () - 7 * $weeks
        order by organisation collate sv, week
        """,
        sources=list(OBSERVERS),
        weeks=weeks,
    )


def heard(edition: Edition, *, week: date) -> tuple[int, int] | None:
    """How many of those whose report was due for the week have sent one; None where none was.

    One that reports every other week is due when it has reported, or when both have passed.
    """
    [row] = edition.rows(
        """
        select
            count(*) filter (is_received)::integer as received,
            count(*) filter (is_received or is_missing)::integer as due,
        from out.reporting
        where week = $week and is_expected
        """,
        week=week,
    )
    return (row["received"], row["due"]) if row["due"] else None


def heard_from(edition: Edition, *, week: date) -> set[str]:
    """Those that were due for the week, or in their rhythm before it, and have sent something."""
    rows = edition.rows(
        "select organisation from out.reporting where week = $week and is_expected and not is_missing",
        week=week,
    )
    return {row["organisation"] for row in rows}
