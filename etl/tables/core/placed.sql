-- One row per area smaller than a kommun: the place, DeSO and RegSO that it is or lies in. An area of
-- an older division lies in those of the shown one that hold nearly all of it.
create table core.placed as
with
area as (
    select area_code, level, parent_code from core.area where level in ('plats', 'deso', 'regso')
)
select
    area.area_code,
    case when area.level = 'plats' then area.area_code end as place_code,
    case
        when area.level = 'deso' then area.area_code
        when parent.level = 'deso' then parent.area_code
    end as deso_code,
    case
        when area.level = 'regso' then area.area_code
        when parent.level = 'regso' then parent.area_code
        else parent.parent_code
    end as regso_code,
    false as is_converted,
from area
left join area as parent on parent.area_code = area.parent_code
union all
select area_code, null as place_code, deso_code, regso_code, true as is_converted
from core.converted;
