-- One row per kommun and month: how many reports of concern for a child.
create table raw.concern_report (
    batch integer not null,
    kommun_code varchar not null,
    month date not null,
    count integer not null,
);
