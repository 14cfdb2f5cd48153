-- One row per RegSO (none: the whole kommun), frågeområde (none: all) and year that has been published.
create table out.open_regso_year as
select
    cell.source,
    cell.kommun_code,
    nullif(regso_code, '') as regso_code,
    nullif(group_code, '') as group_code,
    year::smallint as year,
    count::integer as count,
    case when count >= 10 and population >= 100 then round(1000 * count / population, 1) end as count_per_1000,
from core.open_cell as cell
left join out.area on area.area_code = if(regso_code = '', cell.kommun_code, regso_code)
where grid = 'regso' and source in (select source from out.source)
order by source, cell.kommun_code, year, regso_code nulls first, group_code nulls first;

comment on table out.open_regso_year is 'Publicerade antal per RegSO, frågeområde och år, utan de problemtyper som bara visas för hela kommunen';
comment on column out.open_regso_year.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.open_regso_year.kommun_code is 'Kommun';
comment on column out.open_regso_year.regso_code is 'RegSO; okänd när platsen inte är känd, tomt för hela kommunen';
comment on column out.open_regso_year.group_code is 'Frågeområde, tomt för alla tillsammans';
comment on column out.open_regso_year.year is 'År då händelsen senast kan ha skett';
comment on column out.open_regso_year.count is 'Antal; tomt när det är dolt, aldrig noll i stället';
comment on column out.open_regso_year.count_per_1000 is 'Antal per 1 000 boende; tomt när antalet är dolt eller under tio, eller de boende färre än hundra';
