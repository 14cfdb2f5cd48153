-- A DeSO lies in a RegSO of the same kommun that can be shown.
select deso.area_code, deso.parent_code
from core.area as deso
left join core.area as regso
    on regso.area_code = deso.parent_code and regso.kommun_code = deso.kommun_code
where deso.level = 'deso' and deso.parent_code is not null and regso.area_code is null;
