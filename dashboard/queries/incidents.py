"""Questions about incidents, always of one source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.state import Span

ENOUGH = 100  # incidents with a known delay, before a share of them is a share
COLUMNS = {
    "kommun": "kommun_code",
    "regso": "regso_code",
    "deso": "deso_code",
    "plats": "place_code",
}
CODES = ("problem_type", "kommun_code", "area_code")
# Codes are stored as an enum of the edition's own. Compared as such, blocks of rows are skipped
# unread; compared as texts, all are read. As an enum an answer would carry every code along: the
# large one carries numbers, the small ones texts.
HERE = """kommun_code in (
    select kommun_code from out.coverage where list_contains($kommuner, kommun_code)
)"""


def compared(
    edition: Edition,
    *,
    source: str,
    kommuner: Sequence[str],
    level: str,
    span: Span,
    data_stop: date,
) -> pd.DataFrame:
    """problem_type, kommun_code, area_code (missing: no smaller area known), now, before.

    The codes are categories of `codes`.

    `before` is what was known of the earlier weeks as long after them as we are after these.
    """
    rows = edition.query(
        f"""
        with counted as (
            select
                problem_type,
                kommun_code,
                {COLUMNS[level]} as area_code,
                coalesce(sum(count) filter (week >= $first), 0)::integer as now,
                coalesce(sum(count) filter (week < $first), 0)::integer as before,
            from out.incident
            where source = $source
                and {HERE}
                and week between $before_first and $last  -- else no block of rows is skipped
                and (
                    week between $first and $last
                    or (
                        week between $before_first and $before_last and registered_on <= $known
                    )
                )
            group by all
        )
        select
            enum_code(problem_type)::integer as problem_type,
            enum_code(kommun_code)::integer as kommun_code,
            coalesce(enum_code(area_code)::integer, -1) as area_code,
            now,
            before,
        from counted
        """,
        source=source,
        kommuner=list(kommuner),
        first=span.first,
        last=span.last,
        before_first=span.before_first,
        before_last=span.before_last,
        known=data_stop - span.shift,
    )
    kind = pd.CategoricalDtype(codes(edition))
    return rows.assign(**{n: pd.Categorical.from_codes(rows[n], dtype=kind) for n in CODES})


@per_edition(8)
def codes(edition: Edition) -> pd.Index:
    """Every code of the edition's enum, in its order."""
    rows = edition.query("select unnest(enum_range(any_value(problem_type))) from out.incident")
    return pd.Index(rows.iloc[:, 0].astype(object))


def weekly(
    edition: Edition,
    *,
    source: str,
    kommuner: Sequence[str],
    types: Sequence[str],
    level: str | None,
    area: str | None,
    first: date,
    last: date,
) -> pd.DataFrame:
    """week, count: every week from `first` to `last`, also those without incidents.

    Intervals over 14 days are left out: nobody knows their week. `types` empty is all.
    """
    within = f"and {COLUMNS[level]} = $area" if level and area else ""
    # not among the conditions: there every row is asked, not only those of the place
    chosen = "filter (list_contains($types, problem_type))" if types else ""
    return edition.query(
        f"""
        with counted as (
            select week, sum(count) {chosen} as count
            from out.incident
            where source = $source and {HERE} {within}
                and week between $first and $last and not is_long_interval
            group by week
        )
        select range::date as week, coalesce(count, 0)::integer as count
        from range($first::timestamp, $last::timestamp + interval 1 day, interval 7 day)
        left join counted on counted.week = range::date
        order by week
        """,
        source=source,
        kommuner=list(kommuner),
        first=first,
        last=last,
        **({"area": area} if within else {}),
        **({"types": list(types)} if chosen else {}),
    )


@per_edition(64)
def told(edition: Edition, *, source: str) -> frozenset[str]:
    """The problem types that the source has ever told of: of others its silence says nothing."""
    rows = edition.query(
        "select distinct problem_type::varchar as problem_type from out.incident where source = $source",
        source=source,
    )
    return frozenset(rows["problem_type"])


@per_edition(512)
def quarterly(
    edition: Edition, *, source: str, kommuner: tuple[str, ...], quarters: int
) -> pd.DataFrame:
    """problem_type, quarter, count for the types shown no finer, the latest quarters first."""
    return edition.query(
        f"""
        select problem_type::varchar as problem_type, quarter, sum(count)::integer as count
        from out.incident_quarter
        where source = $source and {HERE}
            and quarter > (select max(data_stop) from out.coverage where source = $source)
                - to_months((3 * $quarters)::integer)
        group by all
        order by quarter desc
        """,
        source=source,
        kommuner=list(kommuner),
        quarters=quarters,
    )


@per_edition(64)
def completeness(edition: Edition, *, source: str) -> pd.DataFrame:
    """week, reported_share: how much of a recent week has usually been reported by the data stop.

    Empty where there is too little history to say.
    """
    return edition.query(
        """
        select week, reported_share from out.completeness
        where source = $source and problem_type is null and basis >= $basis
        order by week
        """,
        source=source,
        basis=ENOUGH,
    )


@per_edition(512)
def coverage(edition: Edition, *, source: str, kommuner: tuple[str, ...]) -> dict[str, Any]:
    """data_start, data_stop, and the counts whose place or week is not known so well.

    From data_start on all the kommuner are known. A small kommun has days on which nobody reports
    anything: it is known as far as the others are, unless it begins or ends days apart from them.
    """
    [row] = edition.rows(
        """
        select
            max(case when data_start - first_start <= 3 then first_start else data_start end) as data_start,
            max(case when last_stop - data_stop <= 3 then last_stop else data_stop end) as data_stop,
            coalesce(sum(incidents), 0)::integer as incidents,
            coalesce(sum(without_area), 0)::integer as without_area,
            coalesce(sum(unknown_area), 0)::integer as unknown_area,
            coalesce(sum(converted), 0)::integer as converted,
            coalesce(sum(long_interval), 0)::integer as long_interval,
        from out.coverage
        cross join (
            select min(data_start) as first_start, max(data_stop) as last_stop
            from out.coverage
            where source = $source
        )
        where source = $source and list_contains($kommuner, kommun_code)
        """,
        source=source,
        kommuner=list(kommuner),
    )
    return row
