-- One row per kommun, problem type (none: all) and quarter that has been published.
create table out.open_type_quarter as
select
    source,
    kommun_code,
    nullif(problem_type, '') as problem_type,
    make_date(year, 3 * quarter - 2, 1) as quarter,
    count::integer as count,
    is_final,
from core.open_cell
where grid = 'type' and quarter > 0 and source in (select source from out.source)
order by source, kommun_code, quarter, problem_type nulls first;

comment on table out.open_type_quarter is 'Publicerade antal per kommun, problemtyp och kvartal';
comment on column out.open_type_quarter.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.open_type_quarter.kommun_code is 'Kommun';
comment on column out.open_type_quarter.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.open_type_quarter.quarter is 'Kvartalets första dag';
comment on column out.open_type_quarter.count is 'Antal; tomt när det är dolt, aldrig noll i stället';
comment on column out.open_type_quarter.is_final is 'Sant när året är slut och antalet inte ändras mer';
