-- One row per edition, kind of change, kommun, problem type and week: what a later file changed.
-- Editions come more often than quarters: types that are not shown finer than those are left out.
create table out.revision as
select
    edition,
    revision.source,
    kind,
    kommun_code,
    problem_type,
    week,
    sum(count)::integer as count,
from core.revision
join core.problem_type using (problem_type)
where list_contains(getvariable('visible'), audience) and problem_type.finest_period = 'week'
group by all
order by all;

comment on table out.revision is 'Vad senare filer ändrat: nya, sent inkomna, rättade, omkodade, borttagna';
comment on column out.revision.edition is 'Underlaget där ändringen kom';
comment on column out.revision.source is 'Källa';
comment on column out.revision.kind is 'new, late, corrected, reclassified eller removed';
comment on column out.revision.kommun_code is 'Kommun';
comment on column out.revision.problem_type is 'Problemtyp';
comment on column out.revision.week is 'Veckans måndag';
comment on column out.revision.count is 'Ändring i antal';
