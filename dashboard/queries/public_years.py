"""What anybody may know of a problem in a kommun: whole years, from the public's own edition."""

from __future__ import annotations

from typing import Any

from dashboard.database import Edition

SHOWN = 3  # the latest years


def years(
    edition: Edition, *, problem_type: str, kommun_code: str, source: str, before: int
) -> list[dict[str, Any]]:
    """year, count, title, publisher and counted of the latest whole years before `before`, oldest
    first; of `source`, or of the one with the most where that is "". None that is hidden."""
    return edition.rows(
        """
        with told as (
            select *, sum(count) over (partition by source) as every from out.open_type_year
            where problem_type = $problem_type and kommun_code = $kommun_code and year < $before
                and count is not null and (source = $source or $source = '')
        )
        select year, count, title, publisher, counted
        from told join out.source using (source)
        where every = (select max(every) from told)
        order by year desc limit $shown
        """,
        problem_type=problem_type,
        kommun_code=kommun_code,
        source=source,
        before=before,
        shown=SHOWN,
    )[::-1]
