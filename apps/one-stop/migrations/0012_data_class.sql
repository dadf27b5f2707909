-- Of which class the data of a dossier are (data-classes.yaml of the pack), so that a permission can be narrowed to some
-- classes. Null until it is known: then no such permission reaches the dossier. `keep-data-class.ts` fills and follows it.
alter table one_stop.dossier add column data_class text;

create or replace view one_stop.v_dossier as
  select id, reference, code, procedure_code, version_id, title, business_type, unit_id, section_id, desk_id, units, status, channel,
         applicant_id, owner_id, applicant_name, owner_name, submitted_at, accepted_at, due_at, settled_at, returned_at, outcome, fee, fee_state,
         authority_id, data_class
  from one_stop.dossier;
