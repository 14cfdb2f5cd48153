-- One row per row of a publisher's file of incidents: what it was called, where and when. The category
-- is the publisher's own word or code, the area the finest that the row may be told to lie in. A row
-- that counts nothing says that the organisation had nothing to report from its first day to its last.
-- cost_kr, size_m2: of the row, all it counts together. is_reported: to the police, as the source says.
create table raw.incident (
    batch integer not null,
    kommun_code varchar not null,
    area_code varchar,
    category varchar,
    incident_id varchar,
    organisation varchar,
    occurred_from date,
    occurred_to date,
    time_from time,
    time_to time,
    registered_on date not null,
    count integer not null,
    cost_kr double,
    size_m2 double,
    is_reported boolean,
);
