-- One row per organisation that reports, or is to, and week from the first reported on to the last.
create table out.reporting as
with
seen as (
    select
        organisation,
        week,
        sum(zero_reports)::integer as zero_reports,
        sum(reports)::integer as reports,
        sum(incidents)::integer as incidents,
    from core.reporting
    where list_contains(getvariable('visible'), audience)
    group by all
),
organisation as (
    select organisation from core.observer union select organisation from seen
),
week as (
    select unnest(generate_series(min(week), max(week), interval 7 days))::date as week from seen
),
shaped as (
    select
        organisation,
        week,
        observer.weeks,
        seen.week is not null as is_received,
        coalesce(reports, 0) as reports,
        coalesce(incidents, 0) as incidents,
        coalesce(zero_reports, 0) as zero_reports,
    from organisation
    cross join week
    left join seen using (organisation, week)
    left join core.observer using (organisation)
)
select
    organisation,
    week,
    weeks is not null as is_expected,
    is_received,
    weeks is not null and not exists (
        from seen
        where seen.organisation = shaped.organisation
            and seen.week between shaped.week - 7 * (weeks - 1) and shaped.week
    ) as is_missing,
    reports,
    incidents,
    zero_reports,
from shaped
order by all;

comment on table out.reporting is 'Vem som har rapporterat, vecka för vecka: tystnad och lugn är två saker';
comment on column out.reporting.organisation is 'Verksamhet som rapporterar';
comment on column out.reporting.week is 'Veckans måndag';
comment on column out.reporting.is_expected is 'Sant när verksamheten står under [[rapportor]] i inställningarna';
comment on column out.reporting.is_received is 'Sant när något har kommit in om veckan';
comment on column out.reporting.is_missing is 'Sant när inget har kommit in inom den takt som verksamheten ska hålla';
comment on column out.reporting.reports is 'Antal rapporterade rader om händelser';
comment on column out.reporting.incidents is 'Antal händelser i dem';
comment on column out.reporting.zero_reports is 'Antal rapporter om att det inte fanns något att rapportera';
