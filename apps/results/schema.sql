-- What the migrations of results make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema results;

create table results.number_counter (
  unit_id integer not null,
  register text not null,
  year integer not null,
  last integer not null,
  constraint number_counter_pkey PRIMARY KEY (unit_id, register, year)
);

create table results.result (
  id uuid not null,
  dossier_id uuid not null,
  dossier_code text not null,
  type text not null,
  type_id uuid not null,
  name jsonb not null,
  title text not null,
  procedure_code text not null,
  unit_id integer not null,
  units integer[] not null,
  register text not null,
  number text,
  issued_on date,
  issued_at timestamp with time zone,
  valid_until date,
  holder_name text not null,
  holder_id uuid,
  business_id uuid,
  applicant_id uuid,
  answers jsonb not null,
  filled jsonb default '{}'::jsonb not null,
  data jsonb default '{}'::jsonb not null,
  words jsonb default '{}'::jsonb not null,
  dated jsonb not null,
  state text not null,
  reason text,
  changed_at timestamp with time zone,
  kind text default 'first'::text not null,
  replaces uuid,
  replaced_by uuid,
  code text not null,
  pdf bytea,
  pdf_size bigint,
  places jsonb default '[]'::jsonb not null,
  folded text not null,
  created_at timestamp with time zone not null,
  version integer default 1 not null,
  computation jsonb,
  constraint result_pkey PRIMARY KEY (id),
  constraint result_code_key UNIQUE (code),
  constraint result_pdf_fkey FOREIGN KEY (pdf) REFERENCES kernel.file(hash),
  constraint result_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES results.result(id),
  constraint result_replaces_fkey FOREIGN KEY (replaces) REFERENCES results.result(id),
  constraint result_kind_check CHECK (kind = ANY (ARRAY['first'::text, 'correction'::text, 'replacement'::text])),
  constraint result_state_check CHECK (state = ANY (ARRAY['draft'::text, 'signed'::text, 'issued'::text, 'corrected'::text, 'replaced'::text, 'revoked'::text]))
);
CREATE INDEX result_applicant ON results.result USING btree (applicant_id, id DESC) WHERE (applicant_id IS NOT NULL);
CREATE INDEX result_business ON results.result USING btree (business_id, id DESC) WHERE (business_id IS NOT NULL);
CREATE UNIQUE INDEX result_first ON results.result USING btree (dossier_id) WHERE (kind = 'first'::text);
CREATE INDEX result_folded ON results.result USING gin (folded gin_trgm_ops);
CREATE INDEX result_holder ON results.result USING btree (holder_id, id DESC) WHERE (holder_id IS NOT NULL);
CREATE UNIQUE INDEX result_number ON results.result USING btree (unit_id, register, EXTRACT(year FROM issued_on), number) WHERE ((kind <> 'correction'::text) AND (number IS NOT NULL));
CREATE UNIQUE INDEX result_replaces ON results.result USING btree (replaces);
CREATE INDEX result_unit ON results.result USING btree (unit_id, id DESC);
CREATE INDEX result_units ON results.result USING gin (units);

create table results.signature (
  result_id uuid not null,
  ordinal smallint not null,
  role text not null,
  name text not null,
  title text,
  person_id uuid,
  behalf_of uuid,
  unit_id integer not null,
  at timestamp with time zone not null,
  pdf bytea not null,
  constraint signature_pkey PRIMARY KEY (result_id, ordinal),
  constraint signature_pdf_fkey FOREIGN KEY (pdf) REFERENCES kernel.file(hash),
  constraint signature_result_id_fkey FOREIGN KEY (result_id) REFERENCES results.result(id),
  constraint signature_role_check CHECK (role = ANY (ARRAY['head'::text, 'agency'::text]))
);
CREATE INDEX signature_pdf ON results.signature USING btree (pdf);

create table results.unit_symbol (
  unit_key text not null,
  symbol text not null,
  constraint unit_symbol_pkey PRIMARY KEY (unit_key)
);

create view results.v_result as
 SELECT result.id,
    result.dossier_id,
    result.dossier_code,
    result.type,
    result.name,
    result.title,
    result.procedure_code,
    result.unit_id,
    result.number,
    result.issued_on,
    result.issued_at,
    result.valid_until,
    result.holder_name,
    result.holder_id,
    result.business_id,
    result.applicant_id,
    result.data,
    result.words,
    result.state,
    result.reason,
    result.kind,
    result.replaces,
    result.replaced_by,
    result.code,
    result.pdf,
    result.pdf_size,
    result.created_at,
    result.computation
   FROM results.result;
