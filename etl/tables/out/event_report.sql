-- One row per kommun, period, kind and priority: how often the police went. Activity, and never a
-- rate. Kinds that may be sensitive, and all kinds together, per quarter only.
create table out.event_report as
select
    source,
    kommun_code,
    case when is_weekly then 'week' else 'quarter' end as period,
    case
        when is_weekly then date_trunc('week', registered_on)
        else date_trunc('quarter', registered_on)
    end::date as starts_on,
    event_code,
    event_name,
    priority,
    sum(count)::integer as count,
from core.event_report
where kommun_code in (select area_code from core.area where level = 'kommun')
group by all
order by all;

comment on table out.event_report is 'Polisens händelserapporter: vad de åkt på eller gjort, inte hur vanligt något är';
comment on column out.event_report.source is 'Källa';
comment on column out.event_report.kommun_code is 'Kommun';
comment on column out.event_report.period is 'Hur lång tid raden gäller: week eller quarter';
comment on column out.event_report.starts_on is 'Veckans måndag eller kvartalets första dag';
comment on column out.event_report.event_code is 'Polisens kod för slaget av händelse, tomt när filen inte delar upp';
comment on column out.event_report.event_name is 'Polisens ord för slaget av händelse';
comment on column out.event_report.priority is 'Prioritet 1 till 9, tomt när filen inte delar upp';
comment on column out.event_report.count is 'Antal händelserapporter';
