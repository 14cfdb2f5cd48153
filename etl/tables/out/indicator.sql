-- One row per survey or yearly indicator, area and year. To the public no small count, and no
-- rate of fewer than ten.
create table out.indicator as
select * from core.indicator
where not getvariable('is_public') or not exists (
    from core.indicator as small
    where small.unit = 'count' and small.value < if(indicator.unit = 'count', getvariable('least'), 10)
        and small.survey = indicator.survey and small.indicator = indicator.indicator
        and small.area_code = indicator.area_code and small.year = indicator.year
)
order by survey, indicator, unit, area_code, year;

comment on table out.indicator is 'Trygghetsundersökningar och årsstatistik per område';
comment on column out.indicator.survey is 'Undersökning: ntu eller anmalda_brott';
comment on column out.indicator.indicator is 'Vad som mäts';
comment on column out.indicator.definition is 'Utgivarens mening om vad måttet är';
comment on column out.indicator.unit is 'Enhet';
comment on column out.indicator.area_code is 'Kommunkod, länskod eller 00 för riket';
comment on column out.indicator.year is 'År';
comment on column out.indicator.value is 'Värde';
comment on column out.indicator.lower is 'Osäkerhetens nedre gräns, 95 procent';
comment on column out.indicator.upper is 'Osäkerhetens övre gräns, 95 procent';
comment on column out.indicator.respondents is 'Antal svarande';
comment on column out.indicator.source is 'Källa';
