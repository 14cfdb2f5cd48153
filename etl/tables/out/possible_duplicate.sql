-- One row per two sources that tell of the same problem, in the same smallest area, on the same day.
-- A proposal to look at. Nothing is ever merged, and a pair is often two incidents.
create table out.possible_duplicate as
with
-- the police's extracts tell of the same crimes as one another, and are never a pair
observed as (
    select distinct kommun_code, occurred_on
    from core.incident
    semi join (
        -- as the enum it is: as a text every row would be spelt out
        select source::core.word as source from core.source
        where counted not in ('', 'anmälda brott')
    ) as told using (source)
),
shown as (
    select
        source,
        problem_type,
        kommun_code,
        case
            when problem_type.finest_level = 'plats'
                then coalesce(place_code, deso_code, regso_code)
            when problem_type.finest_level = 'deso' then coalesce(deso_code, regso_code)
        end as area_code,
        occurred_on,
        sum(count)::integer as count,
    from core.incident
    join observed using (kommun_code, occurred_on)
    join core.problem_type using (problem_type)
    where list_contains(getvariable('visible'), audience)
        and coalesce(occurred_from = occurred_on, true) and problem_type.finest_period = 'week'
    group by all
)
select
    one.problem_type,
    one.kommun_code,
    one.area_code,
    one.occurred_on,
    one.source,
    other.source as other_source,
    one.count,
    other.count as other_count,
from shown as one
join shown as other using (problem_type, kommun_code, area_code, occurred_on)
join core.source as one_source on one_source.source = one.source
join core.source as other_source on other_source.source = other.source
where one.source < other.source
    and (one_source.counted <> 'anmälda brott' or other_source.counted <> 'anmälda brott')
order by all;

comment on table out.possible_duplicate is 'Möjliga dubbletter mellan källor: ett förslag att titta på, aldrig hopslaget';
comment on column out.possible_duplicate.problem_type is 'Problemtyp';
comment on column out.possible_duplicate.kommun_code is 'Kommun';
comment on column out.possible_duplicate.area_code is 'Minsta område som båda källorna anger';
comment on column out.possible_duplicate.occurred_on is 'Dag då det senast kan ha skett, eller skrevs in när det inte är känt';
comment on column out.possible_duplicate.source is 'Den ena källan';
comment on column out.possible_duplicate.other_source is 'Den andra källan';
comment on column out.possible_duplicate.count is 'Antal i den ena';
comment on column out.possible_duplicate.other_count is 'Antal i den andra';
