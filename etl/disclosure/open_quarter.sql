-- One row per source, kommun and quarter that the files cover, and a month more for what is reported late.
create table core.open_quarter as
with
live as (
    select source, kommun_code, live_from, live_to,
    from core.covered
    where audience = 'shared'
),
marked as (
    -- between two files there may be days on which nothing was reported
    select *, coalesce(live_from > max(live_to) over before + 14, false) as is_after_gap,
    from live
    window before as (
        partition by source, kommun_code order by live_from rows between unbounded preceding and 1 preceding
    )
),
numbered as (
    select *, count(*) filter (is_after_gap) over (partition by source, kommun_code order by live_from) as stretch,
    from marked
),
kept as (
    -- what has been pruned is not zero
    select source::varchar as source, min(registered_on) as first_kept,
    from core.incident
    where audience = 'shared'
    group by all
),
covered as (
    select source, kommun_code, greatest(min(live_from), first_kept) as first_day, max(live_to) as last_day,
    from numbered
    join kept using (source)
    group by source, kommun_code, stretch, first_kept
)
select source, kommun_code, year(first)::integer as year, quarter(first)::integer as quarter,
from covered, range(date_trunc('quarter', first_day), last_day, interval 3 months) as quarters (first)
where first + interval 14 days >= first_day and first + interval 4 months <= last_day + interval 1 day
order by all;
