-- One row per source and recent week: how large a share of the week's reports has usually come in by
-- the data stop.
create table out.completeness as
with
stop as (
    select source, max(registered_on) as data_stop
    from core.incident
    where list_contains(getvariable('visible'), audience)
    group by all
),
day as (
    select source, data_stop, data_stop - range::integer as occurred_on, range::integer as age
    from stop, range(0, 366)
),
shaped as (
    select
        day.source,
        date_trunc('week', occurred_on)::date as week,
        (select max(reported_share) from core.delay
         where delay.source = day.source and delay.days <= day.age) as reported_share,
        (select max(basis) from core.delay where delay.source = day.source) as basis,
    from day
)
select
    source,
    week,
    -- days of the running week that have not come yet are wholly missing
    sum(reported_share) / 7 as reported_share,
    basis,
from shaped
where reported_share is not null
group by source, week, basis
having count(*) = 7 or week >= (select max(data_stop) - 6 from stop)
order by all;

comment on table out.completeness is 'Hur stor del av en veckas anmälningar som brukar ha kommit in';
comment on column out.completeness.source is 'Källa';
comment on column out.completeness.week is 'Veckans måndag';
comment on column out.completeness.reported_share is 'Andel som brukar ha kommit in, 0 till 1';
comment on column out.completeness.basis is 'Antal anmälda brott som andelen bygger på';
