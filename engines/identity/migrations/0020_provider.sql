-- The OpenID provider: applications and systems that know people through us or act in their own name, what the provider
-- keeps between requests, its signing keys, and what people have consented to.
create table identity.client (
  id                        text primary key check (id ~ '^[a-z0-9][a-z0-9-]{2,62}$'),
  kind                      text not null check (kind in ('application', 'machine')), -- people sign in through it, or it acts in its own name
  name_vi                   text not null,
  name_en                   text not null,
  state                     text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  unit_id                   int references identity.unit,  -- who answers for it
  contact                   text,                          -- e-mail of whoever is told that a key ends
  auth_method               text not null check (auth_method in ('none', 'client_secret_basic', 'private_key_jwt', 'self_signed_tls_client_auth')),
  native                    boolean not null default false, -- an app on a device: may come back to a loopback port
  redirect_uris             text[] not null default '{}',
  post_logout_redirect_uris text[] not null default '{}',
  backchannel_logout_uri    text,
  frontchannel_logout_uri   text,
  scopes                    text[] not null default '{}',   -- what an application may ask for
  consent                   boolean not null default true,  -- people are asked first
  subject                   text not null default 'pairwise' check (subject in ('pairwise', 'public')),
  bound_tokens              text not null default 'no' check (bound_tokens in ('no', 'dpop', 'mtls')),
  tokens_from               timestamptz not null,           -- tokens given out before are dead; whole seconds, as tokens tell time
  last_used_at              timestamptz,
  created_at                timestamptz not null,
  created_by                uuid,
  folded                    text generated always as (kernel.fold(id || ' ' || name_vi || ' ' || name_en)) stored
);

-- What a client proves itself by. Two may be good at once, so that one is changed for the next without a gap.
create table identity.client_key (
  id         uuid primary key,
  client_id  text not null references identity.client,
  kind       text not null check (kind in ('secret', 'key', 'certificate')),
  secret     bytea,                              -- SHA-256 of a secret that we made (256 bits): itself it is nowhere
  jwk        jsonb,                              -- a public key, or a certificate in its x5c
  label      text not null,                      -- the last characters, a key id, a subject: to tell them apart
  valid_from timestamptz not null,
  valid_to   timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  warned_at  timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  check ((kind = 'secret') = (secret is not null)),
  check ((kind = 'secret') = (jwk is null)),
  check (valid_to > valid_from)
);
create index client_key_client on identity.client_key (client_id);

-- What a machine may do in its own name, like the permissions of a place.
create table identity.client_permission (
  client_id  text not null references identity.client,
  permission text not null,
  scope      text not null check (scope in ('unit', 'unit-tree', 'all')),
  unit_id    int references identity.unit,
  granted_at timestamptz not null,
  granted_by uuid,
  unique nulls not distinct (client_id, permission, scope, unit_id),
  check ((scope = 'all') = (unit_id is null))
);

-- Everything that oidc-provider keeps between requests, found by the hash of its identifier.
create table identity.provider_state (
  kind        text not null,
  id          bytea not null,                    -- SHA-256: whoever reads the database cannot use what is in it
  payload     jsonb not null,
  client_id   text references identity.client,
  person_id   uuid references identity.person,
  grant_id    text,
  uid         text,
  session_id  uuid references identity.session on delete cascade, -- the sign-in on which it rests
  expires_at  timestamptz not null,
  consumed_at timestamptz,
  primary key (kind, id)
);
create index provider_state_grant on identity.provider_state (grant_id) where grant_id is not null;
create index provider_state_uid on identity.provider_state (uid) where uid is not null;
create index provider_state_session on identity.provider_state (session_id) where session_id is not null;
create index provider_state_person on identity.provider_state (person_id, client_id) where person_id is not null;
create index provider_state_expires on identity.provider_state (expires_at);

-- Signed tokens are not kept; those taken back before their time are, until it would have come.
create table identity.revoked_token (
  jti        text primary key,
  client_id  text not null references identity.client,
  expires_at timestamptz not null
);
create index revoked_token_expires on identity.revoked_token (expires_at);

-- The provider's signing keys; the private half is encrypted by a key that the database does not have.
create table identity.signing_key (
  kid         text primary key,
  public_jwk  jsonb not null,
  private_key bytea not null,
  created_at  timestamptz not null,
  signs_from  timestamptz not null,              -- published before, so that all have read it
  ends_at     timestamptz                        -- published until the last token signed by it has ended
);
insert into kernel.revision values ('identity-signing-keys', 1);

-- What somebody lets an application know and do.
create table identity.consent (
  id         uuid primary key,
  person_id  uuid not null references identity.person,
  client_id  text not null references identity.client,
  scopes     text[] not null,
  given_at   timestamptz not null,
  revoked_at timestamptz
);
create unique index consent_once on identity.consent (person_id, client_id) where revoked_at is null;

create view identity.v_client as
  select id, kind, name_vi, name_en, state, unit_id, contact, auth_method, native, redirect_uris, post_logout_redirect_uris,
         backchannel_logout_uri, frontchannel_logout_uri, scopes, consent, subject, bound_tokens, last_used_at, created_at, created_by, folded
  from identity.client;

create view identity.v_client_key as
  select id, client_id, kind, label, valid_from, valid_to, revoked_at, created_at from identity.client_key;
