-- The ground under all modules: folding of Vietnamese text, versions of definitions, idempotency keys,
-- the outbox of events, files, and the audit trail.

create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- Folds a text for search: lower case, no accents, đ → d. The TypeScript twin is `fold` in kernel/src/text.ts.
create function kernel.fold(text) returns text
  language sql immutable parallel safe strict
  return lower(public.unaccent('public.unaccent'::regdictionary, normalize($1, NFC)));

-- Dated versions of everything that a pack or an officer defines: forms, processes, decisions, templates, procedures …
create table kernel.definition (
  id              uuid primary key,
  kind            text not null,
  key             text not null,
  version         int not null,
  effective_from  date not null,
  effective_to    date,                       -- exclusive; null: until further notice
  origin          text not null check (origin in ('pack', 'officer')),
  checksum        text not null,              -- of the body as it came from the pack
  source          text not null,
  body            jsonb not null,
  created_at      timestamptz not null,
  created_by      uuid,
  unique (kind, key, version),
  check (effective_to is null or effective_to > effective_from)
);
create index definition_in_force on kernel.definition (kind, key, effective_from desc);

-- One number that grows with every change of a definition, so that caches know when to look again.
create table kernel.revision (
  topic  text primary key,
  number bigint not null
);
insert into kernel.revision values ('definitions', 0);

-- The answer that a command gave, so that the same request sent twice is carried out once.
create table kernel.idempotency (
  principal  text not null,
  key        text not null,
  operation  text not null,
  request    bytea not null,                  -- SHA-256 of the input
  answer     jsonb,
  at         timestamptz not null,
  primary key (principal, key)
);
create index idempotency_at on kernel.idempotency using brin (at);

-- The outbox: what happened, written in the transaction in which it happened.
create table kernel.event (
  id     bigint generated always as identity primary key,
  xid    xid8 not null default pg_current_xact_id(),
  at     timestamptz not null,
  name   text not null,
  key    text not null,
  topics text[] not null default '{}',        -- live views that should look again
  data   jsonb not null,
  trace  text
);
create index event_order on kernel.event (xid, id);

-- How far each consumer has read. Only events of transactions that ended before all running ones are read,
-- so that none is passed over.
create table kernel.consumer (
  name     text primary key,
  xid      xid8 not null default '0',
  id       bigint not null default 0,
  failures int not null default 0,
  error    text,
  retry_at timestamptz
);

-- Events that a consumer could not handle after all tries: an operator looks at them.
create table kernel.dead_event (
  consumer text not null,
  event_id bigint not null,
  error    text not null,
  at       timestamptz not null,
  settled_at timestamptz,
  primary key (consumer, event_id)
);

-- Content-addressed files: the same content is kept once.
create table kernel.file (
  hash       bytea primary key,               -- SHA-256
  size       bigint not null,
  media_type text not null,                   -- by content, not by name
  created_at timestamptz not null,
  scanned_at timestamptz,
  verdict    text not null default 'clean' check (verdict in ('clean', 'unscanned'))
);

-- Who brought a file: only they may attach it to something of theirs. Knowing a hash opens nothing.
create table kernel.file_holder (
  hash   bytea not null references kernel.file,
  holder text not null,                       -- person id
  at     timestamptz not null,
  primary key (hash, holder)
);

-- The audit trail. Entries of one process form a stream; the sealer chains and signs them every second.
create schema audit;
create table audit.stream (
  id         uuid primary key,
  host       text not null,
  process    int not null,
  key_id     text not null,
  started_at timestamptz not null
);
create table audit.entry (
  stream    uuid not null,
  number    bigint not null,                  -- counted in the process: a gap is a transaction that did not commit
  at        timestamptz not null,
  principal text not null,
  behalf_of text,
  operation text not null,
  outcome   text not null,                    -- done, viewed, refused
  subject   text,                             -- type:id
  origin    text,                             -- address
  trace     text,
  detail    text not null default '',         -- JSON as written
  primary key (stream, number)
);
create index entry_subject on audit.entry (subject, at) where subject is not null;
create index entry_principal on audit.entry (principal, at);
create index entry_at on audit.entry using brin (at);
create table audit.seal (
  stream    uuid not null,
  number    int not null,
  numbers   int8multirange not null,          -- which entries
  entries   int not null,
  digest    bytea not null,                   -- SHA-256 over the digests of the entries in order
  previous  bytea not null,                   -- hash of the seal before, of zeros for the first
  at        timestamptz not null,
  signature bytea not null,                   -- Ed25519 over all of the above, by a key that is not here
  primary key (stream, number)
);

-- Nobody changes what is written: the program itself included.
create function audit.refuse() returns trigger language plpgsql as
  $$ begin raise exception 'the audit trail is only added to'; end $$;
create trigger entry_is_final before update or delete or truncate on audit.entry for each statement execute function audit.refuse();
create trigger seal_is_final before update or delete or truncate on audit.seal for each statement execute function audit.refuse();
