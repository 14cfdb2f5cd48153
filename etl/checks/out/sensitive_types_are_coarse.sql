-- What is shown per quarter, or per kommun, at the finest stands in no finer row.
select distinct problem_type
from out.incident
join out.problem_type using (problem_type)
where finest_period <> 'week' or (finest_level = 'kommun' and regso_code is not null)
    or (finest_level <> 'plats' and place_code is not null)
union all
select distinct problem_type
from out.possible_duplicate
join out.problem_type using (problem_type)
where finest_period <> 'week' or finest_level = 'kommun'
union all
select distinct problem_type
from out.incident_hour
join out.problem_type using (problem_type)
where finest_period <> 'week' or (finest_level = 'kommun' and regso_code is not null);
