-- What a desk took by mistake and gave back on the spot: its receipt keeps its number and is void, and the matter may be charged again.
alter table payments.payment drop constraint payment_state_check;
alter table payments.payment add constraint payment_state_check
  check (state in ('requested', 'pending', 'paid', 'failed', 'expired', 'refunding', 'refunded', 'voided'));
alter table payments.payment add column voided_at timestamptz;
create or replace view payments.v_payment as
  select id, subject, purpose, amount, payer, person_id, provider, state, provider_ref, created_at, paid_at, refunded_at, receipt, occasion,
         description, reason, came, voided_at
  from payments.payment;
