-- One row per kommun, month and kind: how often the rescue services were called out, 0 included.
-- kind: fire, automatic_alarm, traffic_accident or other.
create table raw.rescue_call (
    batch integer not null,
    kommun_code varchar not null,
    month date not null,
    kind varchar not null,
    kind_code varchar not null,
    kind_name varchar not null,
    count integer not null,
);
