-- One row per source, kind of crime, area and period. To the public no small count, and no rate of
-- fewer than ten or of an unknown number; but all rates of the table that Brå itself has published
-- openly as rates only. A row without a count else says only why there is none.
create table out.crime_statistic as
select * replace (case when not getvariable('is_public') or count >= 10 or source = 'bra_pxweb' then per_100000 end as per_100000)
from core.crime_statistic
where not getvariable('is_public') or count is null or count >= getvariable('least')
order by source, crime_path, area_code, period_type, period_start;

comment on table out.crime_statistic is 'Anmälda brott som Brå har publicerat dem, per brottstyp, område och period';
comment on column out.crime_statistic.source is 'Källa: två källor läggs aldrig ihop';
comment on column out.crime_statistic.crime is 'Brottstyp, med utgivarens ord';
comment on column out.crime_statistic.crime_id is 'Brås nummer på brottstypen, eller brottskod';
comment on column out.crime_statistic.crime_path is 'Brottstypen med de överordnade, när utgivaren ger dem';
comment on column out.crime_statistic.name is 'Brottstypen så att den går att skilja från andra med samma ord';
comment on column out.crime_statistic.area_code is 'Kommunkod, länskod eller 00 för riket';
comment on column out.crime_statistic.period_type is 'year, quarter eller month';
comment on column out.crime_statistic.period_start is 'Periodens första dag';
comment on column out.crime_statistic.count is 'Antal; tomt när uppgiften saknas eller bara ges per invånare, aldrig noll i stället';
comment on column out.crime_statistic.per_100000 is 'Antal per 100 000 invånare, som utgivaren räknat det';
comment on column out.crime_statistic.status is 'ok, missing, suppressed eller not_applicable';
comment on column out.crime_statistic.is_preliminary is 'Sant när utgivaren kan komma att ändra siffran';
