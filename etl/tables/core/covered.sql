-- One row per stretch of days of registration that a file tells of. Rows stand on the days that their
-- file speaks for, and a monthly file speaks to the month's end. But one that was taken out before it
-- does not know the days after its last registration: they are told of only where the next
-- file begins so soon that they can be days on which nothing was reported.
create table core.covered as
with
told as (
    select
        live.source,
        coalesce(live.audience, 'municipality-' || kommun_code) as audience,
        kommun_code,
        live_from::date as live_from,
        live_to::date as live_to,
        least(live_to, period_to)::date as last_told,
    from core.live
    join core.batch using (batch)
)
select
    source,
    audience,
    kommun_code,
    live_from,
    case
        when lead(live_from) over (partition by source, audience, kommun_code order by live_from) <= last_told + 14
            then live_to
        else last_told
    end as live_to,
from told
where live_from <= last_told;
