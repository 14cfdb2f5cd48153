-- One row per area and year: everybody who lives there. RegSO and kommun are summed from their
-- DeSO where no file gives them: a RegSO when all its DeSO have a number that year, a kommun from all
-- of the latest file with its DeSO, whose codes begin with the kommun's and which need no boundaries.
create table core.population as
with
source as (
    select area_code, year, population, batch
    from raw.population
    where age_group = 'total'
    qualify row_number() over (partition by area_code, year order by batch desc) = 1
),
part as (
    select area_code, parent_code, count(*) over (partition by parent_code) as parts
    from core.area
    where level = 'deso' and parent_code is not null
),
regso as (
    select parent_code as area_code, year, sum(population)::integer as population
    from source
    join part using (area_code)
    group by all
    having count(*) = any_value(parts)
),
deso as (  -- one file: the codes of an older division lie over the newer ones; X is the example's
    select left(area_code, 4) as kommun_code, year, population
    from source
    where regexp_full_match(area_code, '\d{4}[A-CX]\d{4}')
    qualify batch = max(batch) over (partition by left(area_code, 4), year)
),
kommun as (
    select kommun_code as area_code, year, sum(population)::integer as population
    from deso
    group by all
),
summed as (
    select * from regso union all select * from kommun
)
select area_code, year, population from source
union all
select * from summed where (area_code, year) not in (select (area_code, year) from source);
