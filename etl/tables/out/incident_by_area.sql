-- The rows of out.incident again, ordered by area: for series.
create table out.incident_by_area as
select * from out.incident
order by kommun_code, regso_code, deso_code, problem_type, week;

comment on table out.incident_by_area is 'Anmälda brott per vecka, i områdesordning';
comment on column out.incident_by_area.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.incident_by_area.problem_type is 'Problemtyp';
comment on column out.incident_by_area.kommun_code is 'Kommun';
comment on column out.incident_by_area.regso_code is 'RegSO, tomt när platsen inte är känd så noga';
comment on column out.incident_by_area.deso_code is 'DeSO, tomt när platsen inte är känd så noga';
comment on column out.incident_by_area.place_code is 'Namngiven plats, tomt när det inte är känt att det skedde på en sådan';
comment on column out.incident_by_area.week is 'Veckans måndag';
comment on column out.incident_by_area.registered_on is 'Dag då anmälan skrevs in';
comment on column out.incident_by_area.is_long_interval is 'Sant när brottet kan ha skett under mer än 14 dagar';
comment on column out.incident_by_area.count is 'Antal anmälda brott';
