"""The weeks of a place, each beside the same week a year before."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.queries import about, incidents
from dashboard.queries.places import Place
from dashboard.state import WEEK, a_year

WEEKS = 52


@per_edition(256)
def of_place(
    edition: Edition,
    types: tuple[str, ...],
    place: Place,
    *,
    source: str,
    last: date,
    start: date,
) -> pd.DataFrame:
    """The weeks up to `last`, each with the same week a year before: also for other periods.

    Weeks before `start`, when nothing was read in, are missing and not zero.
    """
    weekly_types = set(about.shown_per(edition, "week")["problem_type"])
    rows = incidents.weekly(
        edition,
        source=source,
        kommuner=place.kommuner,
        types=[t for t in types if t in weekly_types],
        level=place.level if place.level in incidents.COLUMNS else None,
        area=place.code,
        first=last - 2 * WEEKS * WEEK,
        last=last,
    )
    is_known = rows["week"].to_numpy() >= np.datetime64(start)
    return with_year_before(rows.assign(count=rows["count"].where(is_known)))


def with_year_before(rows: pd.DataFrame) -> pd.DataFrame:
    """week, count, earlier: the latest 52 of `rows` (week, count, at least 105 weeks in order)."""
    weeks, counts = rows["week"].array[-WEEKS:], rows["count"].to_numpy()
    back = [a_year(week) // WEEK for week in weeks.date]
    return pd.DataFrame({"week": weeks, "count": counts[-WEEKS:], "earlier": counts[np.arange(-WEEKS, 0) - back]})  # fmt: skip
