-- One row per event in the police's public feed. The place is a kommun or a län, never the scene.
create table raw.police_event (
    batch integer not null,
    event_id bigint not null,
    event_type varchar not null,
    kommun_code varchar,
    lan_code varchar not null,
    occurred_at timestamp not null,
    published_at timestamp not null,
    url varchar,
);
