-- The dossiers of a unit that has few of them, whatever it is there: a list of all that one may see reads these first.
create index dossier_units on one_stop.dossier using gin (units);
