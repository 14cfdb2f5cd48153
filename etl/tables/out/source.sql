-- One row per source that has data here.
create table out.source as
select * from core.source
where source in (
    select batch.source
    from core.batch
    join core.batch_audience using (batch)
    where list_contains(getvariable('visible'), batch_audience.audience)
);

comment on table out.source is 'Källor, med det som måste sägas om dem';
comment on column out.source.source is 'Källans namn i programmet';
comment on column out.source.table is 'Vad källan handlar om: vilken rå tabell den fyller';
comment on column out.source.title is 'Källans namn';
comment on column out.source.publisher is 'Utgivare';
comment on column out.source.owner is 'Vem hos oss som svarar för källan';
comment on column out.source.url is 'Utgivarens sida';
comment on column out.source.licence is 'Villkor';
comment on column out.source.purpose is 'Ändamål';
comment on column out.source.retention_days is 'Gallras efter så många dagar';
comment on column out.source.rhythm_days is 'Så ofta väntas en ny fil, i dagar; 0 när den kommer när den kommer';
comment on column out.source.finest_level is 'Finaste platsangivelse i källan';
comment on column out.source.counted is 'Vad källan räknar, i flertal; tomt när den inte räknar händelser';
comment on column out.source.has_delay is 'Sant när källan säger både när något hände och när det skrevs in; annars går eftersläpning inte att se';
comment on column out.source.caveats is 'Att tänka på när siffrorna läses';
comment on column out.source.blind_spots is 'Det källan inte visar';
