-- Under which right to act for somebody else a dossier was filed (`identity.v_authority`); null: for oneself, or on paper.
alter table one_stop.dossier add column authority_id uuid;

create or replace view one_stop.v_dossier as
  select id, reference, code, procedure_code, version_id, title, business_type, unit_id, section_id, desk_id, units, status, channel,
         applicant_id, owner_id, applicant_name, owner_name, submitted_at, accepted_at, due_at, settled_at, returned_at, outcome, fee, fee_state,
         authority_id
  from one_stop.dossier;
