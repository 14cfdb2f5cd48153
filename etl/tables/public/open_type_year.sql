-- One row per kommun, problem type (none: all) and year that has been published.
create table out.open_type_year as
select
    cell.source,
    cell.kommun_code,
    nullif(problem_type, '') as problem_type,
    year::smallint as year,
    count::integer as count,
    -- with fewer events a rate says more of chance than of the place
    case when count >= 10 and population >= 100 then round(1000 * count / population, 1) end as count_per_1000,
from core.open_cell as cell
left join out.area on area.area_code = cell.kommun_code
where grid = 'type' and quarter = 0 and source in (select source from out.source)
order by source, cell.kommun_code, year, problem_type nulls first;

comment on table out.open_type_year is 'Publicerade antal per kommun, problemtyp och år: summorna av kvartalen';
comment on column out.open_type_year.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.open_type_year.kommun_code is 'Kommun';
comment on column out.open_type_year.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.open_type_year.year is 'År då händelsen senast kan ha skett';
comment on column out.open_type_year.count is 'Antal; tomt när det är dolt, aldrig noll i stället';
comment on column out.open_type_year.count_per_1000 is 'Antal per 1 000 boende; tomt när antalet är dolt eller under tio, eller de boende färre än hundra';
