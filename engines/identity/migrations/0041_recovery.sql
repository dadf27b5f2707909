-- Getting an account back without its password. It waits, all known addresses are told, and each can stop it.
create table identity.recovery (
  id           uuid primary key,
  person_id    uuid not null references identity.person,
  kind         text not null check (kind in ('email', 'phone')), -- where the opening link goes
  address      text not null,
  cancel       bytea not null unique,    -- SHA-256 of the secret in the link that stops it
  open         bytea unique,             -- SHA-256 of the secret in the link that opens it, once it is sent
  started_at   timestamptz not null,
  ready_at     timestamptz not null,     -- from then on it opens
  until        timestamptz not null,     -- and is worth nothing any more from then on
  opened_at    timestamptz,
  done_at      timestamptz,
  cancelled_at timestamptz,
  origin       text                      -- from where it was asked for
);
create unique index recovery_under_way on identity.recovery (person_id) where done_at is null and cancelled_at is null;
create index recovery_due on identity.recovery (ready_at) where opened_at is null and done_at is null and cancelled_at is null;
