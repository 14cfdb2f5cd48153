-- One row per cluster: places within 3 km of one another where a source's problem, or all together,
-- has come up more in the last one to four weeks than the places and the weeks explain by themselves.
-- Only those that pass the limit that the four-week windows share.
create table out.cluster as
with
shared as (
    select any_value(look) as look, any_value(clear) as clear from core.examined where weeks = 4
)
select
    source,
    problem_type,
    kommun_code,
    week,
    first_week,
    area_code,
    areas,
    observed,
    expected,
    pvalue::float as pvalue,
    round(1 / pvalue)::integer as recurrence,
    case when pvalue <= clear then 'tydlig avvikelse' else 'värt att titta på' end as word,
from core.cluster
cross join shared
where pvalue <= look
order by source, week, kommun_code, problem_type, pvalue, area_code;

comment on table out.cluster is 'Anhopningar: platser nära varandra där ett problem har ökat den senaste tiden, mot samma platser resten av året och resten av kommunen samma veckor';
comment on column out.cluster.source is 'Källa';
comment on column out.cluster.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.cluster.kommun_code is 'Kommun; en anhopning söks i varje kommun för sig';
comment on column out.cluster.week is 'Måndagen i källans sista hela vecka';
comment on column out.cluster.first_week is 'Måndagen i anhopningens första vecka';
comment on column out.cluster.area_code is 'RegSO där det mesta av anhopningen ligger';
comment on column out.cluster.areas is 'Områden som ingår, DeSO eller RegSO, också de utan händelser';
comment on column out.cluster.observed is 'Antal där under veckorna, utan det som kan ha skett under mer än 14 dagar';
comment on column out.cluster.expected is 'Väntat antal om platserna och veckorna var för sig avgör';
comment on column out.cluster.pvalue is 'Sannolikheten för en minst lika stark anhopning om plats och tid inte hör ihop';
comment on column out.cluster.recurrence is 'Av en slump väntas en så stark i sökningen en gång på så många veckor';
comment on column out.cluster.word is 'Bedömningen i ord';
