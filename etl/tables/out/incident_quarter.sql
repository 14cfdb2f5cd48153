-- One row per kommun and quarter for the types that are never shown finer.
create table out.incident_quarter as
select
    incident.source,
    problem_type,
    kommun_code,
    date_trunc('quarter', occurred_on)::date as quarter,
    sum(count)::integer as count,
from core.incident
join core.problem_type using (problem_type)
where list_contains(getvariable('visible'), audience) and problem_type.finest_period = 'quarter'
group by all
order by all;

comment on table out.incident_quarter is 'Anmälda brott av de känsligaste slagen, per kommun och kvartal';
comment on column out.incident_quarter.source is 'Källa';
comment on column out.incident_quarter.problem_type is 'Problemtyp';
comment on column out.incident_quarter.kommun_code is 'Kommun';
comment on column out.incident_quarter.quarter is 'Kvartalets första dag';
comment on column out.incident_quarter.count is 'Antal anmälda brott';
