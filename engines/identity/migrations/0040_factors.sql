-- What somebody signs in with besides the password, what they have been asked to show, and the browsers they came by.

-- The person wants to be asked for a second factor at each sign-in.
alter table identity.person add column two_steps boolean not null default false;

create table identity.factor (
  id         uuid primary key,
  person_id  uuid not null references identity.person,
  kind       text not null check (kind in ('totp', 'email', 'phone', 'passkey', 'certificate')),
  name       text not null,
  address    text,                          -- of email and phone, confirmed by a code
  key        text,                          -- credential id of a passkey, fingerprint of a certificate
  secret     bytea,                         -- seed of an authenticator, sealed by a key that is not in the database
  data       jsonb not null default '{}',   -- public key and kind of a passkey; certificate
  counter    bigint not null default 0,     -- last time step of an authenticator, signature counter of a passkey
  created_at timestamptz not null,
  used_at    timestamptz,
  ended_at   timestamptz
);
create index factor_person on identity.factor (person_id) where ended_at is null;
create unique index factor_key on identity.factor (kind, key) where key is not null and ended_at is null;
create unique index factor_address on identity.factor (person_id, kind, address) where address is not null and ended_at is null;

-- Codes to write down, for the day on which the other factor is lost. Hashed like passwords, one salt for a set.
create table identity.recovery_code (
  person_id  uuid not null references identity.person,
  hash       bytea not null,
  salt       bytea not null,
  created_at timestamptz not null,
  used_at    timestamptz,
  primary key (person_id, hash)
);

-- A browser in which somebody signed in; it keeps a secret of which this is the SHA-256.
create table identity.device (
  id            uuid primary key,
  person_id     uuid not null references identity.person,
  secret        bytea not null,
  agent         text,
  address       text,
  first_at      timestamptz not null,
  last_at       timestamptz not null,
  trusted_until timestamptz,                -- until then it stands for the second factor of AS-2
  unique (person_id, secret)
);

-- A session that awaits its second factor is no session yet.
alter table identity.session
  add column awaiting  boolean not null default false,
  add column device_id uuid references identity.device on delete set null;

-- What somebody has been asked to show: a code that was sent, a challenge to sign. Used once, five tries, some minutes.
create table identity.proof (
  id         uuid primary key,
  purpose    text not null check (purpose in ('session', 'passkey', 'certificate', 'add')),
  kind       text not null,                 -- email, phone, totp, passkey, certificate
  person_id  uuid references identity.person,
  session_id uuid references identity.session on delete cascade,
  address    text,
  expected   bytea,                         -- of a code, keyed by a secret that is not in the database; a challenge as it is
  secret     bytea,                         -- sealed seed of an authenticator that is being added
  tries      smallint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index proof_expires on identity.proof (expires_at);
create index proof_person on identity.proof (person_id, created_at) where person_id is not null;

-- Addresses that were replaced: for a while they still hear what is done to the account.
create table identity.former_address (
  person_id uuid not null references identity.person,
  kind      text not null check (kind in ('email', 'phone')),
  address   text not null,
  until     timestamptz not null
);
create index former_address_person on identity.former_address (person_id, until);

create view identity.v_factor as
  select id, person_id, kind, name, created_at, used_at from identity.factor where ended_at is null;
