-- One row per happening and window: a problem that is over what was expected in a kommun, told of by
-- the series that is clearest. Its other sources, its other areas and the kommun's own figure are the
-- same happening, and so are all problems together where one of them is over by itself.
create table out.finding as
with
source as (
    select *, count(*) filter (problem_type <> '') over (partition by weeks, week, kommun_code) as of_types
    from out.expected
    where word in ('tydlig avvikelse', 'värt att titta på') and level in ('kommun', 'regso')
),
shaped as (
    select
        *,
        row_number() over happening as place,
        list(area_code) over (happening rows between unbounded preceding and unbounded following) as areas,
        list(source) over (happening rows between unbounded preceding and unbounded following) as sources,
        min(since) over (happening rows between unbounded preceding and unbounded following) as first_since,
    from source
    where problem_type <> '' or of_types = 0
    window happening as (partition by weeks, week, kommun_code, problem_type order by pvalue, level desc, area_code)
)
select
    weeks,
    week,
    source,
    problem_type,
    kommun_code,
    level,
    area_code,
    count,
    expected,
    lower,
    upper,
    pvalue,
    word,
    first_since as since,
    list_distinct(list_filter(areas, lambda area: area <> area_code and area <> kommun_code)) as other_areas,
    list_distinct(list_filter(sources, lambda other: other <> source)) as other_sources,
from shaped
where place = 1
order by weeks, week, pvalue, kommun_code, problem_type;

comment on table out.finding is 'Vad är nytt: det som ligger över det väntade, en rad per problem och kommun';
comment on column out.finding.weeks is 'Fönstrets längd i veckor';
comment on column out.finding.week is 'Måndagen i fönstrets sista vecka';
comment on column out.finding.source is 'Källan där det är tydligast';
comment on column out.finding.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.finding.kommun_code is 'Kommun';
comment on column out.finding.level is 'Områdesnivå: kommun eller regso';
comment on column out.finding.area_code is 'Området där det är tydligast';
comment on column out.finding.count is 'Antal där';
comment on column out.finding.expected is 'Väntat antal där';
comment on column out.finding.lower is 'Minsta antal inom normal variation';
comment on column out.finding.upper is 'Största antal inom normal variation';
comment on column out.finding.pvalue is 'Sannolikheten för minst så många om inget har ändrats';
comment on column out.finding.word is 'Bedömningen i ord';
comment on column out.finding.since is 'Sista veckan i det första fönstret av dem som i följd ligger över';
comment on column out.finding.other_areas is 'Andra områden i kommunen där samma problem ligger över';
comment on column out.finding.other_sources is 'Andra källor som säger detsamma';
