-- One row per kommun, month and kind: what the latest file says of it.
create table core.rescue_call as
select rescue_call.* exclude (batch), batch.source
from raw.rescue_call
join core.batch on batch.batch = rescue_call.batch
qualify row_number() over (
    partition by kommun_code, month, kind_code order by rescue_call.batch desc
) = 1;
