-- One row per survey, question, area, group of respondents and year. Estimates only: the answers
-- of a person are never here. `survey` is part of the key: two surveys are never one series.
-- unit: share in per cent (0-100), or index on the question's own scale. district: a part of the
-- kommun that the survey has drawn itself. interval_by: publisher, or tool when we computed it.
create table raw.survey_result (
    batch integer not null,
    survey varchar not null,
    survey_name varchar not null,
    question varchar not null,
    wording varchar,
    definition varchar,
    scale varchar,
    unit varchar not null,
    is_higher_worse boolean,
    area_code varchar not null,
    district varchar,
    group_name varchar,
    year smallint not null,
    value double,
    lower double,
    upper double,
    interval_by varchar,
    respondents integer,
    field_from date,
    field_to date,
    response_rate double,
);
