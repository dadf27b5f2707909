-- What the migrations of payments make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema payments;

create table payments.exchange (
  id bigint generated always as identity not null,
  payment_id uuid not null,
  kind text not null,
  genuine boolean not null,
  body jsonb not null,
  at timestamp with time zone not null,
  done_by uuid,
  constraint exchange_pkey PRIMARY KEY (id),
  constraint exchange_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments.payment(id)
);
CREATE INDEX exchange_payment ON payments.exchange USING btree (payment_id);

create table payments.payment (
  id uuid not null,
  subject text not null,
  purpose text not null,
  amount bigint not null,
  description text not null,
  payer text not null,
  person_id uuid,
  provider text not null,
  state text not null,
  provider_ref text,
  return_path text default '/'::text not null,
  reason text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  refunded_at timestamp with time zone,
  asked_at timestamp with time zone,
  receipt text,
  version integer default 1 not null,
  came bigint,
  occasion integer default 1 not null,
  voided_at timestamp with time zone,
  constraint payment_pkey PRIMARY KEY (id),
  constraint payment_receipt_key UNIQUE (receipt),
  constraint payment_amount_check CHECK (amount > 0),
  constraint payment_came_check CHECK (came >= 0),
  constraint payment_occasion_check CHECK (occasion > 0),
  constraint payment_state_check CHECK (state = ANY (ARRAY['requested'::text, 'pending'::text, 'paid'::text, 'failed'::text, 'expired'::text, 'refunding'::text, 'refunded'::text, 'voided'::text]))
);
CREATE INDEX payment_closed ON payments.payment USING btree (created_at) WHERE (state = 'expired'::text);
CREATE INDEX payment_created ON payments.payment USING btree (created_at, id);
CREATE INDEX payment_day ON payments.payment USING btree (paid_at) WHERE (paid_at IS NOT NULL);
CREATE UNIQUE INDEX payment_once ON payments.payment USING btree (subject, purpose, occasion) WHERE (state = ANY (ARRAY['requested'::text, 'pending'::text, 'paid'::text]));
CREATE INDEX payment_open ON payments.payment USING btree (state, created_at) WHERE (state = ANY (ARRAY['requested'::text, 'pending'::text, 'refunding'::text]));
CREATE UNIQUE INDEX payment_provider_ref ON payments.payment USING btree (provider, provider_ref) WHERE (provider_ref IS NOT NULL);
CREATE INDEX payment_ref ON payments.payment USING btree (provider_ref) WHERE (provider_ref IS NOT NULL);
CREATE INDEX payment_subject ON payments.payment USING btree (subject);

create table payments.receipt_counter (
  year integer not null,
  last integer not null,
  constraint receipt_counter_pkey PRIMARY KEY (year)
);

create table payments.sandbox (
  ref text not null,
  order_id uuid not null,
  amount bigint not null,
  info text not null,
  state text not null,
  behaviour text default 'prompt'::text not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint sandbox_pkey PRIMARY KEY (ref),
  constraint sandbox_order_id_key UNIQUE (order_id),
  constraint sandbox_state_check CHECK (state = ANY (ARRAY['open'::text, 'success'::text, 'pending'::text, 'failed'::text, 'refunded'::text]))
);

create view payments.v_exchange as
 SELECT exchange.id,
    exchange.payment_id,
    exchange.kind,
    exchange.genuine,
    exchange.body,
    exchange.at,
    exchange.done_by
   FROM payments.exchange;

create view payments.v_payment as
 SELECT payment.id,
    payment.subject,
    payment.purpose,
    payment.amount,
    payment.payer,
    payment.person_id,
    payment.provider,
    payment.state,
    payment.provider_ref,
    payment.created_at,
    payment.paid_at,
    payment.refunded_at,
    payment.receipt,
    payment.occasion,
    payment.description,
    payment.reason,
    payment.came,
    payment.voided_at
   FROM payments.payment;
