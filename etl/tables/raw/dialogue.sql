-- One row per round of talk with residents, theme, place and time of day: how many of those who
-- answered named it. The place is the finest that the theme may be told in.
create table raw.dialogue (
    batch integer not null,
    kommun_code varchar not null,
    registered_on date not null,
    method varchar not null,
    respondents integer not null,
    category varchar not null,
    area_code varchar,
    time_of_day varchar,
    count integer not null,
);
