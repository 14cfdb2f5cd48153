-- One row per time the rule for what is hidden was set: it can only be tightened.
create table out.open_rule as
select edition::integer as edition, set_at::timestamp as set_at, least::integer as least, width::integer as width,
from core.open_rule
order by edition;

comment on table out.open_rule is 'Vad som döljs, och sedan när: reglerna kan bara skärpas';
comment on column out.open_rule.edition is 'Underlag som regeln gäller från';
comment on column out.open_rule.set_at is 'När regeln började gälla';
comment on column out.open_rule.least is 'Antal under detta döljs, utom noll';
comment on column out.open_rule.width is 'Så brett är minst spannet som ett dolt antal kan räknas fram till';
