-- One row per indicator, area, unit and year, with its interval and number of answers if it has any.
-- unit: count, per_100000, or share in per cent (0-100). definition: the publisher's words for it.
create table raw.indicator (
    batch integer not null,
    survey varchar not null,
    indicator varchar not null,
    unit varchar not null,
    area_code varchar not null,
    year smallint not null,
    value double,
    lower double,
    upper double,
    respondents integer,
    definition varchar,
);
