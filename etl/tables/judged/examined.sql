-- One row per source, kommun and length of window: how many series were judged in it, how many
-- searches for clusters share its limit, and how many of all these chance alone is to lift over it.
create table out.examined as
select * replace (weeks::tinyint as weeks)
from core.examined
order by all;

comment on table out.examined is 'Hur många kombinationer av problem och plats som granskas, och hur många rader slumpen ger';
comment on column out.examined.source is 'Källa';
comment on column out.examined.kommun_code is 'Kommun';
comment on column out.examined.weeks is 'Fönstrets längd i veckor';
comment on column out.examined.series is 'Granskade kombinationer där det finns något att räkna';
comment on column out.examined.searches is 'Sökningar efter anhopningar: en per problem, i fönster om fyra veckor';
comment on column out.examined.false_rows is 'Så många av dem passerar i genomsnitt gränsen av en slump';
comment on column out.examined.look is 'Den gemensamma gränsens sannolikhet för ”värt att titta på”';
comment on column out.examined.clear is 'Den gemensamma gränsens sannolikhet för ”tydlig avvikelse”';
comment on column out.examined.has_season is 'Sant när minst tre hela år ligger bakom det väntade';
