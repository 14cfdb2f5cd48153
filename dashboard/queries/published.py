"""What everybody may see of the incidents: whole tables of the public's own edition, as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.database import Edition


@dataclass(frozen=True)
class Choices:
    """The choice that there is: a source, a kommun and a year, each of which something is published of."""

    sources: dict[str, str]  # name -> title
    kommuner: dict[str, str]  # code -> name
    years: tuple[int, ...]  # the latest first
    source: str
    kommun: str
    year: int


def choices(public: Edition, *, source: str, kommun: str, year: str) -> Choices | None:
    """What can be chosen, and what has been: the first, or the latest, for what cannot be. None where
    nothing has been published."""
    rows = public.rows(
        """
        select distinct source, title, open.kommun_code, name, year(quarter) as year
        from out.open_type_quarter as open
        join out.source using (source)
        join out.area on area_code = open.kommun_code
        order by title collate sv, name collate sv, year desc
        """
    )
    if not rows:
        return None
    sources = {row["source"]: row["title"] for row in rows}
    source = source if source in sources else next(iter(sources))
    kommuner = {row["kommun_code"]: row["name"] for row in rows if row["source"] == source}
    kommun = kommun if kommun in kommuner else next(iter(kommuner))
    years = tuple(r["year"] for r in rows if (r["source"], r["kommun_code"]) == (source, kommun))
    chosen = int(year) if year.isdecimal() and int(year) in years else years[0]
    return Choices(sources, kommuner, years, source, kommun, chosen)


def by_type(public: Edition, chosen: Choices) -> pd.DataFrame:
    """name, quarter (1-4; 0 is the year), count (NA: hidden), is_final; all together comes first."""
    return _asked(
        public,
        chosen,
        """
        with told as (
            select source, kommun_code, problem_type, year(quarter) as year, quarter(quarter) as quarter, count, is_final
            from out.open_type_quarter
            union all
            select source, kommun_code, problem_type, year, 0, count, true from out.open_type_year
        )
        select coalesce(name, problem_type, 'Alla') as name, quarter, count, is_final
        from told left join out.problem_type using (problem_type)
        where source = $source and kommun_code = $kommun and year = $year
        order by position nulls first, quarter
        """,
    )


def by_month(public: Edition, chosen: Choices) -> pd.DataFrame:
    """month (its first day), count (NA: hidden)."""
    return _asked(
        public,
        chosen,
        """
        select month, count from out.open_month
        where source = $source and kommun_code = $kommun and year(month) = $year
        order by month
        """,
    )


def by_regso(public: Edition, chosen: Choices) -> pd.DataFrame:
    """name, group_name, count (NA: hidden), count_per_1000 (NA: of too few); the kommun first."""
    return _asked(
        public,
        chosen,
        """
        select
            coalesce(area.name, if(regso_code = 'okänd', 'Okänd plats', 'Hela kommunen')) as name,
            coalesce(group_name, group_code, 'Alla') as group_name,
            count,
            count_per_1000,
        from out.open_regso_year as open
        left join out.area on area_code = regso_code
        left join (
            select group_code, group_name, min(position) as position from out.problem_type group by all
        ) using (group_code)
        where source = $source and open.kommun_code = $kommun and open.year = $year
        order by regso_code nulls first, position nulls first
        """,
    )


def left_out(public: Edition, *, source: str = "", kommun: str = "") -> list[dict[str, Any]]:
    """title, name (None: all kommuner) and said: of all sources and kommuner, or of one."""
    return public.rows(
        """
        select title, name, said
        from out.open_left_out as left_out
        join out.source using (source)
        left join out.area on area_code = left_out.kommun_code
        where (source = $source or $source = '')
            and (left_out.kommun_code is null or left_out.kommun_code = $kommun or $kommun = '')
        order by title collate sv, name collate sv nulls first
        """,
        source=source,
        kommun=kommun,
    )


def rules(public: Edition) -> list[dict[str, Any]]:
    """edition, set_at, least and width of every rule there has been, the one in force last."""
    return public.rows("from out.open_rule order by edition")


def _asked(public: Edition, chosen: Choices, sql: str) -> pd.DataFrame:
    rows = public.query(sql, source=chosen.source, kommun=chosen.kommun, year=chosen.year)
    return rows.astype({"count": "Int64"})
