-- Tasks of one procedure among all that are under way: few of them are read before their tasks.
create index dossier_procedure_open on one_stop.dossier (procedure_code, due_at) where status in (1, 2, 4, 5, 6, 9);
