-- Work that waits in a unit for a role that nobody holds there is stranded, too: no person holds it.
alter table identity.stranded alter column person_id drop not null;
alter table identity.stranded add column role text;
alter table identity.stranded drop constraint stranded_person_id_part_unit_id_key;
alter table identity.stranded add constraint stranded_once unique nulls not distinct (person_id, part, unit_id, role);
alter table identity.stranded add constraint stranded_somewhere check (person_id is not null or unit_id is not null and role is not null);
