-- One row per source, problem type (none: all together) and recent week: how large a share of what such
-- a week comes to within a year has usually been reported by the data stop, and how that share has
-- varied. The weeks it is learnt from are those one to three years before the data stop. A source
-- that does not say when a row was written is never late: not here.
create table out.completeness as
with
stop as (
    select
        source,
        max(registered_on) as data_stop,
        date_trunc('week', max(registered_on))::date as running,
    from out.incident
    group by all
),
source as (
    select
        incident.source,
        problem_type,
        week,
        -- the least age, in weeks after the running one, at which a week shows the report
        greatest(ceil((registered_on - week - (data_stop - running)) / 7), 0)::integer as age,
        count,
    from out.incident
    join stop using (source)
    join out.source using (source)
    where has_delay
        and not is_long_interval
        and week between data_stop - 3 * 365 and data_stop - 371
        and registered_on <= week + 371
),
counted as (
    select source, problem_type, week, age, sum(count) as count
    from source
    group by grouping sets ((source, problem_type, week, age), (source, week, age))
),
shaped as (
    select
        source,
        problem_type,
        week,
        range::integer as weeks_ago,
        coalesce(sum(count) filter (age <= range), 0) as reported,
        sum(count) as final,
    from counted, range(0, 53)
    group by all
)
select
    shaped.source,
    problem_type,
    running - 7 * weeks_ago as week,
    sum(reported) / sum(final) as reported_share,
    -- weeks with few reports vary by chance alone, and few weeks have no twentieth
    case when count(*) filter (final >= 10) >= 20
        then quantile_cont(reported / final, 0.05) filter (final >= 10) end as lower,
    case when count(*) filter (final >= 10) >= 20
        then quantile_cont(reported / final, 0.95) filter (final >= 10) end as upper,
    sum(final)::integer as basis,
from shaped
join stop using (source)
group by all
order by shaped.source, problem_type, week;

comment on table out.completeness is 'Hur stor del av en veckas anmälningar som brukar ha kommit in';
comment on column out.completeness.source is 'Källa';
comment on column out.completeness.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.completeness.week is 'Veckans måndag';
comment on column out.completeness.reported_share is 'Andel som brukar ha kommit in, 0 till 1';
comment on column out.completeness.lower is 'Så liten har andelen varit i en vecka av tjugo; tomt när underlaget är för litet';
comment on column out.completeness.upper is 'Så stor har andelen varit i en vecka av tjugo';
comment on column out.completeness.basis is 'Antal som andelen bygger på';
