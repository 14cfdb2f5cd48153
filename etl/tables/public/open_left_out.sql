-- One row per thing that the public's tables leave out, in words.
create table out.open_left_out as
with
grid as (
    from (values
        (1, 'type', 'per problemtyp, kvartal och år'),
        (2, 'month', 'per månad'),
        (3, 'regso', 'per RegSO, frågeområde och år')
    ) as grid (position, grid, told)
),
cell as (
    select source, kommun_code, position, told, count(*) as cells, count(*) filter (count is null) as hidden,
    from core.open_cell
    join grid using (grid)
    group by all
),
absent as (
    select
        source,
        string_agg(lower(name), ', ' order by type.position) filter (not is_monthly) as in_months,
        string_agg(lower(name), ', ' order by type.position) filter (not is_placed) as in_regsos,
    from core.open_type
    join core.problem_type as type using (problem_type)
    where source in (select source from core.open_cell)
    group by source
),
published as (
    select distinct source, kommun_code, year, quarter, is_final
    from core.open_cell
    where grid = 'type' and quarter > 0
),
unprinted as (
    select source, kommun_code, year, string_agg(quarter, ', ' order by quarter) as quarters,
    from core.open_quarter
    anti join published using (source, kommun_code, year, quarter)
    group by all
),
unfinished as (
    select source, kommun_code, year,
    from published
    group by all
    having count(*) = 4 and not bool_or(is_final)
),
final as (
    select source, null as kommun_code, 4 as position, 'Per månad räknas inte: ' || in_months || '. De visas bara per kommun och kvartal.' as said
    from absent
    where in_months is not null
    union all
    select source, null, 5, 'Per RegSO räknas inte: ' || in_regsos || '. De visas bara för hela kommunen.'
    from absent
    where in_regsos is not null
    union all
    select source, kommun_code, position, hidden || ' av ' || cells || ' antal ' || told || ' är dolda, som ”..”.'
    from cell
    where hidden > 0
    union all
    select source, kommun_code, 6, 'Kvartal ' || quarters || ' år ' || year || ' visas inte: små antal skulle gå att räkna ut.'
    from unprinted
    union all
    select source, kommun_code, 7, 'För ' || year || ' visas kvartal men varken år eller RegSO: det skulle röja små antal, eller så ändrades indelningen under året.'
    from unfinished
)
select source, kommun_code, said
from final
where source in (select source from out.source)
order by source, kommun_code nulls first, position, said;

comment on table out.open_left_out is 'Vad som har utelämnats ur det som alla får se';
comment on column out.open_left_out.source is 'Källa';
comment on column out.open_left_out.kommun_code is 'Kommun, tomt när det gäller alla';
comment on column out.open_left_out.said is 'Vad som är utelämnat, i ord';
