-- Hours, weekdays and what is of unknown hour are together the incidents of the same weeks.
select source, spread, counted
from (
    select source, sum(weight::double) as spread
    from out.incident_hour
    group by source
)
join (
    select incident.source, sum(count) as counted
    from out.incident
    join (select source, min(block) as first, max(block) + 27 as last from out.incident_hour group by source) as known
        on known.source = incident.source and week between first and last
    group by incident.source
) using (source)
where abs(spread - counted) > 0.001 * (10 + counted);
