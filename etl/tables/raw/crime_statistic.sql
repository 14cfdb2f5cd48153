-- One row per kind of crime, area and period, as Brå has published it.
-- crime_path: the kind and its parents; crime_id: Brå's own number or the four-digit code.
-- status: ok, missing, suppressed or not_applicable; a number that is not ok is null, never 0.
-- count is also null where the publisher gives numbers per residents only.
create table raw.crime_statistic (
    batch integer not null,
    crime varchar not null,
    crime_id varchar,
    crime_path varchar not null,
    area_code varchar not null,
    period_type varchar not null,
    period_start date not null,
    count integer,
    per_100000 double,
    status varchar not null,
    is_preliminary boolean not null,
);
