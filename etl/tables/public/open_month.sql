-- One row per kommun and month that has been published: all problem types but those kept at kommun and quarter.
create table out.open_month as
select
    source,
    kommun_code,
    make_date(year, month, 1) as month,
    count::integer as count,
    is_final,
from core.open_cell
where grid = 'month' and source in (select source from out.source)
order by source, kommun_code, month;

comment on table out.open_month is 'Publicerade antal per kommun och månad, utan de problemtyper som bara visas per kvartal';
comment on column out.open_month.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.open_month.kommun_code is 'Kommun';
comment on column out.open_month.month is 'Månadens första dag';
comment on column out.open_month.count is 'Antal; tomt när det är dolt, aldrig noll i stället';
comment on column out.open_month.is_final is 'Sant när året är slut och antalet inte ändras mer';
