-- One row per source, kind of crime, area and period: final before preliminary, then the latest
-- file. Sources are never joined: what one says does not replace what another says.
-- name: the label, or where the publisher gives its parents, those and the label.
create table core.crime_statistic as
select
    crime_statistic.* exclude (batch),
    batch.source,
    case
        when ends_with(crime_path, crime) then crime_path else concat(crime_path, '/', crime)
    end as name,
from raw.crime_statistic
join core.batch on batch.batch = crime_statistic.batch
qualify row_number() over (
    partition by source, crime_id, crime_path, area_code, period_type, period_start
    order by is_preliminary, crime_statistic.batch desc
) = 1;
