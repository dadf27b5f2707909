-- What was taken in somebody's place goes back when the authority for it has ended, once for each delegation.
alter table identity.delegation add column returned_at timestamptz;
create index delegation_to_return on identity.delegation (valid_to) where returned_at is null;
alter table identity.hand_over drop constraint hand_over_cause_check;
alter table identity.hand_over add constraint hand_over_cause_check
  check (cause in ('position-ended', 'suspended', 'died', 'stranded', 'authority-ended'));
-- The place was another's: no position of who held the work ends with it.
alter table identity.hand_over drop constraint hand_over_check;
alter table identity.hand_over drop constraint hand_over_check1;
alter table identity.hand_over add constraint hand_over_place
  check ((unit_id is null) = (role is null) and (position_id is null or unit_id is not null) and (position_id is not null or unit_id is null or cause = 'authority-ended'));
