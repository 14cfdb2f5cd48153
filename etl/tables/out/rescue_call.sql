-- One row per kommun, month and kind: how often the rescue services were called out. Activity, and
-- no problem type: nobody says whether a fire was lit.
create table out.rescue_call as
select source, kommun_code, month, kind, kind_code, kind_name, count
from core.rescue_call
where kommun_code in (select area_code from core.area where level = 'kommun')
order by all;

comment on table out.rescue_call is 'Räddningstjänstens händelser per kommun och månad; räknas aldrig ihop med problemtyperna';
comment on column out.rescue_call.source is 'Källa';
comment on column out.rescue_call.kommun_code is 'Kommun';
comment on column out.rescue_call.month is 'Månadens första dag';
comment on column out.rescue_call.kind is 'Slag: fire (brand), automatic_alarm (automatlarm utan brand), traffic_accident (trafikolycka) eller other';
comment on column out.rescue_call.kind_code is 'MCF:s kod för händelsetypen';
comment on column out.rescue_call.kind_name is 'MCF:s ord för händelsetypen';
comment on column out.rescue_call.count is 'Antal händelser; 0 är ingen händelse';
