-- One row per changed row, from every edition so far.
create table core.revision as
select * from raw.revision
union all by name
select * from core.change;
