select distinct week from out.incident where isodow(week) <> 1;
