-- The one rule by which a granted result is held back: as long as its fee is owed (`feePaidBy: return`), neither its paper nor
-- what it says goes to its holder, by whatever way. A refusal is handed out all the same.
create function one_stop.result_withheld(fee_state text, outcome text) returns boolean
  language sql immutable parallel safe
  return coalesce(fee_state in ('due', 'at-desk') and outcome = 'granted', false);

create or replace view one_stop.v_dossier as
  select id, reference, code, procedure_code, version_id, title, business_type, unit_id, section_id, desk_id, units, status, channel,
         applicant_id, owner_id, applicant_name, owner_name, submitted_at, accepted_at, due_at, settled_at, returned_at, outcome, fee, fee_state,
         authority_id, data_class, one_stop.result_withheld(fee_state, outcome) as result_withheld
  from one_stop.dossier;
