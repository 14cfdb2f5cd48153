-- One row per event the police have published. Context for talk: a few per cent of what is reported,
-- placed in the middle of a kommun or a län, and never to be counted as a rate.
create table out.police_event as
select * from core.police_event
where kommun_code in (select area_code from core.area where level = 'kommun')
order by occurred_at desc;

comment on table out.police_event is 'Händelser som polisen publicerat, för forumets kommuner';
comment on column out.police_event.event_id is 'Polisens nummer på händelsen';
comment on column out.police_event.event_type is 'Polisens rubrik';
comment on column out.police_event.kommun_code is 'Kommun';
comment on column out.police_event.lan_code is 'Län';
comment on column out.police_event.occurred_at is 'När det hände, svensk tid';
comment on column out.police_event.published_at is 'När det publicerades, svensk tid';
comment on column out.police_event.url is 'Sida hos polisen';
comment on column out.police_event.source is 'Källa';
