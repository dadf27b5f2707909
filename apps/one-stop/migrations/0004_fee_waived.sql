-- A fee that is not taken because the applicant is exempt; the reason stands in the history.
alter table one_stop.dossier drop constraint dossier_fee_state_check;
alter table one_stop.dossier add constraint dossier_fee_state_check
  check (fee_state in ('none', 'due', 'at-desk', 'paid', 'waived', 'refunded')) not valid;
alter table one_stop.dossier validate constraint dossier_fee_state_check;
