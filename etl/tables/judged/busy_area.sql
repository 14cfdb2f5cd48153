-- One row per source, problem type (none: all together), area and week: whether the area, with those
-- that touch it, has had many events in the last eight times four weeks. Weeks of too few events are
-- not here.
create table out.busy_area as
select * from core.busy_area
order by source, level, problem_type, week, area_code;

comment on table out.busy_area is 'Platser med många händelser: områden som sticker ut mot resten av forumet, med grannarna inräknade';
comment on column out.busy_area.source is 'Källa';
comment on column out.busy_area.problem_type is 'Problemtyp, tomt för alla tillsammans';
comment on column out.busy_area.level is 'Områdesnivå: deso eller regso';
comment on column out.busy_area.area_code is 'Område';
comment on column out.busy_area.week is 'Måndagen i den sista veckan av de åtta gånger fyra';
comment on column out.busy_area.word is 'ny, bestående eller avtagande; tomt när området inte sticker ut';
comment on column out.busy_area.times is 'I hur många av perioderna området har stuckit ut';
comment on column out.busy_area.periods is 'Hur många av de åtta perioderna som gick att bedöma';
