"""Questions about reports of concern for a child (*orosanmälningar*): per kommun and month at the
finest."""

from __future__ import annotations

import pandas as pd

from dashboard.database import Edition


def monthly(edition: Edition, *, quarters: int) -> pd.DataFrame:
    """source, kommun, quarter, month, count: the months of the latest quarters, in order."""
    return edition.query(
        """
        select
            source, area.name as kommun, date_trunc('quarter', month)::date as quarter, month, count
        from out.concern_report
        join out.area on area.area_code = concern_report.kommun_code
        qualify dense_rank() over (order by quarter desc) <= $quarters
        order by month, kommun collate sv
        """,
        quarters=quarters,
    )
