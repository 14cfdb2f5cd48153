-- Weekly and quarterly rows together are all rows this audience may see.
select seen, published
from
    (select coalesce(sum(count), 0) as seen from core.incident
     where list_contains(getvariable('visible'), audience)),
    (select
        (select coalesce(sum(count), 0) from out.incident)
        + (select coalesce(sum(count), 0) from out.incident_quarter) as published)
where seen <> published;
