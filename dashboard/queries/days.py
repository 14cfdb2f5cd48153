"""Questions about the calendar: which named days there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.database import Edition, per_edition
from dashboard.state import WEEK


def between(
    edition: Edition, *, kommuner: tuple[str, ...], first: date, last: date
) -> list[dict[str, Any]]:
    """name, kind, date_from, date_to of what touches `first` to `last` here, in its order."""
    return edition.rows(
        """
        select name, kind, date_from, date_to
        from out.calendar
        where date_from <= $last and date_to >= $first
            and (kommun_code = '' or list_contains($kommuner, kommun_code))
        order by date_from, name collate sv
        """,
        kommuner=list(kommuner),
        first=first,
        last=last,
    )


@per_edition(512)
def by_week(edition: Edition, *, first: date, last: date, kommuner: tuple[str, ...]) -> list[str]:
    """For each week from `first` to `last` (Mondays) the names of its days, but pay-day weekends:
    those come every month."""
    weeks = [first + n * WEEK for n in range((last - first) // WEEK + 1)]
    found = between(edition, kommuner=kommuner, first=first, last=last + WEEK)
    named = [day for day in found if day["kind"] != "lon"]
    return [
        ", ".join(
            dict.fromkeys(
                day["name"]
                for day in named
                if day["date_from"].date() < monday + WEEK and day["date_to"].date() >= monday
            )
        )
        for monday in weeks
    ]
