-- One row per live row of the police's event reports, and whether its kind may be shown per week: it
-- is one that we know, and not one of the types that are shown per quarter at the finest. A row of
-- all kinds together holds those too.
create table core.event_report as
with
weekly as (
    select distinct lower(event_type) as event_name
    from core.police_event_type
    left join core.problem_type using (problem_type)
    where coalesce(finest_period, 'week') = 'week'
)
select
    event_report.* exclude (batch),
    live.source,
    weekly.event_name is not null as is_weekly,
from raw.event_report
join core.live on live.batch = event_report.batch and live.kommun_code = event_report.kommun_code
    and registered_on between live_from and live_to
left join weekly on weekly.event_name = lower(event_report.event_name);
