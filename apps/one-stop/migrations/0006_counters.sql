-- What a desk has received and is under way is counted by its date of return from an index, as for agency and section.
create index dossier_desk_open on one_stop.dossier (desk_id, status, due_at, id) where status in (2, 4, 5, 6);
