-- What a paper is called that a process printed by drawing alone; the papers of the one-stop's own acts have their names in the program.
alter table one_stop.paper add column title jsonb;
