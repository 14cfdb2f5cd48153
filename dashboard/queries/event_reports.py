"""Questions about where the police went: activity, and never a rate."""

from __future__ import annotations

import pandas as pd

from dashboard.database import Edition


def latest(edition: Edition, *, period: str, periods: int) -> pd.DataFrame:
    """source, event_name ("" for all kinds together), starts_on, count: the latest periods with
    rows, in order. `period` is "week" or "quarter". The kommuner are summed."""
    return edition.query(
        """
        select source, coalesce(event_name, '') as event_name, starts_on, sum(count)::integer as count
        from out.event_report
        where period = $period
        group by source, event_report.event_name, starts_on
        qualify dense_rank() over (partition by source order by starts_on desc) <= $periods
        order by source, event_name collate sv, starts_on
        """,
        period=period,
        periods=periods,
    )
