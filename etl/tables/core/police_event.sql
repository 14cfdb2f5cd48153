-- One row per published event: the latest text of each id. Events of the types that we show per
-- kommun and quarter at the finest are left out, however public they are.
create table core.police_event as
select police_event.* exclude (batch), batch.source
from raw.police_event
join core.batch on batch.batch = police_event.batch
left join core.police_event_type using (event_type)
left join core.problem_type using (problem_type)
where coalesce(problem_type.finest_period, 'week') = 'week'
qualify row_number() over (
    partition by event_id order by published_at desc, police_event.batch desc
) = 1;
