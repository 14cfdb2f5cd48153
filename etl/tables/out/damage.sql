-- One row per problem type, kommun and month of a source that tells what damage costs or how large
-- it is. Types shown per quarter at the finest are not here.
create table out.damage as
select
    source,
    problem_type,
    kommun_code,
    month,
    sum(count)::integer as count,
    coalesce(sum(count) filter (cost_kr is not null), 0)::integer as with_cost,
    sum(cost_kr) as cost_kr,
    sum(size_m2) as size_m2,
    coalesce(sum(count) filter (is_reported), 0)::integer as reported,
from core.damage
join core.problem_type using (problem_type)
where list_contains(getvariable('visible'), audience) and problem_type.finest_period = 'week'
group by all
having count(cost_kr) + count(size_m2) > 0
order by all;

comment on table out.damage is 'Vad skadegörelse kostar, per slag och månad';
comment on column out.damage.source is 'Källa';
comment on column out.damage.problem_type is 'Problemtyp';
comment on column out.damage.kommun_code is 'Kommun';
comment on column out.damage.month is 'Månadens första dag';
comment on column out.damage.count is 'Antal skador';
comment on column out.damage.with_cost is 'Varav med känd kostnad';
comment on column out.damage.cost_kr is 'Kostnad i kronor för dem vars kostnad är känd';
comment on column out.damage.size_m2 is 'Yta i kvadratmeter för dem vars yta är känd';
comment on column out.damage.reported is 'Varav polisanmälda enligt källan';
