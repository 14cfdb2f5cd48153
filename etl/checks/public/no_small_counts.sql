select kommun_code, problem_type, year from out.incident_year where count < 5
union all
select area_code, indicator, year from out.indicator where unit = 'count' and value < 5
union all
select kommun_code, problem_type, year(held_on) from out.dialogue where count < 5 or respondents < 5;
