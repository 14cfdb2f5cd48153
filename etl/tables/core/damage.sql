-- One row per live row of a file that tells what damage costs or how large it is.
create table core.damage as
with
told as (
    select distinct batch from raw.incident where cost_kr is not null or size_m2 is not null
)
select
    live.source,
    coalesce(live.audience, 'municipality-' || incident.kommun_code) as audience,
    coalesce(category.problem_type, 'ovrigt') as problem_type,
    incident.kommun_code,
    date_trunc('month', coalesce(occurred_to, occurred_from, registered_on))::date as month,
    incident.count,
    cost_kr,
    size_m2,
    is_reported,
from raw.incident
join told using (batch)
join core.live on live.batch = incident.batch and live.kommun_code = incident.kommun_code
    and registered_on between live_from and live_to
left join core.category on category.source = live.source and category.category = incident.category
where incident.count > 0;
