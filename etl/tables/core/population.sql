-- One row per area and year: everybody who lives there. RegSO and kommun are summed from their
-- DeSO where no file gives them.
create table core.population as
with
source as (
    select area_code, year, population
    from raw.population
    where age_group = 'total'
    qualify row_number() over (partition by area_code, year order by batch desc) = 1
),
regso as (
    select area.parent_code as area_code, year, sum(population)::integer as population
    from source
    join core.area using (area_code)
    where area.level = 'deso' and area.parent_code is not null
    group by all
),
kommun as (
    select area.kommun_code as area_code, year, sum(population)::integer as population
    from source
    join core.area using (area_code)
    where area.level = 'deso'
    group by all
),
summed as (
    select * from regso union all select * from kommun
)
select * from source
union all
select * from summed where (area_code, year) not in (select (area_code, year) from source);
