-- What the migrations of kernel make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema audit;

CREATE OR REPLACE FUNCTION audit.refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'the audit trail is only added to'; end $function$;

create table audit.entry (
  stream uuid not null,
  number bigint not null,
  at timestamp with time zone not null,
  principal text not null,
  behalf_of text,
  operation text not null,
  outcome text not null,
  subject text,
  origin text,
  trace text,
  detail text default ''::text not null,
  concerns uuid[],
  constraint entry_pkey PRIMARY KEY (stream, number)
);
CREATE INDEX entry_at ON audit.entry USING brin (at);
CREATE INDEX entry_concerns ON audit.entry USING gin (concerns) WHERE (concerns IS NOT NULL);
CREATE INDEX entry_principal ON audit.entry USING btree (principal, at);
CREATE INDEX entry_subject ON audit.entry USING btree (subject, at) WHERE (subject IS NOT NULL);
CREATE TRIGGER entry_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

create table audit.seal (
  stream uuid not null,
  number integer not null,
  numbers int8multirange not null,
  entries integer not null,
  digest bytea not null,
  previous bytea not null,
  at timestamp with time zone not null,
  signature bytea not null,
  constraint seal_pkey PRIMARY KEY (stream, number)
);
CREATE TRIGGER seal_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.seal FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

create table audit.stream (
  id uuid not null,
  host text not null,
  process integer not null,
  key_id text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint stream_pkey PRIMARY KEY (id)
);
CREATE INDEX stream_open ON audit.stream USING btree (started_at) WHERE (ended_at IS NULL);

create view audit.v_entry as
 SELECT entry.stream,
    entry.number,
    entry.at,
    entry.principal,
    entry.behalf_of,
    entry.operation,
    entry.outcome,
    entry.subject,
    entry.origin,
    entry.trace,
    entry.detail,
    entry.concerns
   FROM audit.entry;

create schema kernel;

CREATE OR REPLACE FUNCTION kernel.fold(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(unaccent('unaccent'::regdictionary, NORMALIZE($1, NFC)));

create table kernel.consumer (
  name text not null,
  xid xid8 default '0'::xid8 not null,
  id bigint default 0 not null,
  failures integer default 0 not null,
  error text,
  retry_at timestamp with time zone,
  constraint consumer_pkey PRIMARY KEY (name)
);

create table kernel.dead_event (
  consumer text not null,
  event_id bigint not null,
  error text not null,
  at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint dead_event_pkey PRIMARY KEY (consumer, event_id)
);

create table kernel.definition (
  id uuid not null,
  kind text not null,
  key text not null,
  version integer not null,
  effective_from date not null,
  effective_to date,
  origin text not null,
  checksum text not null,
  source text not null,
  body jsonb not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  constraint definition_pkey PRIMARY KEY (id),
  constraint definition_kind_key_version_key UNIQUE (kind, key, version),
  constraint definition_check CHECK (effective_to IS NULL OR effective_to > effective_from),
  constraint definition_origin_check CHECK (origin = ANY (ARRAY['pack'::text, 'officer'::text]))
);
CREATE INDEX definition_in_force ON kernel.definition USING btree (kind, key, effective_from DESC);

create table kernel.event (
  id bigint generated always as identity not null,
  xid xid8 default pg_current_xact_id() not null,
  at timestamp with time zone not null,
  name text not null,
  key text not null,
  topics text[] default '{}'::text[] not null,
  data jsonb not null,
  trace text,
  constraint event_pkey PRIMARY KEY (id)
);
CREATE INDEX event_order ON kernel.event USING btree (xid, id);

create table kernel.file (
  hash bytea not null,
  size bigint not null,
  media_type text not null,
  created_at timestamp with time zone not null,
  scanned_at timestamp with time zone,
  verdict text default 'clean'::text not null,
  constraint file_pkey PRIMARY KEY (hash),
  constraint file_verdict_check CHECK (verdict = ANY (ARRAY['clean'::text, 'unscanned'::text]))
);

create table kernel.file_holder (
  hash bytea not null,
  holder text not null,
  at timestamp with time zone not null,
  constraint file_holder_pkey PRIMARY KEY (hash, holder),
  constraint file_holder_hash_fkey FOREIGN KEY (hash) REFERENCES kernel.file(hash)
);

create table kernel.idempotency (
  principal text not null,
  key text not null,
  operation text not null,
  request bytea not null,
  answer jsonb,
  at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_at ON kernel.idempotency USING brin (at);

create table kernel.loaded_pack (
  folder text not null,
  fingerprint text not null,
  at timestamp with time zone not null,
  constraint loaded_pack_pkey PRIMARY KEY (folder)
);

create table kernel.migration (
  module text not null,
  file text not null,
  checksum text not null,
  applied_at timestamp with time zone default clock_timestamp() not null,
  constraint migration_pkey PRIMARY KEY (module, file)
);

create table kernel.recurring_job (
  name text not null,
  handed_at timestamp with time zone not null,
  constraint recurring_job_pkey PRIMARY KEY (name)
);

create table kernel.revision (
  topic text not null,
  number bigint not null,
  constraint revision_pkey PRIMARY KEY (topic)
);

create view kernel.v_definition as
 SELECT definition.id,
    definition.kind,
    definition.key,
    definition.version,
    definition.effective_from,
    definition.effective_to,
    definition.origin,
    definition.source,
    definition.body,
    definition.created_at,
    definition.created_by
   FROM kernel.definition;
