-- No table with weeks, days or areas below the kommun besides the list of areas itself.
select table_name, column_name
from duckdb_columns()
where database_name = 'out' and table_name <> 'area'
    and column_name in ('week', 'registered_on', 'quarter', 'deso_code', 'regso_code', 'cell_code');
