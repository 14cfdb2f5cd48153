-- One row per source and number of days: how large a share of what is reported within a year of
-- the incident has been reported that soon. From incidents one to three years before the data stop.
-- A source that does not say when a row was written, or when it happened, is never late: not here.
create table core.delay as
with
stop as (
    select source, max(registered_on) as data_stop
    from core.incident
    where not is_long_interval
    group by all
),
source as (
    select
        source,
        greatest(registered_on - occurred_on, 0) as days,
        count,
        data_stop - occurred_on as age,
    from core.incident
    join stop using (source)
    join core.source using (source)
    where not is_long_interval and has_delay
),
shaped as (
    select source, days, sum(count) as reported
    from source
    where age between 365 and 3 * 365 and days <= 365
    group by all
)
select
    source,
    days,
    sum(reported) over (partition by source order by days)
        / sum(reported) over (partition by source) as reported_share,
    sum(reported) over (partition by source)::integer as basis,
from shaped;
