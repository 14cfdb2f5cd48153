-- One row per round of talk with residents, problem type, place and time of day. To the public per
-- kommun only, and only what enough named in a round that enough answered.
create table out.dialogue as
select
    source,
    kommun_code,
    held_on,
    method,
    respondents,
    problem_type,
    case when not getvariable('is_public') then area_code end as area_code,
    case when not getvariable('is_public') then time_of_day end as time_of_day,
    sum(count)::integer as count,
from core.dialogue
where kommun_code in (select area_code from core.area where level = 'kommun')
group by all
having not getvariable('is_public') or (sum(count) >= getvariable('least') and respondents >= getvariable('least'))
order by all;

comment on table out.dialogue is 'Medborgardialog: vad de som svarade nämnde';
comment on column out.dialogue.source is 'Källa';
comment on column out.dialogue.kommun_code is 'Kommun';
comment on column out.dialogue.held_on is 'Dag för dialogen';
comment on column out.dialogue.method is 'Hur frågan ställdes';
comment on column out.dialogue.respondents is 'Antal som svarade';
comment on column out.dialogue.problem_type is 'Problemtyp som temat hör till';
comment on column out.dialogue.area_code is 'Namngiven plats, tomt när ingen sådan nämndes och i det som får publiceras';
comment on column out.dialogue.time_of_day is 'Tid på dygnet, tomt när ingen nämndes och i det som får publiceras';
comment on column out.dialogue.count is 'Antal gånger det nämndes, inga små antal i det som får publiceras';
