-- One row per problem type, smallest area, week and day of registration. Ordered by week: for maps.
-- Types that may not be shown this finely stand in incident_quarter, and in no total here.
create table out.incident as
select
    incident.source,
    problem_type,
    kommun_code,
    case when problem_type.finest_level <> 'kommun' then regso_code end as regso_code,
    case when problem_type.finest_level not in ('kommun', 'regso') then deso_code end as deso_code,
    case when problem_type.finest_level = 'plats' then place_code end as place_code,
    week,
    registered_on,
    is_long_interval,
    sum(count)::integer as count,
from core.incident
join core.problem_type using (problem_type)
where list_contains(getvariable('visible'), audience) and problem_type.finest_period = 'week'
group by all
order by week, kommun_code, regso_code, deso_code, problem_type;

comment on table out.incident is 'Anmälda brott per vecka, i veckoordning';
comment on column out.incident.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.incident.problem_type is 'Problemtyp';
comment on column out.incident.kommun_code is 'Kommun';
comment on column out.incident.regso_code is 'RegSO, tomt när platsen inte är känd så noga';
comment on column out.incident.deso_code is 'DeSO, tomt när platsen inte är känd så noga';
comment on column out.incident.place_code is 'Namngiven plats, tomt när det inte är känt att det skedde på en sådan';
comment on column out.incident.week is 'Veckans måndag; brottet räknas till veckan då det senast kan ha skett';
comment on column out.incident.registered_on is 'Dag då anmälan skrevs in';
comment on column out.incident.is_long_interval is 'Sant när brottet kan ha skett under mer än 14 dagar: räknas i summor men inte i veckokurvor';
comment on column out.incident.count is 'Antal anmälda brott';
