-- A burgled home is in no area smaller than a DeSO.
select area_code from out.raised_risk join out.area using (area_code) where level not in ('deso', 'regso');
