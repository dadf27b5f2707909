-- A task without a unit waits for a role anywhere: where nobody holds it, it is stranded in no unit.
alter table identity.stranded drop constraint stranded_somewhere;
alter table identity.stranded add constraint stranded_somewhere check (person_id is not null or role is not null);
