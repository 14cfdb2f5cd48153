-- One row per kommun and month: what the latest file says of it.
create table core.concern_report as
select concern_report.* exclude (batch), batch.source
from raw.concern_report
join core.batch on batch.batch = concern_report.batch
qualify row_number() over (
    partition by kommun_code, month order by concern_report.batch desc
) = 1;
