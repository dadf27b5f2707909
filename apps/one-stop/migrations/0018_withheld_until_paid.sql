-- A result opens with the payment itself, not only once the dossier has heard of it: who comes back from paying finds it open.
create function one_stop.result_withheld(dossier uuid, fee_state text, outcome text) returns boolean
  language sql stable parallel safe
  as $$ select coalesce(fee_state in ('due', 'at-desk') and outcome = 'granted', false)
          and not exists (select from payments.v_payment p where p.subject = 'dossier:' || dossier and p.purpose = 'fee' and p.state = 'paid') $$;

create or replace view one_stop.v_dossier as
  select id, reference, code, procedure_code, version_id, title, business_type, unit_id, section_id, desk_id, units, status, channel,
         applicant_id, owner_id, applicant_name, owner_name, submitted_at, accepted_at, due_at, settled_at, returned_at, outcome, fee, fee_state,
         authority_id, data_class, one_stop.result_withheld(id, fee_state, outcome) as result_withheld
  from one_stop.dossier;

drop function one_stop.result_withheld(text, text);
