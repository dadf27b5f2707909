-- Signing in through an identity provider above us (VNeID, VNConnect): who is whom there, and what is under way.
create table identity.upstream_link (
  provider     text not null,
  subject      text not null,                    -- how the provider names the person
  person_id    uuid not null references identity.person,
  linked_at    timestamptz not null,
  last_used_at timestamptz not null,
  primary key (provider, subject)
);
create unique index upstream_link_person on identity.upstream_link (person_id, provider);

-- A way through the provider, from the first redirect to its answer; good once, and only in the browser that began it.
create table identity.upstream_request (
  state      bytea primary key,                  -- SHA-256 of the state; itself it is in the address alone
  provider   text not null,
  browser    bytea not null,                     -- SHA-256 of the secret in the cookie of the browser that began
  nonce      text not null,
  verifier   text not null,                      -- PKCE
  back       text,
  person_id  uuid references identity.person,    -- set when somebody signed in links their account
  created_at timestamptz not null,
  expires_at timestamptz not null,
  outcome    text check (outcome in ('done', 'asked', 'refused', 'wrong', 'away')), -- asked: the person says how it goes on
  claims     jsonb,                              -- what the provider said, while the person is asked
  taken_at   timestamptz                         -- when the answer came
);
create index upstream_request_expires on identity.upstream_request (expires_at);
create index upstream_request_browser on identity.upstream_request (browser) where outcome = 'asked';

create view identity.v_upstream_link as
  select provider, person_id, linked_at, last_used_at from identity.upstream_link;
