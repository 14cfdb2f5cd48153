"""Questions about what damage costs."""

from __future__ import annotations

from typing import Any

from dashboard.database import Edition


def monthly(edition: Edition, *, months: int) -> list[dict[str, Any]]:
    """source, month, count, with_cost, cost_kr (None: none is known), reported: the latest months
    of each source that have damage in them, the latest first."""
    return edition.rows(
        """
        select
            source,
            month,
            sum(count)::integer as count,
            sum(with_cost)::integer as with_cost,
            sum(cost_kr) as cost_kr,
            sum(reported)::integer as reported,
        from out.damage
        group by source, month
        qualify row_number() over (partition by source order by month desc) <= $months
        order by source, month desc
        """,
        months=months,
    )


def latest(edition: Edition, *, kommun: str) -> list[dict[str, Any]]:
    """source, month, count, reported: the latest month of each source with damage in the kommun."""
    return edition.rows(
        """
        select source, month, sum(count)::integer as count, sum(reported)::integer as reported
        from out.damage
        where kommun_code = $kommun
        group by source, month
        qualify row_number() over (partition by source order by month desc) = 1
        order by source
        """,
        kommun=kommun,
    )
