-- One row per kommun and month: how many reports of concern for a child. Never finer than that.
create table out.concern_report as
select source, kommun_code, month, count
from core.concern_report
where kommun_code in (select area_code from core.area where level = 'kommun')
order by all;

comment on table out.concern_report is 'Orosanmälningar till socialtjänsten, per kommun och månad';
comment on column out.concern_report.source is 'Källa';
comment on column out.concern_report.kommun_code is 'Kommun';
comment on column out.concern_report.month is 'Månadens första dag';
comment on column out.concern_report.count is 'Antal orosanmälningar; flera kan gälla samma barn';
