-- Definitions that travel with the numbers.
create macro out.poisson_z(now, before) as sqrt(2) * (sqrt(now) - sqrt(before));

create macro out.change_word(now, before) as case
    when now < 5 and before < 5 then null
    when out.poisson_z(now, before) >= 3 then 'tydlig avvikelse'
    when out.poisson_z(now, before) >= 2 then 'värt att titta på'
    when out.poisson_z(now, before) <= -2 then 'färre än väntat'
    else 'inom normal variation'
end;

comment on macro out.poisson_z is 'Skillnad mellan två antal, i standardavvikelser när båda är Poissonfördelade';
comment on macro out.change_word is 'Skillnaden i ord; inget ord när båda antalen är under fem';
