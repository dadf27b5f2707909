-- What the migrations of services make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema services;

create table services.draft (
  id uuid not null,
  person_id uuid not null,
  business_id uuid,
  kind text default 'dossier'::text not null,
  procedure_code text not null,
  version_id uuid not null,
  form_id uuid,
  title text not null,
  data jsonb default '{}'::jsonb not null,
  components jsonb default '[]'::jsonb not null,
  seen text[] default '{}'::text[] not null,
  page text,
  state text default 'open'::text not null,
  dossier_id uuid,
  reference text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  filed_at timestamp with time zone,
  authority_id uuid,
  constraint draft_pkey PRIMARY KEY (id),
  constraint draft_kind_check CHECK (kind = ANY (ARRAY['dossier'::text, 'supplement'::text])),
  constraint draft_state_check CHECK (state = ANY (ARRAY['open'::text, 'filed'::text]))
);
CREATE INDEX draft_old ON services.draft USING btree (updated_at);
CREATE INDEX draft_person ON services.draft USING btree (person_id, updated_at DESC) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX draft_supplement ON services.draft USING btree (person_id, dossier_id) WHERE ((kind = 'supplement'::text) AND (state = 'open'::text));
