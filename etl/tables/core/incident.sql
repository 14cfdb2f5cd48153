-- One row per live row of an extract: which problem, where, and in which week it counts.
-- Texts that repeat are enums: two bytes each, which sort as the texts do. An enum travels whole with
-- a table: it names what there can be, loaded or not, and tells no audience what others have.
create type core.audience as enum (
    select distinct coalesce(audience, 'municipality-' || kommun_code) from core.live order by all
);

create type core.word as enum (
    select word from core.listed
    union select area_code from core.area
    union select problem_type from core.problem_type
    order by all
);

create table core.incident as
with
source as (
    select incident.*, live.source, live.audience
    from raw.incident
    join core.live on live.batch = incident.batch
        and live.kommun_code = incident.kommun_code
        and incident.registered_on between live.live_from and live.live_to
    where incident.count > 0
),
shaped as (
    select
        *,
        -- a burglary between Friday and Monday is known when somebody comes back
        coalesce(occurred_to, occurred_from, registered_on) as occurred_on,
        coalesce(occurred_to - occurred_from > 14, false) as is_long_interval,
    from source
)
select
    shaped.source::core.word as source,
    coalesce(shaped.audience, 'municipality-' || shaped.kommun_code)::core.audience as audience,
    coalesce(category.problem_type, 'ovrigt')::core.word as problem_type,
    shaped.kommun_code::core.word as kommun_code,
    placed.regso_code::core.word as regso_code,
    placed.deso_code::core.word as deso_code,
    placed.place_code::core.word as place_code,
    shaped.area_code is not null and placed.area_code is null as has_unknown_area,
    coalesce(placed.is_converted, false) as is_converted,
    shaped.occurred_from,
    shaped.occurred_on,
    -- a day without clock time is none, not midnight to midnight
    shaped.occurred_from + shaped.time_from as started,
    shaped.occurred_on + shaped.time_to as ended,
    date_trunc('week', shaped.occurred_on)::date as week,
    shaped.registered_on,
    shaped.is_long_interval,
    shaped.count,
from shaped
left join core.category on category.source = shaped.source and category.category = shaped.category
left join core.placed on placed.area_code = shaped.area_code;
