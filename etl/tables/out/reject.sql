-- One row per file, column and reason: how many rows were turned away. Never the value.
create table out.reject as
select * from core.reject
where batch in (select batch from out.batch);

comment on table out.reject is 'Avvisade rader, hopräknade per orsak';
comment on column out.reject.batch is 'Filens löpnummer';
comment on column out.reject.column_name is 'Kolumn i filen';
comment on column out.reject.reason is 'Orsak';
comment on column out.reject.rejected is 'Antal rader';
comment on column out.reject.first_row is 'Första radens nummer i filen';
