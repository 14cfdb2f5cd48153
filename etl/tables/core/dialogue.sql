-- One row per live row of what residents said, and the problem type that its theme is.
create table core.dialogue as
select
    live.source,
    dialogue.kommun_code,
    registered_on as held_on,
    method,
    respondents,
    coalesce(category.problem_type, 'ovrigt') as problem_type,
    area_code,
    time_of_day,
    count,
from raw.dialogue
join core.live on live.batch = dialogue.batch and live.kommun_code = dialogue.kommun_code
    and registered_on between live_from and live_to
left join core.category on category.source = live.source and category.category = dialogue.category;
