-- One row per area of a loaded boundary file; the geometry is SWEREF 99 TM (EPSG:3006) as WKB.
create table raw.area (
    batch integer not null,
    area_code varchar not null,
    name varchar,
    level varchar not null,
    parent_code varchar,
    kommun_code varchar not null,
    vintage varchar not null,
    geometry blob not null,
    valid_from date,
    valid_to date,
);
