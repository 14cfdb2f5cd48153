-- One row per organisation, audience and week that it has reported on: what it said. A row of a form
-- counts as one report. What is shown per quarter at the finest is in no number here.
create table core.reporting as
select
    organisation,
    coalesce(live.audience, 'municipality-' || incident.kommun_code) as audience,
    date_trunc('week', coalesce(occurred_from, registered_on))::date as week,
    count(*) filter (incident.count = 0)::integer as zero_reports,
    count(*) filter (finest_period = 'week')::integer as reports,
    coalesce(sum(incident.count) filter (finest_period = 'week'), 0)::integer as incidents,
from raw.incident
join core.live on live.batch = incident.batch and live.kommun_code = incident.kommun_code
    and registered_on between live_from and live_to
left join core.category on category.source = live.source and category.category = incident.category
left join core.problem_type using (problem_type)
where organisation is not null
group by all;
