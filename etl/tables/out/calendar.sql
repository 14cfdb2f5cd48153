-- One row per named day or stretch of days, from a year before the numbers begin to a year ahead.
create table out.calendar as
select * from core.calendar
order by date_from, name;

comment on table out.calendar is 'Helger, lönehelger, lov och evenemang';
comment on column out.calendar.name is 'Vad dagen eller dagarna heter';
comment on column out.calendar.kind is 'helg, lon (lönehelg), lov eller evenemang';
comment on column out.calendar.date_from is 'Första dagen';
comment on column out.calendar.date_to is 'Sista dagen';
comment on column out.calendar.kommun_code is 'Kommunen det gäller, tomt för alla';
