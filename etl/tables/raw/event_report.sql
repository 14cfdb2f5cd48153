-- One row per row of the police's event reports: how many of a kind, of a priority, on a day. A file
-- without kinds, or without priorities, leaves them empty: its rows are of all of them.
create table raw.event_report (
    batch integer not null,
    kommun_code varchar not null,
    event_code varchar,
    event_name varchar,
    priority tinyint,
    registered_on date not null,
    count integer not null,
);
