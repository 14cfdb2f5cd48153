-- One row per file with positions and kommun, as long as the file's last day stands: Knox's test of the
-- file's burglaries of homes. A kommun with under five of them has no row, nor have files without
-- positions: whether burglaries repeat nearby cannot be told then. None at all where burglaries of homes
-- are told per quarter: a file's last day is finer.
create table out.near_repeat as
select
    live.source,
    near_repeat.batch,
    kommun_code,
    last_day::date as last_day,
    metres,
    days,
    burglaries,
    pairs,
    expected,
    pvalue::float as pvalue,
from core.near_repeat
join core.live using (batch, kommun_code)
cross join core.problem_type
where problem_type = 'bostadsinbrott' and finest_period = 'week'
    and last_day between live_from and live_to
    and list_contains(getvariable('visible'), coalesce(audience, 'municipality-' || kommun_code))
order by all;

comment on table out.near_repeat is 'Upprepning i närheten: om bostadsinbrott som ligger nära varandra också kommer tätt';
comment on column out.near_repeat.source is 'Källa';
comment on column out.near_repeat.batch is 'Filens löpnummer; par bildas aldrig mellan filer';
comment on column out.near_repeat.kommun_code is 'Kommun; par bildas aldrig över kommungränsen';
comment on column out.near_repeat.last_day is 'Sista dag i filen';
comment on column out.near_repeat.metres is 'Nära: högst så många meter isär, gränsen inräknad';
comment on column out.near_repeat.days is 'Tätt: högst så många dagar isär, gränsen inräknad';
comment on column out.near_repeat.burglaries is 'Bostadsinbrott med läge, utan dem som kan ha skett under mer än 14 dagar';
comment on column out.near_repeat.pairs is 'Par av inbrott som är både nära och tätt';
comment on column out.near_repeat.expected is 'Väntat antal par om dagarna inte hör ihop med platserna';
comment on column out.near_repeat.pvalue is 'Sannolikheten för minst så många par om de inte gör det';
