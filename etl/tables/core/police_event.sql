-- One row per published event: the latest text of each id.
create table core.police_event as
select police_event.* exclude (batch), batch.source
from raw.police_event
join core.batch on batch.batch = police_event.batch
qualify row_number() over (
    partition by event_id order by published_at desc, police_event.batch desc
) = 1;
