-- All dossiers by the time they are due, those without one last: a page of them sorted a million. It takes the place of
-- an index that nothing read.
drop index one_stop.dossier_due;
create index dossier_by_due on one_stop.dossier (coalesce(due_at, 'infinity'::timestamptz), id);

-- Late ones, the latest first, page by page.
drop index one_stop.dossier_open_due;
create index dossier_open_due on one_stop.dossier (due_at, id) where status in (2, 4) and due_at is not null;
