-- One row per kommun, problem type and year with at least five incidents. No totals: together with
-- the cells that are shown they would give away the one that is not.
create table out.incident_year as
select
    -- as text: an enum would tell its other values, areas below the kommun among them
    incident.source::varchar as source,
    kommun_code::varchar as kommun_code,
    problem_type::varchar as problem_type,
    year(occurred_on)::smallint as year,
    sum(count)::integer as count,
from core.incident
join core.problem_type using (problem_type)
where list_contains(getvariable('visible'), audience)
group by all
having sum(count) >= 5
order by all;

comment on table out.incident_year is 'Anmälda brott per kommun och år; antal under fem är utelämnade';
comment on column out.incident_year.source is 'Källa';
comment on column out.incident_year.kommun_code is 'Kommun';
comment on column out.incident_year.problem_type is 'Problemtyp';
comment on column out.incident_year.year is 'År då brottet senast kan ha skett';
comment on column out.incident_year.count is 'Antal anmälda brott, minst fem';
