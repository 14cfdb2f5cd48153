-- One row per source, kommun, month, problem type and RegSO, of the quarters in open_quarter. What is
-- never shown finer than kommun and quarter is not kept finer: it stands in the quarter's first month.
-- Counted and sorted as enums, in half the memory that texts take.
create table core.open_count as
with
counted as (
    select
        incident.source,
        incident.kommun_code,
        year(occurred_on)::integer as year,
        case when is_monthly then month(occurred_on) else 3 * quarter(occurred_on) - 2 end::integer as month,
        incident.problem_type,
        case when is_placed then regso_code end as regso_code,
        sum(count)::integer as count,
    from core.incident
    join core.open_type using (source, problem_type)
    join core.open_quarter as whole
        on whole.source = incident.source and whole.kommun_code = incident.kommun_code
            and whole.year = year(occurred_on) and whole.quarter = quarter(occurred_on)
    where audience = 'shared'
    group by all
    order by all
)
select * replace (
    source::varchar as source,
    kommun_code::varchar as kommun_code,
    problem_type::varchar as problem_type,
    regso_code::varchar as regso_code
)
from counted;
