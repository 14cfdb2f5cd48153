-- One row per problem type, in the order they are shown.
create table out.problem_type as
select * from core.problem_type
order by position;

comment on table out.problem_type is 'Problemtyper och deras frågeområden';
comment on column out.problem_type.position is 'Ordning när problemtyper räknas upp';
comment on column out.problem_type.problem_type is 'Problemtypens kod';
comment on column out.problem_type.name is 'Problemtypens namn';
comment on column out.problem_type.group_code is 'Frågeområdets kod';
comment on column out.problem_type.group_name is 'Frågeområdets namn';
comment on column out.problem_type.definition is 'Vad som räknas hit';
comment on column out.problem_type.finest_level is 'Finaste plats som visas';
comment on column out.problem_type.finest_period is 'Finaste tid som visas: week eller quarter';
comment on column out.problem_type.depends_on_police is 'Sant när antalet beror på hur mycket polisen letar';
comment on column out.problem_type.est_word is 'Ordet som rapportörer använder, tomt när de inte rapporterar om typen';
