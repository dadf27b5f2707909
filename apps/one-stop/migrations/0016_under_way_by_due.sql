-- What is under way by the time it is due: without passing by the settled ones, which were due before it.
create index dossier_under_way_by_due on one_stop.dossier (coalesce(due_at, 'infinity'::timestamptz), id) where status in (1, 2, 4, 5, 6, 9);
