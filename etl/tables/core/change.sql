-- One row per row of an extract that this edition counts differently from the one before. A row
-- without an id has no name: rows are then compared as multisets on everything but the count.
-- new        occurred after the earlier data stop
-- late       occurred before it, registered after it
-- corrected  registered before it, and not there before, or there with another content
-- reclassified  as corrected, and now another problem type; only a row with an id can tell
-- removed    there before, not any more
create table core.change as
with
-- Batches that stand exactly as they stood cannot have changed anything.
touched as (
    select batch from (
        (select batch, kommun_code, live_from, live_to from core.live
         except select batch, kommun_code, live_from, live_to from core.live_before)
        union all
        (select batch, kommun_code, live_from, live_to from core.live_before
         except select batch, kommun_code, live_from, live_to from core.live)
    )
),
stop as (
    select
        live_before.source,
        kommun_code,
        -- the day the earlier files were taken out, as their own last registration tells it
        least(max(live_before.live_to), max(batch.period_to))::date as data_stop,
    from core.live_before
    join core.batch using (batch)
    group by all
),
source as (
    select incident.*, live.source, live.audience, count as now, 0 as before
    from raw.incident
    join core.live on live.batch = incident.batch and live.kommun_code = incident.kommun_code
        and registered_on between live_from and live_to
    where incident.batch in (select batch from touched)
        -- what had no files before has not changed
        and (live.source, live.kommun_code) in (select (source, kommun_code) from stop)
    union all
    select incident.*, live.source, live.audience, 0 as now, count as before
    from raw.incident
    join core.live_before as live
        on live.batch = incident.batch and live.kommun_code = incident.kommun_code
        and registered_on between live_from and live_to
    where incident.batch in (select batch from touched)
),
content as (
    select
        source,
        audience,
        kommun_code,
        incident_id,
        area_code,
        category,
        organisation,
        occurred_from,
        occurred_to,
        time_from,
        time_to,
        registered_on,
        sum(now)::integer as now,
        sum(before)::integer as before,
    from source
    group by all
    having incident_id is not null or sum(now) <> sum(before)
),
shaped as (
    select
        source,
        coalesce(audience, 'municipality-' || kommun_code) as audience,
        kommun_code,
        -- an unknown start is not an unknown end: what is missing keeps its place
        coalesce(incident_id, concat_ws(
            '|', coalesce(area_code, ''), coalesce(category, ''), coalesce(organisation, ''),
            coalesce(occurred_from::varchar, ''), coalesce(occurred_to::varchar, ''),
            coalesce(time_from::varchar, ''), coalesce(time_to::varchar, ''), registered_on
        )) as row_key,
        arg_max(category, now) as category,
        arg_max(category, before) as category_before,
        arg_max(registered_on, now) as registered_on,
        arg_max(coalesce(occurred_to, occurred_from, registered_on), now) as occurred_on,
        sum(now)::integer as now,
        sum(before)::integer as before,
    from content
    group by all
    having bool_or(now <> before)
)
select
    edition.number as edition,
    shaped.source,
    audience,
    case
        when now = 0 then 'removed'
        when before > 0 and category.problem_type <> earlier.problem_type then 'reclassified'
        when before > 0 or registered_on <= stop.data_stop then 'corrected'
        when occurred_on <= stop.data_stop then 'late'
        else 'new'
    end as kind,
    kommun_code,
    coalesce(category.problem_type, 'ovrigt') as problem_type,
    date_trunc('week', occurred_on)::date as week,
    registered_on,
    now - before as count,
from shaped
join stop using (source, kommun_code)
cross join core.edition
left join core.category on category.source = shaped.source and category.category = shaped.category
left join core.category as earlier
    on earlier.source = shaped.source and earlier.category = shaped.category_before;
