select source, kommun_code, problem_type, quarter from out.open_type_quarter where count between 1 and (select min(least) - 1 from out.open_rule)
union all
select source, kommun_code, problem_type, make_date(year, 1, 1) from out.open_type_year where count between 1 and (select min(least) - 1 from out.open_rule)
union all
select source, kommun_code, '', month from out.open_month where count between 1 and (select min(least) - 1 from out.open_rule)
union all
select source, kommun_code, group_code, make_date(year, 1, 1) from out.open_regso_year where count between 1 and (select min(least) - 1 from out.open_rule)
union all
select source, area_code, indicator, make_date(year, 1, 1) from out.indicator where unit = 'count' and value < getvariable('least')
union all
select source, kommun_code, problem_type, held_on from out.dialogue where count < getvariable('least') or respondents < getvariable('least');
