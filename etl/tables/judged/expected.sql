-- One row per series (source, problem type or all, area) and window of one or four weeks: what was
-- counted, what was to be expected, and what that is called. Of series that nothing can be said of
-- there is no row.
create table out.expected as
with
source as (
    select
        series.* exclude (series),
        judged.* exclude (series),
        coalesce(word in ('tydlig avvikelse', 'värt att titta på'), false) as is_over,
        series as number,
    from core.judged
    join core.series using (series)
),
shaped as (
    select
        *,
        -- the latest window at or before this one that did not stand out
        max(week) filter (not is_over) over (
            partition by number, weeks order by week rows unbounded preceding
        ) as last_usual,
        min(week) over (partition by number, weeks) as first_week,
    from source
)
select
    source,
    problem_type,
    level,
    area_code,
    kommun_code,
    weeks::tinyint as weeks,
    week::date as week,
    count,
    expected,
    variance,
    lower::integer as lower,
    upper::integer as upper,
    ((count - expected) / greatest(upper - expected, 1))::float as score,
    pvalue::float as pvalue,
    word,
    case when is_over then coalesce(last_usual + interval 7 day, first_week)::date end as since,
    has_season,
from shaped
order by source, weeks, week, kommun_code, level, area_code, problem_type;

comment on table out.expected is 'Vad som räknades och vad som var att vänta, per problem, område och fönster om en eller fyra veckor';
comment on column out.expected.source is 'Källa; antal summeras aldrig mellan källor';
comment on column out.expected.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.expected.level is 'Områdesnivå: deso, regso, kommun eller forum';
comment on column out.expected.area_code is 'Område';
comment on column out.expected.kommun_code is 'Kommun, tomt för hela forumet';
comment on column out.expected.weeks is 'Fönstrets längd i veckor: 1 eller 4';
comment on column out.expected.week is 'Måndagen i fönstrets sista vecka';
comment on column out.expected.count is 'Antal; i fönster om en vecka utan det som kan ha skett under mer än 14 dagar';
comment on column out.expected.expected is 'Väntat antal för årstiden, så som det brukar se ut lika lång tid efteråt';
comment on column out.expected.variance is 'Hur mycket det väntade antalet varierar: varians, modellens egen osäkerhet inräknad';
comment on column out.expected.lower is 'Minsta antal inom normal variation';
comment on column out.expected.upper is 'Största antal inom normal variation';
comment on column out.expected.score is 'Hur långt över det väntade: 0 vid det väntade, 1 vid gränsen';
comment on column out.expected.pvalue is 'Sannolikheten för minst så många om inget har ändrats';
comment on column out.expected.word is 'Bedömningen i ord; tomt när antalen är för små';
comment on column out.expected.since is 'Sista veckan i det första fönstret av dem som i följd ligger över';
comment on column out.expected.has_season is 'Sant när minst tre hela år ligger bakom det väntade; annars är det samma veckor året före';
