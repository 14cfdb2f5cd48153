-- One row per area where, as of the end of the source's latest file with positions, a home has been
-- burgled so lately that another nearby would be a near repeat. The area is the burglary's own, and
-- none that its surroundings reach: that would tell where in its area the home stands.
-- None where burglaries of homes are not to be told per DeSO and week: the file may have come before
-- that was decided.
create table out.raised_risk as
select
    live.source,
    raised_risk.batch,
    kommun_code,
    area_code,
    last_day::date as last_day,
    until::date as until,
from core.raised_risk
join core.live using (batch, kommun_code)
cross join core.problem_type
where problem_type = 'bostadsinbrott' and finest_level in ('plats', 'deso') and finest_period = 'week'
    and last_day between live_from and live_to
    and list_contains(getvariable('visible'), coalesce(audience, 'municipality-' || kommun_code))
qualify last_day = max(last_day) over (partition by live.source, kommun_code)
order by all;

comment on table out.raised_risk is 'Områden med ett bostadsinbrott så nyligen att ett till i närheten vore en upprepning';
comment on column out.raised_risk.source is 'Källa';
comment on column out.raised_risk.batch is 'Filens löpnummer';
comment on column out.raised_risk.kommun_code is 'Kommun';
comment on column out.raised_risk.area_code is 'Området där inbrottet skedde, DeSO eller RegSO; aldrig finare';
comment on column out.raised_risk.last_day is 'Sista dag i filen: så långt är det känt';
comment on column out.raised_risk.until is 'Sista dag med förhöjd risk, om inga fler sker';
