-- No table with weeks or days of registration, no area below RegSO, and RegSO and quarters and months only where they belong.
select table_name, column_name
from duckdb_columns()
where database_name = 'out' and (
    column_name in ('week', 'registered_on', 'deso_code', 'cell_code', 'place_code')
    or (column_name = 'regso_code' and table_name <> 'open_regso_year')
    or (column_name = 'quarter' and table_name <> 'open_type_quarter')
    or (column_name = 'month' and table_name <> 'open_month')
)
union all
select 'area', area_code from out.area where level not in ('kommun', 'lpo', 'regso')
union all
select 'dialogue', coalesce(area_code, time_of_day)
from out.dialogue
where area_code is not null or time_of_day is not null;
