-- One row per survey, indicator, unit, area and year: what the latest file says of it.
create table core.indicator as
select indicator.* exclude (batch), batch.source
from raw.indicator
join core.batch on batch.batch = indicator.batch
qualify row_number() over (
    partition by survey, indicator, unit, area_code, year order by indicator.batch desc
) = 1;
