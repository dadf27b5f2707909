-- What the migrations of studio make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema studio;

create table studio.draft (
  id uuid not null,
  kind text not null,
  key text not null,
  base_version integer not null,
  text text not null,
  source text not null,
  problems jsonb not null,
  state text not null,
  effective_from date,
  author_id uuid not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  definition_id uuid,
  about text,
  constraint draft_pkey PRIMARY KEY (id),
  constraint draft_author_id_fkey FOREIGN KEY (author_id) REFERENCES identity.person(id),
  constraint draft_check CHECK ((state = ANY (ARRAY['writing'::text, 'withdrawn'::text])) OR effective_from IS NOT NULL),
  constraint draft_state_check CHECK (state = ANY (ARRAY['writing'::text, 'waiting'::text, 'published'::text, 'withdrawn'::text]))
);
CREATE INDEX draft_by_state ON studio.draft USING btree (state, changed_at DESC);
CREATE UNIQUE INDEX draft_open ON studio.draft USING btree (kind, key, author_id) WHERE (state = ANY (ARRAY['writing'::text, 'waiting'::text]));

create table studio.draft_act (
  draft_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  person_id uuid not null,
  act text not null,
  note text default ''::text not null,
  constraint draft_act_pkey PRIMARY KEY (draft_id, number),
  constraint draft_act_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES studio.draft(id),
  constraint draft_act_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint draft_act_act_check CHECK (act = ANY (ARRAY['begun'::text, 'submitted'::text, 'returned'::text, 'withdrawn'::text, 'published'::text, 'handed-over'::text]))
);

create table studio.test_case (
  id uuid not null,
  kind text not null,
  key text not null,
  name text not null,
  input jsonb not null,
  expected jsonb not null,
  author_id uuid,
  created_at timestamp with time zone not null,
  origin text default 'officer'::text not null,
  source text default 'ours'::text not null,
  dropped boolean default false not null,
  name_en text,
  constraint test_case_pkey PRIMARY KEY (id),
  constraint test_case_kind_key_name_key UNIQUE (kind, key, name),
  constraint test_case_author_id_fkey FOREIGN KEY (author_id) REFERENCES identity.person(id),
  constraint test_case_kind_check CHECK (kind = ANY (ARRAY['process'::text, 'decision'::text])),
  constraint test_case_origin_check CHECK (origin = ANY (ARRAY['pack'::text, 'officer'::text]))
);
