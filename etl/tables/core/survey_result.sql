-- One row per survey, question, area, group and year: what the latest file says of it. NTU comes
-- among Brå's yearly figures, and in its own workbooks, which do not say how many answered.
create table core.survey_result as
with
source as (
    select survey_result.* exclude (batch), batch.source
    from raw.survey_result
    join core.batch on batch.batch = survey_result.batch
    qualify row_number() over (
        partition by survey, question, area_code, district, group_name, year
        order by survey_result.batch desc
    ) = 1
),
ntu as (
    select
        survey,
        'Nationella trygghetsundersökningen (NTU)' as survey_name,
        indicator as question,
        definition,
        unit,
        true as is_higher_worse,
        area_code,
        year,
        value,
        lower,
        upper,
        case when lower is not null then 'publisher' end as interval_by,
        respondents,
        source,
    from core.indicator
    where survey = 'ntu' and unit = 'share'
)
select * from (select * from source union all by name select * from ntu)
qualify row_number() over (
    partition by survey, question, area_code, district, group_name, year
    order by respondents is null, lower is null
) = 1;
