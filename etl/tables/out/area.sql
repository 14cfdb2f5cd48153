-- One row per area that can be shown: its place in the hierarchy, where it lies and who lives there.
-- To the public nothing finer than RegSO.
create table out.area as
select
    area.*,
    population.population,
    population.year as population_year,
from core.area
left join (
    select * from core.population
    qualify row_number() over (partition by area_code order by year desc) = 1
) as population using (area_code)
where level in ('kommun', 'lpo', 'regso') or not getvariable('is_public')
order by level, area_code;

comment on table out.area is 'Områden: DeSO, RegSO, stadsdel, kommun och lokalpolisområde';
comment on column out.area.area_code is 'Områdets kod';
comment on column out.area.name is 'Områdets namn';
comment on column out.area.level is 'Områdesnivå: plats, deso, regso, stadsdel, kommun eller lpo';
comment on column out.area.parent_code is 'Området som det ingår i på nästa nivå';
comment on column out.area.kommun_code is 'Kommunkod, tomt för lokalpolisområde';
comment on column out.area.vintage is 'Områdesindelningens årgång';
comment on column out.area.x is 'Östlig koordinat för en punkt inne i området, SWEREF 99 TM, meter';
comment on column out.area.y is 'Nordlig koordinat för samma punkt';
comment on column out.area.west is 'Områdets västkant, SWEREF 99 TM, meter';
comment on column out.area.south is 'Områdets sydkant';
comment on column out.area.east is 'Områdets östkant';
comment on column out.area.north is 'Områdets nordkant';
comment on column out.area.km2 is 'Yta i kvadratkilometer, vatten inräknat';
comment on column out.area.population is 'Antal boende';
comment on column out.area.population_year is 'Vilket års folkmängd';
