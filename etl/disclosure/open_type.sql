-- One row per source of incidents and problem type that it can tell of: what the public may have of it.
create table core.open_type as
with
told as (
    select distinct source, problem_type from core.category
    union
    select distinct source, 'ovrigt' from core.live
),
definition as (
    -- as long as this is the same, two editions have counted the same thing
    select
        source,
        md5(string_agg(concat_ws('|', category, problem_type, group_code, finest_level, finest_period), ';' order by category)) as definition,
    from core.category
    join core.problem_type using (problem_type)
    group by source
)
select
    source,
    problem_type,
    group_code,
    finest_period = 'week' as is_monthly,
    finest_period = 'week' and finest_level <> 'kommun' as is_placed,
    coalesce(definition.definition, '') as definition,
from told
join core.problem_type using (problem_type)
left join definition using (source)
where source in (select source from core.live where audience = 'shared')
order by source, position;
