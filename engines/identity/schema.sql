-- What the migrations of identity make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema identity;

create table identity.absence (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  valid_from date not null,
  valid_to date not null,
  note text,
  created_at timestamp with time zone not null,
  created_by uuid,
  cancelled_at timestamp with time zone,
  cancelled_by uuid,
  constraint absence_pkey PRIMARY KEY (id),
  constraint absence_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint absence_check CHECK (valid_to > valid_from),
  constraint absence_kind_check CHECK (kind = ANY (ARRAY['leave'::text, 'mission'::text, 'study'::text, 'sick'::text, 'other'::text]))
);
CREATE INDEX absence_person ON identity.absence USING btree (person_id, valid_to) WHERE (cancelled_at IS NULL);

create table identity.attempt (
  key bytea not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  wait_until timestamp with time zone not null,
  constraint attempt_pkey PRIMARY KEY (key)
);
CREATE INDEX attempt_last ON identity.attempt USING btree (last_at);

create table identity.authority (
  id uuid not null,
  kind text not null,
  agent_id uuid,
  subject_id uuid,
  agent jsonb not null,
  subject jsonb not null,
  acts text[] not null,
  matters text[],
  valid_from date not null,
  valid_to date,
  document bytea,
  document_name text,
  paper jsonb,
  secret bytea,
  state text not null,
  declared_at timestamp with time zone not null,
  declared_by uuid not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  decided_how text,
  papers jsonb,
  ended_at timestamp with time zone,
  ended_by uuid,
  end_reason text,
  constraint authority_pkey PRIMARY KEY (id),
  constraint authority_secret_key UNIQUE (secret),
  constraint authority_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES identity.person(id),
  constraint authority_document_fkey FOREIGN KEY (document) REFERENCES kernel.file(hash),
  constraint authority_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES identity.person(id),
  constraint authority_check CHECK (valid_to IS NULL OR valid_to >= valid_from),
  constraint authority_check1 CHECK (agent_id IS NULL OR subject_id IS NULL OR agent_id <> subject_id),
  constraint authority_check2 CHECK ((state <> ALL (ARRAY['in-force'::text, 'ended'::text])) OR agent_id IS NOT NULL AND subject_id IS NOT NULL),
  constraint authority_decided_how_check CHECK (decided_how = ANY (ARRAY['desk'::text, 'grantor'::text, 'agent'::text])),
  constraint authority_kind_check CHECK (kind = ANY (ARRAY['child'::text, 'ward'::text, 'attorney'::text])),
  constraint authority_state_check CHECK (state = ANY (ARRAY['declared'::text, 'offered'::text, 'in-force'::text, 'refused'::text, 'withdrawn'::text, 'ended'::text]))
);
CREATE INDEX authority_agent ON identity.authority USING btree (agent_id);
CREATE INDEX authority_grantor ON identity.authority USING btree (((subject ->> 'idNumber'::text))) WHERE ((state = 'declared'::text) AND (kind = 'attorney'::text));
CREATE INDEX authority_named ON identity.authority USING btree (((agent ->> 'idNumber'::text))) WHERE (state = 'offered'::text);
CREATE INDEX authority_subject ON identity.authority USING btree (subject_id);
CREATE INDEX authority_waiting ON identity.authority USING btree (declared_at) WHERE (state = 'declared'::text);

create table identity.business (
  id uuid not null,
  tax_code text not null,
  name text not null,
  name_en text,
  kind text default 'company'::text not null,
  address jsonb,
  phone text,
  email text,
  state text default 'active'::text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  folded text generated always as (kernel.fold(name)) stored,
  verified_at timestamp with time zone,
  verified_by uuid,
  constraint business_pkey PRIMARY KEY (id),
  constraint business_tax_code_key UNIQUE (tax_code),
  constraint business_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text]))
);
CREATE INDEX business_search ON identity.business USING gin (folded gin_trgm_ops);

create table identity.client (
  id text not null,
  kind text not null,
  name_vi text not null,
  name_en text not null,
  state text default 'active'::text not null,
  unit_id integer,
  contact text,
  auth_method text not null,
  native boolean default false not null,
  redirect_uris text[] default '{}'::text[] not null,
  post_logout_redirect_uris text[] default '{}'::text[] not null,
  backchannel_logout_uri text,
  frontchannel_logout_uri text,
  scopes text[] default '{}'::text[] not null,
  consent boolean default true not null,
  subject text default 'pairwise'::text not null,
  bound_tokens text default 'no'::text not null,
  tokens_from timestamp with time zone not null,
  last_used_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  folded text generated always as (kernel.fold(((((id || ' '::text) || name_vi) || ' '::text) || name_en))) stored,
  revision integer default 1 not null,
  constraint client_pkey PRIMARY KEY (id),
  constraint client_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint client_auth_method_check CHECK (auth_method = ANY (ARRAY['none'::text, 'client_secret_basic'::text, 'private_key_jwt'::text, 'self_signed_tls_client_auth'::text])),
  constraint client_bound_tokens_check CHECK (bound_tokens = ANY (ARRAY['no'::text, 'dpop'::text, 'mtls'::text])),
  constraint client_id_check CHECK (id ~ '^[a-z0-9][a-z0-9-]{2,62}$'::text),
  constraint client_kind_check CHECK (kind = ANY (ARRAY['application'::text, 'machine'::text])),
  constraint client_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])),
  constraint client_subject_check CHECK (subject = ANY (ARRAY['pairwise'::text, 'public'::text]))
);

create table identity.client_key (
  id uuid not null,
  client_id text not null,
  kind text not null,
  secret bytea,
  jwk jsonb,
  label text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  warned_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  warned_days smallint,
  constraint client_key_pkey PRIMARY KEY (id),
  constraint client_key_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id),
  constraint client_key_check CHECK ((kind = 'secret'::text) = (secret IS NOT NULL)),
  constraint client_key_check1 CHECK ((kind = 'secret'::text) = (jwk IS NULL)),
  constraint client_key_check2 CHECK (valid_to > valid_from),
  constraint client_key_kind_check CHECK (kind = ANY (ARRAY['secret'::text, 'key'::text, 'certificate'::text]))
);
CREATE INDEX client_key_client ON identity.client_key USING btree (client_id);

create table identity.client_permission (
  client_id text not null,
  permission text not null,
  scope text not null,
  unit_id integer,
  granted_at timestamp with time zone not null,
  granted_by uuid,
  constraint client_permission_client_id_permission_scope_unit_id_key UNIQUE NULLS NOT DISTINCT (client_id, permission, scope, unit_id),
  constraint client_permission_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id),
  constraint client_permission_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint client_permission_check CHECK ((scope = 'all'::text) = (unit_id IS NULL)),
  constraint client_permission_scope_check CHECK (scope = ANY (ARRAY['unit'::text, 'unit-tree'::text, 'all'::text]))
);

create table identity.client_use (
  person_id uuid not null,
  client_id text not null,
  at timestamp with time zone not null,
  constraint client_use_pkey PRIMARY KEY (person_id, client_id),
  constraint client_use_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id),
  constraint client_use_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);

create table identity.conflict_told (
  person_id uuid not null,
  rule text not null,
  at timestamp with time zone not null,
  constraint conflict_told_pkey PRIMARY KEY (person_id, rule),
  constraint conflict_told_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);

create table identity.consent (
  id uuid not null,
  person_id uuid not null,
  client_id text not null,
  scopes text[] not null,
  given_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint consent_pkey PRIMARY KEY (id),
  constraint consent_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id),
  constraint consent_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE UNIQUE INDEX consent_once ON identity.consent USING btree (person_id, client_id) WHERE (revoked_at IS NULL);

create table identity.delegation (
  id uuid not null,
  from_person uuid not null,
  to_person uuid not null,
  permissions text[],
  unit_id integer,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  reason text not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  returned_at timestamp with time zone,
  constraint delegation_pkey PRIMARY KEY (id),
  constraint delegation_from_person_fkey FOREIGN KEY (from_person) REFERENCES identity.person(id),
  constraint delegation_to_person_fkey FOREIGN KEY (to_person) REFERENCES identity.person(id),
  constraint delegation_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint delegation_check CHECK (from_person <> to_person),
  constraint delegation_check1 CHECK (valid_to > valid_from)
);
CREATE INDEX delegation_from ON identity.delegation USING btree (from_person, valid_to);
CREATE INDEX delegation_to ON identity.delegation USING btree (to_person, valid_to);
CREATE INDEX delegation_to_return ON identity.delegation USING btree (valid_to) WHERE (returned_at IS NULL);

create table identity.device (
  id uuid not null,
  person_id uuid not null,
  secret bytea not null,
  agent text,
  address text,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  trusted_until timestamp with time zone,
  trusted_by uuid,
  constraint device_pkey PRIMARY KEY (id),
  constraint device_person_id_secret_key UNIQUE (person_id, secret),
  constraint device_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint device_trusted_by_fkey FOREIGN KEY (trusted_by) REFERENCES identity.factor(id) ON DELETE SET NULL
);

create table identity.emergency (
  id uuid not null,
  person_id uuid not null,
  person_name text not null,
  record text not null,
  label text not null,
  permissions text[] not null,
  reason_vi text not null,
  reason_en text not null,
  words text not null,
  unit_ids integer[] not null,
  told uuid[] not null,
  opened_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  review_due date not null,
  justified boolean,
  review text,
  reviewed_at timestamp with time zone,
  reviewed_by uuid,
  reviewer text,
  constraint emergency_pkey PRIMARY KEY (id),
  constraint emergency_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint emergency_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES identity.person(id),
  constraint emergency_check CHECK (ends_at > opened_at),
  constraint emergency_check1 CHECK (reviewed_by <> person_id),
  constraint emergency_check2 CHECK ((reviewed_at IS NULL) = (justified IS NULL)),
  constraint emergency_record_check CHECK (record ~ '^(dossier|person):[0-9a-f-]{36}$'::text)
);
CREATE INDEX emergency_newest ON identity.emergency USING btree (opened_at DESC, id DESC);
CREATE INDEX emergency_open ON identity.emergency USING btree (review_due, id) WHERE (reviewed_at IS NULL);
CREATE INDEX emergency_person ON identity.emergency USING btree (person_id, opened_at DESC);

create table identity.factor (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  name text not null,
  address text,
  key text,
  secret bytea,
  data jsonb default '{}'::jsonb not null,
  counter bigint default 0 not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint factor_pkey PRIMARY KEY (id),
  constraint factor_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint factor_kind_check CHECK (kind = ANY (ARRAY['totp'::text, 'email'::text, 'phone'::text, 'passkey'::text, 'certificate'::text]))
);
CREATE UNIQUE INDEX factor_address ON identity.factor USING btree (person_id, kind, address) WHERE ((address IS NOT NULL) AND (ended_at IS NULL));
CREATE UNIQUE INDEX factor_key ON identity.factor USING btree (kind, key) WHERE ((key IS NOT NULL) AND (ended_at IS NULL));
CREATE INDEX factor_person ON identity.factor USING btree (person_id) WHERE (ended_at IS NULL);

create table identity.former_address (
  person_id uuid not null,
  kind text not null,
  address text not null,
  until timestamp with time zone not null,
  constraint former_address_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint former_address_kind_check CHECK (kind = ANY (ARRAY['email'::text, 'phone'::text]))
);
CREATE INDEX former_address_person ON identity.former_address USING btree (person_id, until);

create table identity.hand_over (
  id uuid not null,
  person_id uuid not null,
  to_person uuid,
  position_id uuid,
  unit_id integer,
  role text,
  cause text not null,
  day date not null,
  reason text not null,
  state text default 'waiting'::text not null,
  ordered_at timestamp with time zone not null,
  ordered_by uuid,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint hand_over_pkey PRIMARY KEY (id),
  constraint hand_over_ordered_by_fkey FOREIGN KEY (ordered_by) REFERENCES identity.person(id),
  constraint hand_over_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint hand_over_position_id_fkey FOREIGN KEY (position_id) REFERENCES identity."position"(id),
  constraint hand_over_role_fkey FOREIGN KEY (role) REFERENCES identity.role(key),
  constraint hand_over_to_person_fkey FOREIGN KEY (to_person) REFERENCES identity.person(id),
  constraint hand_over_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint hand_over_cause_check CHECK (cause = ANY (ARRAY['position-ended'::text, 'suspended'::text, 'died'::text, 'stranded'::text, 'authority-ended'::text])),
  constraint hand_over_check2 CHECK (person_id <> to_person),
  constraint hand_over_place CHECK ((unit_id IS NULL) = (role IS NULL) AND (position_id IS NULL OR unit_id IS NOT NULL) AND (position_id IS NOT NULL OR unit_id IS NULL OR cause = 'authority-ended'::text)),
  constraint hand_over_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'done'::text, 'cancelled'::text]))
);
CREATE INDEX hand_over_due ON identity.hand_over USING btree (day) WHERE (state = 'waiting'::text);
CREATE INDEX hand_over_person ON identity.hand_over USING btree (person_id, day DESC);
CREATE INDEX hand_over_position ON identity.hand_over USING btree (position_id) WHERE (position_id IS NOT NULL);
CREATE INDEX hand_over_receiver ON identity.hand_over USING btree (to_person) WHERE (to_person IS NOT NULL);

create table identity.hand_over_part (
  hand_over_id uuid not null,
  part text not null,
  ordinal integer not null,
  title_vi text not null,
  title_en text not null,
  expected integer not null,
  moved integer default 0 not null,
  queued integer default 0 not null,
  ended_at timestamp with time zone,
  constraint hand_over_part_pkey PRIMARY KEY (hand_over_id, part),
  constraint hand_over_part_hand_over_id_fkey FOREIGN KEY (hand_over_id) REFERENCES identity.hand_over(id)
);

create table identity.import (
  id uuid not null,
  kind text not null,
  name text not null,
  complete boolean default false not null,
  state text not null,
  counts jsonb not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  approved_at timestamp with time zone,
  approved_by uuid,
  ended_at timestamp with time zone,
  declined_at timestamp with time zone,
  declined_by uuid,
  decline_reason text,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES identity.person(id),
  constraint import_created_by_fkey FOREIGN KEY (created_by) REFERENCES identity.person(id),
  constraint import_declined_by_fkey FOREIGN KEY (declined_by) REFERENCES identity.person(id),
  constraint import_check CHECK (approved_by IS NULL OR approved_by IS DISTINCT FROM created_by OR state <> 'waiting'::text),
  constraint import_kind_check CHECK (kind = ANY (ARRAY['officials'::text, 'units'::text])),
  constraint import_state_check CHECK (state = ANY (ARRAY['wrong'::text, 'checked'::text, 'waiting'::text, 'running'::text, 'done'::text, 'withdrawn'::text]))
);
CREATE INDEX import_running ON identity.import USING btree (created_at) WHERE (state = 'running'::text);

create table identity.import_row (
  import_id uuid not null,
  number integer not null,
  fields jsonb not null,
  change text not null,
  problems jsonb default '[]'::jsonb not null,
  done_at timestamp with time zone,
  constraint import_row_pkey PRIMARY KEY (import_id, number),
  constraint import_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES identity.import(id),
  constraint import_row_change_check CHECK (change = ANY (ARRAY['new'::text, 'changed'::text, 'unchanged'::text, 'ended'::text, 'wrong'::text]))
);
CREATE INDEX import_row_open ON identity.import_row USING btree (import_id, number) WHERE (done_at IS NULL);

create table identity.invitation (
  id uuid not null,
  business_id uuid not null,
  name text not null,
  id_number text not null,
  secret bytea not null,
  title text,
  acts text[] not null,
  matters text[],
  valid_from date not null,
  valid_to date,
  invited_by uuid not null,
  invited_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  state text default 'open'::text not null,
  answered_at timestamp with time zone,
  answered_by uuid,
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_secret_key UNIQUE (secret),
  constraint invitation_business_id_fkey FOREIGN KEY (business_id) REFERENCES identity.business(id),
  constraint invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES identity.person(id),
  constraint invitation_state_check CHECK (state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text]))
);
CREATE INDEX invitation_business ON identity.invitation USING btree (business_id, invited_at DESC);
CREATE INDEX invitation_number ON identity.invitation USING btree (id_number) WHERE (state = 'open'::text);

create table identity.likeness (
  a uuid not null,
  b uuid not null,
  reasons text[] not null,
  score integer not null,
  found_at timestamp with time zone not null,
  different_at timestamp with time zone,
  different_by uuid,
  constraint likeness_pkey PRIMARY KEY (a, b),
  constraint likeness_a_fkey FOREIGN KEY (a) REFERENCES identity.person(id),
  constraint likeness_b_fkey FOREIGN KEY (b) REFERENCES identity.person(id),
  constraint likeness_check CHECK (a < b)
);
CREATE INDEX likeness_b ON identity.likeness USING btree (b);
CREATE INDEX likeness_open ON identity.likeness USING btree (score DESC, a, b) WHERE (different_at IS NULL);

create table identity.merge (
  id uuid not null,
  from_person uuid not null,
  to_person uuid not null,
  fields jsonb not null,
  reason text not null,
  state text default 'proposed'::text not null,
  proposed_at timestamp with time zone not null,
  proposed_by uuid not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  comment text,
  before jsonb,
  undone_at timestamp with time zone,
  undone_by uuid,
  undo_reason text,
  constraint merge_pkey PRIMARY KEY (id),
  constraint merge_from_person_fkey FOREIGN KEY (from_person) REFERENCES identity.person(id),
  constraint merge_to_person_fkey FOREIGN KEY (to_person) REFERENCES identity.person(id),
  constraint merge_check CHECK (from_person <> to_person),
  constraint merge_check1 CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  constraint merge_state_check CHECK (state = ANY (ARRAY['proposed'::text, 'done'::text, 'declined'::text, 'withdrawn'::text, 'undone'::text]))
);
CREATE INDEX merge_from ON identity.merge USING btree (from_person);
CREATE UNIQUE INDEX merge_open ON identity.merge USING btree (LEAST(from_person, to_person), GREATEST(from_person, to_person)) WHERE (state = 'proposed'::text);
CREATE INDEX merge_to ON identity.merge USING btree (to_person);

create table identity.merge_moved (
  merge_id uuid not null,
  place text not null,
  keys text[] not null,
  constraint merge_moved_pkey PRIMARY KEY (merge_id, place),
  constraint merge_moved_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES identity.merge(id)
);

create table identity.person (
  id uuid not null,
  kind text not null,
  name text not null,
  id_number text,
  birth_date date,
  gender text,
  phone text,
  email text,
  address jsonb,
  account text,
  password_hash text,
  password_until timestamp with time zone,
  state text default 'active'::text not null,
  verified_level smallint default 0 not null,
  locale text default 'vi'::text not null,
  origin text not null,
  demonstration jsonb,
  revision integer default 1 not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  folded text generated always as (kernel.fold(name)) stored,
  two_steps boolean default false not null,
  state_reason text,
  state_at timestamp with time zone,
  state_by uuid,
  closed_as text,
  died_on date,
  merged_into uuid,
  contact_confirmed boolean default true not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES identity.person(id),
  constraint person_check CHECK (closed_as IS NULL OR state = 'closed'::text),
  constraint person_check1 CHECK (merged_into IS NULL OR closed_as = 'merged'::text),
  constraint person_closed_as_check CHECK (closed_as = ANY (ARRAY['own-wish'::text, 'death'::text, 'merged'::text])),
  constraint person_gender_check CHECK (gender = ANY (ARRAY['male'::text, 'female'::text, 'other'::text])),
  constraint person_kind_check CHECK (kind = ANY (ARRAY['citizen'::text, 'business'::text, 'official'::text])),
  constraint person_locale_check CHECK (locale = ANY (ARRAY['vi'::text, 'en'::text])),
  constraint person_origin_check CHECK (origin = ANY (ARRAY['self'::text, 'desk'::text, 'pack'::text, 'personnel'::text])),
  constraint person_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text]))
);
CREATE UNIQUE INDEX person_account ON identity.person USING btree (lower(account)) WHERE (account IS NOT NULL);
CREATE INDEX person_email ON identity.person USING btree (lower(email)) WHERE (email IS NOT NULL);
CREATE UNIQUE INDEX person_id_number ON identity.person USING btree (id_number) WHERE (id_number IS NOT NULL);
CREATE INDEX person_merged ON identity.person USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX person_order ON identity.person USING btree (folded, id);
CREATE INDEX person_phone ON identity.person USING btree (phone) WHERE (phone IS NOT NULL);
CREATE INDEX person_search ON identity.person USING gin (folded gin_trgm_ops);

create table identity.position (
  id uuid not null,
  key text,
  person_id uuid not null,
  unit_id integer not null,
  role text not null,
  title_vi text not null,
  title_en text not null,
  main boolean default false not null,
  valid_from date not null,
  valid_to date,
  reason text,
  created_at timestamp with time zone not null,
  created_by uuid,
  ended_by uuid,
  title_key text,
  acting_as uuid,
  constraint position_pkey PRIMARY KEY (id),
  constraint position_key_key UNIQUE (key),
  constraint position_acting_as_fkey FOREIGN KEY (acting_as) REFERENCES identity.standing_deputy(id),
  constraint position_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint position_role_fkey FOREIGN KEY (role) REFERENCES identity.role(key),
  constraint position_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint position_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX position_acting ON identity."position" USING btree (acting_as) WHERE (acting_as IS NOT NULL);
CREATE INDEX position_person ON identity."position" USING btree (person_id);
CREATE INDEX position_unit ON identity."position" USING btree (unit_id, role);

create table identity.proof (
  id uuid not null,
  purpose text not null,
  kind text not null,
  person_id uuid,
  session_id uuid,
  address text,
  expected bytea,
  secret bytea,
  tries smallint default 0 not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  sign_up_id uuid,
  constraint proof_pkey PRIMARY KEY (id),
  constraint proof_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint proof_session_id_fkey FOREIGN KEY (session_id) REFERENCES identity.session(id) ON DELETE CASCADE,
  constraint proof_sign_up_id_fkey FOREIGN KEY (sign_up_id) REFERENCES identity.sign_up(id) ON DELETE CASCADE,
  constraint proof_purpose_check CHECK (purpose = ANY (ARRAY['session'::text, 'passkey'::text, 'certificate'::text, 'add'::text, 'sign-up'::text]))
);
CREATE INDEX proof_expires ON identity.proof USING btree (expires_at);
CREATE INDEX proof_person ON identity.proof USING btree (person_id, created_at) WHERE (person_id IS NOT NULL);
CREATE INDEX proof_sign_up ON identity.proof USING btree (sign_up_id) WHERE (sign_up_id IS NOT NULL);

create table identity.provider_state (
  kind text not null,
  id bytea not null,
  payload jsonb not null,
  client_id text,
  person_id uuid,
  grant_id text,
  uid text,
  session_id uuid,
  expires_at timestamp with time zone not null,
  consumed_at timestamp with time zone,
  constraint provider_state_pkey PRIMARY KEY (kind, id),
  constraint provider_state_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id),
  constraint provider_state_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint provider_state_session_id_fkey FOREIGN KEY (session_id) REFERENCES identity.session(id) ON DELETE CASCADE
);
CREATE INDEX provider_state_expires ON identity.provider_state USING btree (expires_at);
CREATE INDEX provider_state_grant ON identity.provider_state USING btree (grant_id) WHERE (grant_id IS NOT NULL);
CREATE INDEX provider_state_person ON identity.provider_state USING btree (person_id, client_id) WHERE (person_id IS NOT NULL);
CREATE INDEX provider_state_session ON identity.provider_state USING btree (session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX provider_state_uid ON identity.provider_state USING btree (uid) WHERE (uid IS NOT NULL);

create table identity.provisioned (
  client_id text not null,
  person_id uuid not null,
  external_id text,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  inactive_at timestamp with time zone,
  constraint provisioned_pkey PRIMARY KEY (client_id, person_id),
  constraint provisioned_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id),
  constraint provisioned_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE UNIQUE INDEX provisioned_external ON identity.provisioned USING btree (client_id, external_id) WHERE ((external_id IS NOT NULL) AND (removed_at IS NULL));
CREATE INDEX provisioned_person ON identity.provisioned USING btree (person_id);

create table identity.recovery (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  address text not null,
  cancel bytea not null,
  open bytea,
  started_at timestamp with time zone not null,
  ready_at timestamp with time zone not null,
  until timestamp with time zone not null,
  opened_at timestamp with time zone,
  done_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  origin text,
  constraint recovery_pkey PRIMARY KEY (id),
  constraint recovery_cancel_key UNIQUE (cancel),
  constraint recovery_open_key UNIQUE (open),
  constraint recovery_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint recovery_kind_check CHECK (kind = ANY (ARRAY['email'::text, 'phone'::text]))
);
CREATE INDEX recovery_due ON identity.recovery USING btree (ready_at) WHERE ((opened_at IS NULL) AND (done_at IS NULL) AND (cancelled_at IS NULL));
CREATE UNIQUE INDEX recovery_under_way ON identity.recovery USING btree (person_id) WHERE ((done_at IS NULL) AND (cancelled_at IS NULL));

create table identity.recovery_asked (
  id uuid not null,
  account text not null,
  address text,
  agent text,
  at timestamp with time zone not null,
  constraint recovery_asked_pkey PRIMARY KEY (id)
);

create table identity.recovery_code (
  person_id uuid not null,
  hash bytea not null,
  salt bytea not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint recovery_code_pkey PRIMARY KEY (person_id, hash),
  constraint recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);

create table identity.representative (
  id uuid not null,
  business_id uuid not null,
  person_id uuid not null,
  title text,
  valid_from date not null,
  valid_to date,
  verified boolean default false not null,
  created_at timestamp with time zone not null,
  acts text[] default '{file,follow,withdraw,pay,receive,manage}'::text[] not null,
  matters text[],
  papers jsonb,
  verified_at timestamp with time zone,
  verified_by uuid,
  invited_by uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  end_reason text,
  constraint representative_pkey PRIMARY KEY (id),
  constraint representative_business_id_fkey FOREIGN KEY (business_id) REFERENCES identity.business(id),
  constraint representative_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES identity.person(id),
  constraint representative_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint representative_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX representative_business ON identity.representative USING btree (business_id);
CREATE UNIQUE INDEX representative_once ON identity.representative USING btree (business_id, person_id) WHERE (valid_to IS NULL);
CREATE INDEX representative_person ON identity.representative USING btree (person_id);

create table identity.revoked_token (
  jti text not null,
  client_id text not null,
  expires_at timestamp with time zone not null,
  constraint revoked_token_pkey PRIMARY KEY (jti),
  constraint revoked_token_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(id)
);
CREATE INDEX revoked_token_expires ON identity.revoked_token USING btree (expires_at);

create table identity.role (
  key text not null,
  name_vi text not null,
  name_en text not null,
  place text not null,
  permissions jsonb not null,
  source text not null,
  edited boolean default false not null,
  retired_on date,
  version integer default 1 not null,
  constraint role_pkey PRIMARY KEY (key),
  constraint role_place_check CHECK (place = ANY (ARRAY['unit'::text, 'everyone'::text]))
);

create table identity.role_change (
  id uuid not null,
  role text not null,
  kind text not null,
  base integer not null,
  name_vi text not null,
  name_en text not null,
  permissions jsonb not null,
  before jsonb not null,
  retired_on date,
  reason text not null,
  state text default 'proposed'::text not null,
  proposed_at timestamp with time zone not null,
  proposed_by uuid not null,
  proposer text not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  decider text,
  comment text,
  constraint role_change_pkey PRIMARY KEY (id),
  constraint role_change_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES identity.person(id),
  constraint role_change_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES identity.person(id),
  constraint role_change_check CHECK (state <> 'done'::text OR decided_by <> proposed_by),
  constraint role_change_kind_check CHECK (kind = ANY (ARRAY['create'::text, 'edit'::text, 'retire'::text])),
  constraint role_change_state_check CHECK (state = ANY (ARRAY['proposed'::text, 'done'::text, 'declined'::text, 'withdrawn'::text]))
);
CREATE INDEX role_change_of ON identity.role_change USING btree (role, proposed_at DESC);
CREATE UNIQUE INDEX role_change_open ON identity.role_change USING btree (role) WHERE (state = 'proposed'::text);

create table identity.roles_text (
  one boolean default true not null,
  text text not null,
  roles jsonb not null,
  loaded_at timestamp with time zone not null,
  constraint roles_text_pkey PRIMARY KEY (one),
  constraint roles_text_one_check CHECK (one)
);

create table identity.session (
  id uuid not null,
  secret bytea not null,
  person_id uuid not null,
  business_id uuid,
  method text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  idle_until timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  address text,
  agent text,
  level smallint default 1 not null,
  factors text[] default '{}'::text[] not null,
  proved_at timestamp with time zone,
  authority_id uuid,
  awaiting boolean default false not null,
  device_id uuid,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_secret_key UNIQUE (secret),
  constraint session_business_id_fkey FOREIGN KEY (business_id) REFERENCES identity.business(id),
  constraint session_device_id_fkey FOREIGN KEY (device_id) REFERENCES identity.device(id) ON DELETE SET NULL,
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint session_level_check CHECK (level >= 1 AND level <= 4)
) with (fillfactor=80);
CREATE INDEX session_ends ON identity.session USING brin (ends_at);
CREATE INDEX session_live ON identity.session USING btree (person_id, created_at DESC) WHERE (ended_at IS NULL);
CREATE INDEX session_person ON identity.session USING btree (person_id, created_at DESC);

create table identity.session_factor (
  session_id uuid not null,
  factor_id uuid,
  kind text not null,
  shown_at timestamp with time zone not null,
  constraint session_factor_session_id_kind_factor_id_key UNIQUE NULLS NOT DISTINCT (session_id, kind, factor_id),
  constraint session_factor_factor_id_fkey FOREIGN KEY (factor_id) REFERENCES identity.factor(id) ON DELETE CASCADE,
  constraint session_factor_session_id_fkey FOREIGN KEY (session_id) REFERENCES identity.session(id) ON DELETE CASCADE
);
CREATE INDEX session_factor_factor ON identity.session_factor USING btree (factor_id) WHERE (factor_id IS NOT NULL);

create table identity.sign_up (
  id uuid not null,
  name text not null,
  id_number text not null,
  birth_date date not null,
  gender text,
  phone text not null,
  email text,
  password_hash text not null,
  locale text not null,
  created_at timestamp with time zone not null,
  until timestamp with time zone not null,
  constraint sign_up_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_up_until ON identity.sign_up USING btree (until);

create table identity.signing_key (
  kid text not null,
  public_jwk jsonb not null,
  private_key bytea not null,
  created_at timestamp with time zone not null,
  signs_from timestamp with time zone not null,
  ends_at timestamp with time zone,
  constraint signing_key_pkey PRIMARY KEY (kid)
);

create table identity.stand_in (
  deputy_id uuid not null,
  holder_id uuid,
  person_id uuid not null,
  unit_id integer not null,
  role text not null,
  since timestamp with time zone not null,
  constraint stand_in_deputy_id_holder_id_key UNIQUE NULLS NOT DISTINCT (deputy_id, holder_id),
  constraint stand_in_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES identity.standing_deputy(id),
  constraint stand_in_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES identity.person(id),
  constraint stand_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint stand_in_role_fkey FOREIGN KEY (role) REFERENCES identity.role(key),
  constraint stand_in_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX stand_in_person ON identity.stand_in USING btree (person_id);

create table identity.standing_deputy (
  id uuid not null,
  unit_id integer not null,
  role text not null,
  title_key text,
  title_vi text not null,
  title_en text not null,
  person_id uuid not null,
  ordinal integer not null,
  basis text not null,
  valid_from date not null,
  valid_to date,
  created_at timestamp with time zone not null,
  created_by uuid,
  ended_by uuid,
  end_reason text,
  constraint standing_deputy_pkey PRIMARY KEY (id),
  constraint standing_deputy_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint standing_deputy_role_fkey FOREIGN KEY (role) REFERENCES identity.role(key),
  constraint standing_deputy_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint standing_deputy_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX standing_deputy_person ON identity.standing_deputy USING btree (person_id);
CREATE INDEX standing_deputy_post ON identity.standing_deputy USING btree (unit_id, role);

create table identity.stranded (
  person_id uuid,
  part text not null,
  unit_id integer,
  count integer not null,
  role text,
  constraint stranded_once UNIQUE NULLS NOT DISTINCT (person_id, part, unit_id, role),
  constraint stranded_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint stranded_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint stranded_count_check CHECK (count > 0),
  constraint stranded_somewhere CHECK (person_id IS NOT NULL OR role IS NOT NULL)
);

create table identity.stranded_look (
  one boolean default true not null,
  at timestamp with time zone not null,
  constraint stranded_look_pkey PRIMARY KEY (one),
  constraint stranded_look_one_check CHECK (one)
);

create table identity.succession (
  id uuid not null,
  key text,
  title_vi text not null,
  title_en text not null,
  basis text default ''::text not null,
  day date,
  body jsonb not null,
  state text default 'draft'::text not null,
  whole jsonb,
  checked jsonb,
  checked_at timestamp with time zone,
  source text not null,
  author_id uuid,
  approver_id uuid,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  swept_at timestamp with time zone,
  version integer default 1 not null,
  constraint succession_pkey PRIMARY KEY (id),
  constraint succession_key_key UNIQUE (key),
  constraint succession_check CHECK ((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR day IS NOT NULL),
  constraint succession_state_check CHECK (state = ANY (ARRAY['draft'::text, 'proposed'::text, 'approved'::text, 'applying'::text, 'applied'::text, 'withdrawn'::text]))
);
CREATE INDEX succession_due ON identity.succession USING btree (day) WHERE (state = ANY (ARRAY['approved'::text, 'applying'::text]));

create table identity.succession_act (
  succession_id uuid not null,
  at timestamp with time zone not null,
  act text not null,
  person_id uuid,
  person_name text not null,
  note text,
  constraint succession_act_succession_id_fkey FOREIGN KEY (succession_id) REFERENCES identity.succession(id)
);
CREATE INDEX succession_act_of ON identity.succession_act USING btree (succession_id, at);

create table identity.succession_part (
  succession_id uuid not null,
  part text not null,
  ordinal integer not null,
  title_vi text not null,
  title_en text not null,
  expected integer not null,
  moved integer default 0 not null,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint succession_part_pkey PRIMARY KEY (succession_id, part),
  constraint succession_part_succession_id_fkey FOREIGN KEY (succession_id) REFERENCES identity.succession(id)
);

create table identity.unit (
  id integer generated always as identity not null,
  code text not null,
  key text not null,
  parent_id integer,
  path integer[] default '{}'::integer[] not null,
  name_vi text not null,
  name_en text not null,
  kind text not null,
  level text not null,
  valid_from date not null,
  valid_to date,
  address text,
  phone text,
  email text,
  hours_vi text,
  hours_en text,
  edited boolean default false not null,
  source text not null,
  folded text generated always as (kernel.fold(((((code || ' '::text) || name_vi) || ' '::text) || name_en))) stored,
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_code_key UNIQUE (code),
  constraint unit_key_key UNIQUE (key),
  constraint unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES identity.unit(id),
  constraint unit_check CHECK (valid_to IS NULL OR valid_to > valid_from),
  constraint unit_code_check CHECK (code ~ '^[0-9A-Z]+([.][0-9A-Z]+)*$'::text AND length(code) <= 35)
);
CREATE INDEX unit_parent ON identity.unit USING btree (parent_id);
CREATE INDEX unit_path ON identity.unit USING gin (path);
CREATE INDEX unit_search ON identity.unit USING gin (folded gin_trgm_ops);

create table identity.unit_successor (
  from_unit integer not null,
  to_unit integer not null,
  day date not null,
  archive boolean not null,
  constraint unit_successor_pkey PRIMARY KEY (from_unit, to_unit),
  constraint unit_successor_from_unit_fkey FOREIGN KEY (from_unit) REFERENCES identity.unit(id),
  constraint unit_successor_to_unit_fkey FOREIGN KEY (to_unit) REFERENCES identity.unit(id),
  constraint unit_successor_check CHECK (from_unit <> to_unit)
);
CREATE INDEX unit_successor_to ON identity.unit_successor USING btree (to_unit);

create table identity.unit_version (
  unit_id integer not null,
  valid_from date not null,
  valid_to date,
  code text not null,
  name_vi text not null,
  name_en text not null,
  kind text not null,
  level text not null,
  parent_id integer,
  reason text,
  constraint unit_version_pkey PRIMARY KEY (unit_id, valid_from),
  constraint unit_version_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES identity.unit(id),
  constraint unit_version_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint unit_version_check CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX unit_version_parent ON identity.unit_version USING btree (parent_id);

create table identity.upstream_link (
  provider text not null,
  subject text not null,
  person_id uuid not null,
  linked_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  constraint upstream_link_pkey PRIMARY KEY (provider, subject),
  constraint upstream_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE UNIQUE INDEX upstream_link_person ON identity.upstream_link USING btree (person_id, provider);

create table identity.upstream_request (
  state bytea not null,
  provider text not null,
  browser bytea not null,
  nonce text not null,
  verifier text not null,
  back text,
  person_id uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  outcome text,
  claims jsonb,
  taken_at timestamp with time zone,
  constraint upstream_request_pkey PRIMARY KEY (state),
  constraint upstream_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint upstream_request_outcome_check CHECK (outcome = ANY (ARRAY['done'::text, 'asked'::text, 'refused'::text, 'wrong'::text, 'away'::text]))
);
CREATE INDEX upstream_request_browser ON identity.upstream_request USING btree (browser) WHERE (outcome = 'asked'::text);
CREATE INDEX upstream_request_expires ON identity.upstream_request USING btree (expires_at);

create table identity.verification (
  id uuid not null,
  person_id uuid not null,
  level smallint not null,
  papers jsonb not null,
  changed jsonb default '{}'::jsonb not null,
  at timestamp with time zone not null,
  by uuid,
  unit_id integer,
  constraint verification_pkey PRIMARY KEY (id),
  constraint verification_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint verification_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX verification_person ON identity.verification USING btree (person_id, at DESC);

create view identity.v_authority as
 SELECT r.id,
    'business'::text AS kind,
    r.person_id AS agent_id,
    r.business_id AS subject_id,
    b.name AS subject_name,
    r.acts,
    r.matters,
    r.verified,
    r.valid_from,
    r.valid_to
   FROM identity.representative r
     JOIN identity.business b ON b.id = r.business_id AND b.state = 'active'::text
UNION ALL
 SELECT a.id,
    a.kind,
    a.agent_id,
    a.subject_id,
    p.name AS subject_name,
    a.acts,
    a.matters,
    true AS verified,
    a.valid_from,
    a.valid_to
   FROM identity.authority a
     JOIN identity.person p ON p.id = a.subject_id AND p.state <> 'closed'::text
  WHERE a.state = 'in-force'::text;

create view identity.v_business as
 SELECT business.id,
    business.tax_code,
    business.name,
    business.name_en,
    business.kind,
    business.address,
    business.phone,
    business.email,
    business.state,
    business.folded
   FROM identity.business;

create view identity.v_client as
 SELECT client.id,
    client.kind,
    client.name_vi,
    client.name_en,
    client.state,
    client.unit_id,
    client.contact,
    client.auth_method,
    client.native,
    client.redirect_uris,
    client.post_logout_redirect_uris,
    client.backchannel_logout_uri,
    client.frontchannel_logout_uri,
    client.scopes,
    client.consent,
    client.subject,
    client.bound_tokens,
    client.last_used_at,
    client.created_at,
    client.created_by,
    client.folded,
    client.revision
   FROM identity.client;

create view identity.v_client_key as
 SELECT client_key.id,
    client_key.client_id,
    client_key.kind,
    client_key.label,
    client_key.valid_from,
    client_key.valid_to,
    client_key.revoked_at,
    client_key.created_at,
    client_key.warned_at
   FROM identity.client_key;

create view identity.v_client_permission as
 SELECT client_permission.client_id,
    client_permission.permission,
    client_permission.scope,
    client_permission.unit_id,
    client_permission.granted_at,
    client_permission.granted_by
   FROM identity.client_permission;

create view identity.v_delegation as
 SELECT delegation.id,
    delegation.from_person,
    delegation.to_person,
    delegation.permissions,
    delegation.unit_id,
    delegation.valid_from,
    delegation.valid_to,
    delegation.reason,
    delegation.created_at,
    delegation.revoked_at,
    delegation.revoked_by
   FROM identity.delegation;

create view identity.v_factor as
 SELECT factor.id,
    factor.person_id,
    factor.kind,
    factor.name,
    factor.created_at,
    factor.used_at
   FROM identity.factor
  WHERE factor.ended_at IS NULL;

create view identity.v_hand_over as
 SELECT hand_over.id,
    hand_over.person_id,
    hand_over.to_person,
    hand_over.unit_id,
    hand_over.role,
    hand_over.day,
    hand_over.state
   FROM identity.hand_over;

create view identity.v_likeness as
 SELECT likeness.a,
    likeness.b,
    likeness.reasons,
    likeness.score,
    likeness.found_at,
    likeness.different_at,
    likeness.different_by
   FROM identity.likeness;

create view identity.v_merge as
 SELECT merge.id,
    merge.from_person,
    merge.to_person,
    merge.fields,
    merge.reason,
    merge.state,
    merge.proposed_at,
    merge.proposed_by,
    merge.decided_at,
    merge.decided_by,
    merge.comment,
    merge.undone_at,
    merge.undone_by,
    merge.undo_reason
   FROM identity.merge;

create view identity.v_official as
 SELECT o.id AS position_id,
    o.person_id,
    p.name,
    p.state,
    o.unit_id,
    o.role,
    o.title_vi,
    o.title_en,
    o.main,
    o.valid_from,
    o.valid_to,
    p.phone,
    p.email,
    p.folded,
    o.title_key,
    ( SELECT d.title_vi
           FROM identity.standing_deputy d
          WHERE d.id = o.acting_as) AS acting_for
   FROM identity."position" o
     JOIN identity.person p ON p.id = o.person_id;

create view identity.v_person as
 SELECT person.id,
    person.kind,
    person.name,
    person.id_number,
    person.birth_date,
    person.gender,
    person.phone,
    person.email,
    person.address,
    person.state,
    person.verified_level,
    person.locale,
    person.folded,
    person.state_reason,
    person.state_at,
    person.closed_as,
    person.died_on,
    person.merged_into
   FROM identity.person;

create view identity.v_representative as
 SELECT representative.business_id,
    representative.person_id,
    representative.title,
    representative.valid_from,
    representative.valid_to,
    representative.verified,
    representative.id,
    representative.acts,
    representative.matters
   FROM identity.representative;

create view identity.v_role as
 SELECT role.key,
    role.name_vi,
    role.name_en,
    role.place,
    role.permissions,
    role.source,
    role.edited,
    role.retired_on,
    role.version
   FROM identity.role;

create view identity.v_session as
 SELECT session.id,
    session.person_id,
    session.business_id,
    session.method,
    session.created_at,
    session.seen_at,
    session.idle_until,
    session.ends_at,
    session.ended_at,
    session.address,
    session.agent,
    session.level,
    session.factors,
    COALESCE(session.proved_at, session.created_at) AS proved_at,
    session.awaiting
   FROM identity.session;

create view identity.v_session_factor as
 SELECT s.session_id,
    s.factor_id,
    s.kind,
    s.shown_at,
        CASE
            WHEN f.kind = ANY (ARRAY['email'::text, 'phone'::text]) THEN NULL::text
            ELSE f.name
        END AS name,
    f.ended_at IS NOT NULL AS removed
   FROM identity.session_factor s
     LEFT JOIN identity.factor f ON f.id = s.factor_id;

create view identity.v_unit as
 SELECT unit.id,
    unit.code,
    unit.key,
    unit.parent_id,
    unit.path,
    unit.name_vi,
    unit.name_en,
    unit.kind,
    unit.level,
    unit.valid_from,
    unit.valid_to,
    unit.address,
    unit.phone,
    unit.email,
    unit.hours_vi,
    unit.hours_en,
    unit.folded
   FROM identity.unit;

create view identity.v_unit_successor as
 SELECT unit_successor.from_unit,
    unit_successor.to_unit,
    unit_successor.day,
    unit_successor.archive
   FROM identity.unit_successor;

create view identity.v_unit_version as
 SELECT unit_version.unit_id,
    unit_version.valid_from,
    unit_version.valid_to,
    unit_version.code,
    unit_version.name_vi,
    unit_version.name_en,
    unit_version.kind,
    unit_version.level,
    unit_version.parent_id,
    unit_version.reason
   FROM identity.unit_version;

create view identity.v_upstream_link as
 SELECT upstream_link.provider,
    upstream_link.person_id,
    upstream_link.linked_at,
    upstream_link.last_used_at
   FROM identity.upstream_link;

create view identity.v_verification as
 SELECT verification.id,
    verification.person_id,
    verification.level,
    verification.papers,
    verification.changed,
    verification.at,
    verification.by,
    verification.unit_id
   FROM identity.verification;
