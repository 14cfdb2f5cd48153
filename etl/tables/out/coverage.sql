-- One row per source and kommun: from and to which day of registration we have files, and how many
-- incidents lack a smaller area.
create table out.coverage as
select
    incident.source,
    kommun_code,
    min(registered_on) as data_start,
    max(registered_on) as data_stop,
    sum(count)::integer as incidents,
    sum(count) filter (deso_code is null)::integer as without_area,
    sum(count) filter (has_unknown_area)::integer as unknown_area,
    sum(count) filter (is_converted)::integer as converted,
    sum(count) filter (is_long_interval)::integer as long_interval,
from core.incident
where list_contains(getvariable('visible'), audience)
group by all
order by all;

comment on table out.coverage is 'Hur långt uppgifterna räcker, per källa och kommun';
comment on column out.coverage.source is 'Källa';
comment on column out.coverage.kommun_code is 'Kommun';
comment on column out.coverage.data_start is 'Första inskrivningsdag';
comment on column out.coverage.data_stop is 'Sista inskrivningsdag';
comment on column out.coverage.incidents is 'Antal anmälda brott';
comment on column out.coverage.without_area is 'Varav utan delområde';
comment on column out.coverage.unknown_area is 'Varav med en områdeskod som saknar karta';
comment on column out.coverage.converted is 'Varav omräknade från en äldre områdesindelning';
comment on column out.coverage.long_interval is 'Varav med ett tidsspann över 14 dagar';
