-- One row per survey, question and year: how it was asked, and how many answered.
create table out.question as
select
    survey,
    question,
    year,
    any_value(survey_name) as survey_name,
    any_value(wording) as wording,
    any_value(definition) as definition,
    any_value(scale) as scale,
    any_value(unit) as unit,
    any_value(is_higher_worse) as is_higher_worse,
    min(field_from) as field_from,
    max(field_to) as field_to,
    any_value(response_rate) as response_rate,
from core.survey_result
group by survey, question, year
order by survey, question, year;

comment on table out.question is 'Hur frågorna i undersökningarna är ställda';
comment on column out.question.survey is 'Undersökningens kod';
comment on column out.question.question is 'Frågan i korthet';
comment on column out.question.year is 'År';
comment on column out.question.survey_name is 'Undersökningens namn';
comment on column out.question.wording is 'Frågan som den ställdes';
comment on column out.question.definition is 'Vad värdet är, till exempel vilka svar som räknas';
comment on column out.question.scale is 'Svarsalternativ eller skala';
comment on column out.question.unit is 'share (procent) eller index (på frågans egen skala)';
comment on column out.question.is_higher_worse is 'Sant när ett högre värde är sämre, tomt när det inte är sagt';
comment on column out.question.field_from is 'Första dagen som svar togs emot';
comment on column out.question.field_to is 'Sista dagen som svar togs emot';
comment on column out.question.response_rate is 'Svarsfrekvens i procent';
