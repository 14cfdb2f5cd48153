select kommun_code, problem_type, year from out.incident_year where count < 5;
