-- Every row read was either accepted or rejected.
select batch, file from core.batch where read <> accepted + rejected;
