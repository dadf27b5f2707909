-- Payments: asked for, on their way at a provider, paid, reconciled, refunded. Amounts are whole đồng.
create schema payments;

create table payments.payment (
  id           uuid primary key,
  subject      text not null,                -- 'dossier:…'
  purpose      text not null,                -- fee, duty
  amount       bigint not null check (amount > 0),
  description  text not null,
  payer        text not null,
  person_id    uuid,
  provider     text not null,                -- sandbox, desk, …
  state        text not null check (state in ('requested', 'pending', 'paid', 'failed', 'expired', 'refunding', 'refunded')),
  provider_ref text,                         -- the provider's number of the transaction
  return_path  text not null default '/',
  reason       text,                         -- why it failed or was refunded
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  paid_at      timestamptz,
  refunded_at  timestamptz,
  asked_at     timestamptz,                  -- when the provider was last asked
  receipt      text unique,                  -- number of the receipt, gapless per year
  version      int not null default 1
);
-- One matter is charged once: while a payment is on its way or paid there is no second.
create unique index payment_once on payments.payment (subject, purpose) where state in ('requested', 'pending', 'paid');
create unique index payment_provider_ref on payments.payment (provider, provider_ref) where provider_ref is not null;
create index payment_open on payments.payment (state, created_at) where state in ('requested', 'pending', 'refunding');
create index payment_subject on payments.payment (subject);
create index payment_day on payments.payment (paid_at) where paid_at is not null;

-- Every word exchanged with a provider, as it was: for disputes.
create table payments.exchange (
  id         bigint generated always as identity primary key,
  payment_id uuid not null references payments.payment,
  kind       text not null,                  -- request, callback, query, refund
  genuine    boolean not null,
  body       jsonb not null,
  at         timestamptz not null
);
create index exchange_payment on payments.exchange (payment_id);

create table payments.receipt_counter (
  year int primary key,
  last int not null
);

-- The books of the sandbox provider: another house that happens to stand inside ours.
create table payments.sandbox (
  ref        text primary key,
  order_id   uuid not null unique,
  amount     bigint not null,
  info       text not null,
  state      text not null check (state in ('open', 'success', 'pending', 'failed', 'refunded')),
  behaviour  text not null default 'prompt',
  created_at timestamptz not null,
  settled_at timestamptz
);

create view payments.v_payment as
  select id, subject, purpose, amount, payer, person_id, provider, state, provider_ref, created_at, paid_at, refunded_at, receipt from payments.payment;
