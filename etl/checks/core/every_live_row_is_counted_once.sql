-- Joining areas and categories neither loses nor doubles a row.
select live_rows, core_rows
from
    (select coalesce(sum(incident.count), 0) as live_rows
     from raw.incident
     join core.live on live.batch = incident.batch and live.kommun_code = incident.kommun_code
         and registered_on between live_from and live_to),
    (select coalesce(sum(count), 0) as core_rows from core.incident)
where live_rows <> core_rows;
