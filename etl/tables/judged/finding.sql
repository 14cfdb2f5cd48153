-- One row per happening and window: a problem that is over what was expected in a kommun, told of by
-- the series that is clearest, or by a cluster where no series is over. Its other sources, its other
-- areas, its clusters and the kommun's own figure are the same happening, and so are all problems
-- together where one of them is over by itself.
create table out.finding as
with
told as (
    select
        weeks, week, source, problem_type, kommun_code, level, area_code, count, expected, lower, upper,
        pvalue, word, since, [] as cluster_areas, null as cluster_since,
    from out.expected
    where word in ('tydlig avvikelse', 'värt att titta på') and level in ('kommun', 'regso')
    union all by name
    select
        4 as weeks, week, source, problem_type, kommun_code, 'regso' as level, area_code,
        observed as count, expected, pvalue, word, first_week as since, areas as cluster_areas,
        first_week as cluster_since,
    from out.cluster
),
source as (
    select *, count(*) filter (problem_type <> '') over (partition by weeks, week, kommun_code) as of_types
    from told
),
shaped as (
    select
        *,
        row_number() over happening as place,
        -- what only a cluster tells of is not over by itself
        list(area_code) filter (cluster_since is null) over everything as areas,
        list(source) over everything as sources,
        min(since) filter (cluster_since is null) over everything as first_since,
        flatten(list(cluster_areas) over everything) as all_cluster_areas,
        min(cluster_since) over everything as first_cluster,
    from source
    where problem_type <> '' or of_types = 0
    window
        happening as (
            partition by weeks, week, kommun_code, problem_type
            order by cluster_since is not null, pvalue, level desc, area_code
        ),
        everything as (happening rows between unbounded preceding and unbounded following)
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
    coalesce(first_since, first_cluster) as since,
    list_distinct(list_filter(coalesce(areas, []), lambda area: area <> area_code and area <> kommun_code)) as other_areas,
    list_distinct(list_filter(sources, lambda other: other <> source)) as other_sources,
    list_sort(list_distinct(all_cluster_areas)) as cluster_areas,
    first_cluster as cluster_since,
from shaped
where place = 1
order by weeks, week, pvalue, kommun_code, problem_type;

comment on table out.finding is 'Vad är nytt: det som ligger över det väntade eller har hopat sig, en rad per problem och kommun';
comment on column out.finding.weeks is 'Fönstrets längd i veckor';
comment on column out.finding.week is 'Måndagen i fönstrets sista vecka';
comment on column out.finding.source is 'Källan där det är tydligast';
comment on column out.finding.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.finding.kommun_code is 'Kommun';
comment on column out.finding.level is 'Områdesnivå: kommun eller regso';
comment on column out.finding.area_code is 'Området där det är tydligast';
comment on column out.finding.count is 'Antal där';
comment on column out.finding.expected is 'Väntat antal där';
comment on column out.finding.lower is 'Minsta antal inom normal variation; tomt när raden är en anhopning';
comment on column out.finding.upper is 'Största antal inom normal variation; tomt när raden är en anhopning';
comment on column out.finding.pvalue is 'Sannolikheten för minst så många om inget har ändrats';
comment on column out.finding.word is 'Bedömningen i ord';
comment on column out.finding.since is 'Sista veckan i det första fönstret av dem som i följd ligger över; för en anhopning dess första vecka';
comment on column out.finding.other_areas is 'Andra områden i kommunen där samma problem ligger över';
comment on column out.finding.other_sources is 'Andra källor som säger detsamma';
comment on column out.finding.cluster_areas is 'Områden där samma problem har hopat sig, se cluster; tomt när inget har det';
comment on column out.finding.cluster_since is 'Måndagen i anhopningens första vecka';
