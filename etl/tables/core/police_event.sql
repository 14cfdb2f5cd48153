-- One row per published event: the latest text of each id. What an event is now decides whether it is
-- shown: of the types that we show per kommun and quarter at the finest none is, however public, nor
-- is one of a type that nobody has said what it is.
create table core.police_event as
with
latest as (
    select police_event.* exclude (batch), batch.source
    from raw.police_event
    join core.batch on batch.batch = police_event.batch
    qualify row_number() over (
        partition by event_id order by published_at desc, police_event.batch desc
    ) = 1
)
select latest.*
from latest
join core.police_event_type using (event_type)
left join core.problem_type using (problem_type)
where coalesce(problem_type.finest_period, 'week') = 'week';
