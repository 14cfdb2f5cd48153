-- One row per changed row of an extract, as kept when the change came.
create table raw.revision (
    edition integer not null,
    source varchar not null,
    audience varchar not null,
    kind varchar not null,
    kommun_code varchar not null,
    problem_type varchar not null,
    week date not null,
    registered_on date not null,
    count integer not null,
);
