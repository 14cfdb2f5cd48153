"""Questions about what two sources may have told of twice."""

from __future__ import annotations

from typing import Any

from dashboard.database import Edition


def proposals(edition: Edition, *, limit: int) -> list[dict[str, Any]]:
    """Pairs of the latest four weeks, largest first: problem, place, occurred_on, title, other_title,
    count, other_count, and `pairs`: how many there are in all."""
    return edition.rows(
        """
        select
            problem_type.name as problem,
            coalesce(area.name, kommun.name) as place,
            occurred_on,
            source.title,
            other.title as other_title,
            pair.count,
            other_count,
            (count(*) over ())::integer as pairs,
        from out.possible_duplicate as pair
        cross join out.edition
        join out.problem_type using (problem_type)
        join out.source on source.source = pair.source
        join out.source as other on other.source = pair.other_source
        join out.area as kommun on kommun.area_code = pair.kommun_code
        left join out.area as area on area.area_code = pair.area_code
        where occurred_on > edition.data_stop - interval 28 days
        order by
            pair.count + other_count desc, occurred_on desc, problem_type.position,
            place collate sv, source.title, other.title
        limit $limit
        """,
        limit=limit,
    )
