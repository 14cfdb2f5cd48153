-- One row: which edition this is and whose picture it holds.
create table out.edition as
select * from core.edition;

comment on table out.edition is 'Underlaget: vilket det är och vems lägesbild det gäller';
comment on column out.edition.number is 'Underlagets nummer';
comment on column out.edition.published_at is 'När underlaget byggdes, svensk tid';
comment on column out.edition.forum is 'Forumets namn';
comment on column out.edition.area_code is 'Forumets område: kommunkod eller lokalpolisområde';
comment on column out.edition.is_example is 'Sant när allt är påhittade exempeldata';
comment on column out.edition.data_stop is 'Senaste dag bland händelserna, av alla källor';
