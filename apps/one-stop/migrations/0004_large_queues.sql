-- With a million dossiers: what came last is found without sorting all of them, and what is open is counted without
-- passing by what has ended.
create index dossier_arrived on one_stop.dossier (submitted_at, id);
create index dossier_open on one_stop.dossier (status, due_at, id) where status in (1, 2, 4, 5, 6, 9);
