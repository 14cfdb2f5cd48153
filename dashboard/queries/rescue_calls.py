"""Questions about what the rescue services were called out to: per kind and year."""

from __future__ import annotations

import pandas as pd

from dashboard.database import Edition


def yearly(edition: Edition, *, years: int) -> pd.DataFrame:
    """source, kind, year, count, months: the latest years, all kommuner of the edition together.

    `months` is how many of the year's months have been read in.
    """
    return edition.query(
        """
        select
            source,
            kind,
            year(month)::integer as year,
            sum(count)::integer as count,
            count(distinct month)::integer as months,
        from out.rescue_call
        group by source, kind, year(month)
        qualify dense_rank() over (order by year(month) desc) <= $years
        order by kind, year
        """,
        years=years,
    )
