-- Whoever may see only some classes of data has their counters without the dossiers themselves being read.
drop index one_stop.dossier_unit;
create index dossier_unit on one_stop.dossier (unit_id, status, due_at, id) include (data_class);
drop index one_stop.dossier_section;
create index dossier_section on one_stop.dossier (section_id, status, due_at, id) include (data_class);
drop index one_stop.dossier_desk_open;
create index dossier_desk_open on one_stop.dossier (desk_id, status, due_at, id) include (data_class) where status in (2, 4, 5, 6);
