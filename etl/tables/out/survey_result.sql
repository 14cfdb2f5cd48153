-- One row per survey, question, area, group of respondents and year. To the public whole kommuner
-- and larger only, and nothing that fewer than thirty have answered. Where nobody says how many did, only
-- what Brå and SCB have published openly themselves, by their own rules for too few answers.
create table out.survey_result as
select
    survey, question, unit, area_code, district, group_name, year, value, lower, upper,
    interval_by, respondents, source,
from core.survey_result
where not getvariable('is_public') or (
    district is null and group_name is null and (
        respondents >= 30
        or (
            respondents is null
            and source in ('bra_municipal_indicators', 'bra_ntu', 'scb_citizen_survey')
        )
    )
)
order by survey, question, area_code, district nulls first, group_name nulls first, year;

comment on table out.survey_result is 'Vad de svarande i undersökningarna har svarat, som andelar eller index';
comment on column out.survey_result.survey is 'Undersökningens kod: två undersökningar är aldrig en serie';
comment on column out.survey_result.question is 'Frågan i korthet';
comment on column out.survey_result.unit is 'share (procent) eller index (på frågans egen skala)';
comment on column out.survey_result.area_code is 'Kommunkod, länskod eller 00 för riket';
comment on column out.survey_result.district is 'Delområde som undersökningen själv har dragit, tomt för hela området';
comment on column out.survey_result.group_name is 'Grupp av svarande, tomt för alla';
comment on column out.survey_result.year is 'År';
comment on column out.survey_result.value is 'Värde';
comment on column out.survey_result.lower is 'Osäkerhetens nedre gräns, 95 procent';
comment on column out.survey_result.upper is 'Osäkerhetens övre gräns, 95 procent';
comment on column out.survey_result.interval_by is 'publisher, eller tool när gränserna är beräknade av verktyget';
comment on column out.survey_result.respondents is 'Antal svarande på frågan';
comment on column out.survey_result.source is 'Källa';
