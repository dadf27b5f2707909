-- A matter may be charged again for the same purpose on another occasion: a second financial duty after the first was paid.
alter table payments.payment add column occasion int not null default 1 check (occasion > 0);
drop index payments.payment_once;
create unique index payment_once on payments.payment (subject, purpose, occasion) where state in ('requested', 'pending', 'paid');
create or replace view payments.v_payment as
  select id, subject, purpose, amount, payer, person_id, provider, state, provider_ref, created_at, paid_at, refunded_at, receipt, occasion from payments.payment;
