-- A code is one area.
select area_code from core.area group by area_code having count(*) > 1;
