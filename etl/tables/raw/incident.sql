-- One row per row of a police extract, as it was sent: the publisher's place and dates.
create table raw.incident (
    batch integer not null,
    kommun_code varchar not null,
    deso_code varchar,
    crime_code varchar not null,
    incident_id varchar,
    occurred_from date,
    occurred_to date,
    registered_on date not null,
    count integer not null,
);
