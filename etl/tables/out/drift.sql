-- One row per file whose columns differ from those of the source's file before it.
create table out.drift as
select * from core.drift
where batch in (select batch from out.batch);

comment on table out.drift is 'Filer vars kolumner skiljer sig från källans förra fil';
comment on column out.drift.batch is 'Filens löpnummer';
comment on column out.drift.missing is 'Kolumner som läses och som inte finns längre';
comment on column out.drift.added is 'Kolumner som läses och som inte fanns förut';
comment on column out.drift.others is 'Hur många fler kolumner som inte läses';
