-- One row per problem type, smallest area, four weeks and hour of the week, of the last year: how many
-- of the incidents stand in that hour, each spread evenly over the time in which it can have happened.
-- A row whose days are known but not its clock time stands in weekdays, one of which days or hours
-- nothing is known in neither. Four weeks and not one, so that no hour here is also a date.
create table out.incident_hour as
with
stop as (
    select source, date_trunc('week', max(data_stop) - 6)::date as last_week
    from out.coverage
    group by source
),
source as (  -- in minutes: how finely it is known, where in the week it begins, how long it is
    select
        incident.source,
        problem_type,
        kommun_code,
        case when problem_type.finest_level <> 'kommun' then regso_code end as regso_code,
        case when problem_type.finest_level not in ('kommun', 'regso') then deso_code end as deso_code,
        last_week - ((last_week - week) // 28 * 28 + 21)::integer as block,
        case
            when started is not null and (ended is not null or occurred_from = occurred_on) then 60
            else 1440
        end as step,
        case
            when step = 60 then isodow(started) * 1440 - 1440 + hour(started) * 60 + minute(started)
            else isodow(occurred_from) * 1440 - 1440
        end as minute,
        case
            when step = 60 then coalesce(date_diff('minute', started, ended), 0)
            when occurred_on < occurred_from then 1440
            else (occurred_on - occurred_from + 1) * 1440
        end as minutes,
        count,
    from core.incident
    join core.problem_type using (problem_type)
    join stop on stop.source = incident.source
    where list_contains(getvariable('visible'), audience) and problem_type.finest_period = 'week'
        and week between last_week - 7 * 51 and last_week
),
shaped as (  -- most are known to lie in one hour or on one day: those need no spreading
    select
        source.* exclude (minute, minutes),
        case when minutes > 1 then minute else minute // 60 * 60 end as first,
        case when minutes > 1 then minutes else 60 end as length,
        first // step as slot,
        (first + length - 1) // step as last_slot,
        coalesce(minutes >= 7 * 1440, true) as is_unknown,
    from source
),
spread as (
    select *, unnest(range(slot, last_slot + 1)) as part
    from shaped
    where slot < last_slot and not is_unknown
),
weighed as (
    select
        * exclude (slot, part) replace (
            count * (least((part + 1) * step, first + length) - greatest(part * step, first)) / length as count
        ),
        part as slot,
    from spread
    union all by name
    select * from shaped where slot = last_slot or is_unknown
)
select
    source,
    problem_type,
    kommun_code,
    regso_code,
    deso_code,
    block,
    case when step = 60 and not is_unknown then slot % 168 end::utinyint as hour_of_week,
    case when not is_unknown then case when step = 60 then slot // 24 else slot end % 7 end::utinyint as weekday,
    sum(count)::float as weight,
from weighed
group by all
order by kommun_code, regso_code, deso_code;

comment on table out.incident_hour is 'När på veckan det hände, det senaste året: händelser fördelade jämnt över den tid då de kan ha skett';
comment on column out.incident_hour.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.incident_hour.problem_type is 'Problemtyp';
comment on column out.incident_hour.kommun_code is 'Kommun';
comment on column out.incident_hour.regso_code is 'RegSO, tomt när platsen inte är känd så noga';
comment on column out.incident_hour.deso_code is 'DeSO, tomt när platsen inte är känd så noga';
comment on column out.incident_hour.block is 'Måndagen i den första av fyra veckor, räknat bakåt från källans datastopp';
comment on column out.incident_hour.hour_of_week is 'Timme i veckan, 0 är måndag 00; tomt när klockslaget inte är känt';
comment on column out.incident_hour.weekday is 'Veckodag, 0 är måndag; tomt när inte heller dagen är känd';
comment on column out.incident_hour.weight is 'Antal händelser, med delar av händelser';
