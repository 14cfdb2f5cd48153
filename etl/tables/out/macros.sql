-- Definitions that travel with the numbers.
create macro out.poisson_z(now, before) as sqrt(2) * (sqrt(now) - sqrt(before));

create macro out.change_word(now, before) as case
    when now < 5 and before < 5 then null
    when out.poisson_z(now, before) >= 3 then 'tydlig avvikelse'
    when out.poisson_z(now, before) >= 2 then 'värt att titta på'
    when out.poisson_z(now, before) <= -2 then 'färre än väntat'
    else 'inom normal variation'
end;

comment on macro out.poisson_z is 'Skillnad mellan två antal, i standardavvikelser när båda är Poissonfördelade';
comment on macro out.change_word is 'Skillnaden i ord; inget ord när båda antalen är under fem';

-- `intervals` names a table, view or CTE with started and ended, local timestamps, one row per event.
create macro out.hour_of_week(intervals) as table
with
source as (
    select
        (isodow(started) - 1) * 1440 + hour(started) * 60 + minute(started) as minute_of_week,
        coalesce(date_diff('minute', started, ended), 0) as minutes,
        coalesce(started is not null and minutes < 7 * 1440, false) as is_known,
    from query_table(intervals)
),
shaped as (
    select
        case when minutes > 1 then minute_of_week else minute_of_week // 60 * 60 end as first,
        case when minutes > 1 then minutes else 60 end as length,
    from source
    where is_known
),
changes as (
    select unnest(range(2 * 7 * 1440)) as minute, 0.0 as change
    union all select first, 1 / length from shaped
    union all select first + length, -1 / length from shaped
),
density as (
    select minute, sum(sum(change)) over (order by minute) as weight
    from changes
    group by minute
)
select minute // 60 % 168 as hour_of_week, greatest(sum(weight), 0) as weight from density group by all
union all select null, count(*) from source where not is_known
order by all;

comment on macro table out.hour_of_week is 'Antal händelser per timme i veckan, 0 är måndag 00; var och en fördelad jämnt över den tid då den kan ha skett. Tom timme: inget är känt om timmen';
