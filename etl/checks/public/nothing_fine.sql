-- No table with weeks or days, and no area below the kommun.
select table_name, column_name
from duckdb_columns()
where database_name = 'out'
    and column_name in ('week', 'registered_on', 'quarter', 'deso_code', 'regso_code', 'cell_code', 'place_code')
union all
select 'area', area_code from out.area where level not in ('kommun', 'lpo')
union all
select 'dialogue', coalesce(area_code, time_of_day)
from out.dialogue
where area_code is not null or time_of_day is not null;
