-- One row per area, year and age group. `total` is everybody; other groups are part of it.
create table raw.population (
    batch integer not null,
    area_code varchar not null,
    year smallint not null,
    age_group varchar not null,
    population integer not null,
);
