-- One row per year in which a published series changed its meaning.
create table out.series_break as
from core.series_break
order by year;

comment on table out.series_break is 'Nytt räknesätt: år då en serie började räknas på ett nytt sätt';
comment on column out.series_break.year is 'Första året som räknas på det nya sättet';
comment on column out.series_break.level is 'Områdesnivå det gäller, tomt när det gäller alla';
comment on column out.series_break.crimes is 'Ord som står i de brottstyper det gäller; en tom lista gäller alla';
comment on column out.series_break.said is 'Vad som ändrades';
comment on column out.series_break.source is 'Var det står';
