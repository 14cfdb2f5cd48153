-- An incident has a file, a kommun, a day of registration and a count.
select batch, kommun_code, registered_on, count
from raw.incident
where batch is null or kommun_code is null or registered_on is null or count is null;
