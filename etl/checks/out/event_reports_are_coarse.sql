-- A kind that is a type shown per quarter at the finest stands in no weekly row, nor do all together.
select distinct event_code, event_name
from out.event_report
left join core.police_event_type on lower(event_type) = lower(event_name)
left join out.problem_type using (problem_type)
where period = 'week' and (event_type is null or finest_period = 'quarter');
