-- Who of us took money, asked a provider by hand, or sent money back; null: the payer, the provider or the program itself.
alter table payments.exchange add column done_by uuid;
-- What is shown of payments over a span of days, and what is found by the provider's number.
create index payment_created on payments.payment (created_at, id);
create index payment_ref on payments.payment (provider_ref) where provider_ref is not null;
create or replace view payments.v_payment as
  select id, subject, purpose, amount, payer, person_id, provider, state, provider_ref, created_at, paid_at, refunded_at, receipt, occasion,
         description, reason, came
  from payments.payment;
create view payments.v_exchange as
  select id, payment_id, kind, genuine, body, at, done_by from payments.exchange;
