-- What is shown per quarter, or per kommun, at the finest stands in no finer row.
with
told as (
    select
        problem_type,
        count(regso_code) as regso,
        count(deso_code) as deso,
        count(place_code) as place,
    from out.incident
    group by all
    union all by name
    select
        problem_type,
        count(regso_code) as regso,
        count(deso_code) as deso,
        count(place_code) as place,
    from out.incident_by_area
    group by all
    union all by name
    select problem_type, count(regso_code) as regso, count(deso_code) as deso, 0 as place
    from out.incident_hour
    group by all
    union all by name
    select
        problem_type,
        count(*) as regso,
        count(*) filter (level in ('deso', 'plats')) as deso,
        count(*) filter (level = 'plats') as place,
    from out.possible_duplicate
    left join out.area using (area_code)
    group by all
)
select distinct problem_type
from told
left join out.problem_type using (problem_type)
where coalesce(finest_period, '') <> 'week'
    or (finest_level not in ('plats', 'deso') and regso + deso + place > 0)
    or (finest_level <> 'plats' and place > 0);
