"""What a version keeps of what everybody may see: the public's own tables, and what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.database import Edition

# of several kommuner a sum is known where every part of it is
TOGETHER = "case when count(count) = $parts then sum(count)::integer end as count"
# a quarter is published a month after its end at the earliest, and so is the year with it
OVER_QUARTER = "date_trunc('quarter', {}) + interval 4 months <= $until"
OVER_YEAR = "make_date(year + 1, 2, 1) <= $until"
OF_TYPE = {
    "by_year": f"""
        select problem_type, year, {TOGETHER}, name
        from out.open_type_year
        join out.problem_type using (problem_type)
        where source = $source and list_contains($kommuner, kommun_code) and {OVER_YEAR}
        group by all
        order by any_value(position), year
    """,
    "by_quarter": f"""
        select problem_type, quarter, {TOGETHER}, name
        from out.open_type_quarter
        join out.problem_type using (problem_type)
        where source = $source and list_contains($kommuner, kommun_code)
            and {OVER_QUARTER.format("quarter")}
            and quarter > (select max(quarter) from out.open_type_quarter where source = $source and {OVER_QUARTER.format("quarter")}) - interval 2 years
        group by all
        order by any_value(position), quarter
    """,
}
BY_MONTH = f"""
    select month, {TOGETHER}
    from out.open_month
    where source = $source and list_contains($kommuner, kommun_code)
        and {OVER_QUARTER.format("month")}
        and month > (select max(month) from out.open_month where source = $source and {OVER_QUARTER.format("month")}) - interval 2 years
    group by all
    order by month
"""
BY_REGSO = f"""
    select
        if(regso_code = 'okänd', open.kommun_code || ' okänd', coalesce(regso_code, open.kommun_code)) as area_code,
        coalesce(area.name, kommun.name || ', okänd plats') as area_name,
        coalesce(group_name, 'Alla') as group_name,
        year,
        count,
    from out.open_regso_year as open
    join out.area as kommun on kommun.area_code = open.kommun_code
    left join out.area as area on area.area_code = coalesce(regso_code, open.kommun_code)
    left join (select distinct group_code, group_name from out.problem_type) using (group_code)
    where source = $source and list_contains($kommuner, open.kommun_code)
        and year = (select max(year) from out.open_regso_year where source = $source and {OVER_YEAR})
    order by open.kommun_code, regso_code nulls first, group_code nulls first
"""
LEFT_OUT = """
    select coalesce(name, 'Alla kommuner') as area_name, said
    from out.open_left_out
    left join out.area on area_code = open_left_out.kommun_code
    where source = $source and (open_left_out.kommun_code is null or list_contains($kommuner, open_left_out.kommun_code))
    order by open_left_out.kommun_code nulls first, said
"""


def published(
    public: Edition, *, source: str, kommuner: Sequence[str], until: date
) -> dict[str, pd.DataFrame]:
    """by_year, by_quarter (two years), by_month (two years), by_regso (the latest year) and left_out, as
    far as they can have been published on the day `until`; a count that is hidden is None. Problem types that have none at all are not there."""
    asked = {"source": source, "kommuner": list(kommuner), "until": until}
    tables = {
        name: public.query(sql, **asked, parts=len(kommuner)) for name, sql in OF_TYPE.items()
    }
    some = {
        name: rows[rows["count"].fillna(1).groupby(rows["problem_type"]).transform("sum") > 0]
        for name, rows in tables.items()
    }
    return {
        **some,
        "by_month": public.query(BY_MONTH, **asked, parts=len(kommuner)),
        "by_regso": public.query(BY_REGSO, **asked),
        "left_out": public.query(LEFT_OUT, source=source, kommuner=list(kommuner)),
    }
