-- One row per accepted file, replaced ones too.
create table out.batch as
select * from core.batch
where batch in (
    select batch from core.batch_audience where list_contains(getvariable('visible'), audience)
);

comment on table out.batch is 'Inlästa filer';
comment on column out.batch.batch is 'Filens löpnummer';
comment on column out.batch.source is 'Källa';
comment on column out.batch.audience is 'Snävaste mottagare, tomt när raderna följer sin kommun';
comment on column out.batch.file is 'Filnamn';
comment on column out.batch.sha256 is 'Filens kontrollsumma';
comment on column out.batch.read is 'Lästa rader';
comment on column out.batch.accepted is 'Godtagna rader';
comment on column out.batch.rejected is 'Avvisade rader';
comment on column out.batch.period_from is 'Första dag i filen';
comment on column out.batch.period_to is 'Sista dag i filen';
comment on column out.batch.preliminary is 'Sant när utgivaren kan komma att ändra siffrorna';
comment on column out.batch.extracted_at is 'När uppgifterna togs ut, svensk tid';
comment on column out.batch.loaded_at is 'När filen lästes in, svensk tid';
comment on column out.batch.is_replaced is 'Sant när senare filer ersatt hela filen';
