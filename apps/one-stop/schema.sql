-- What the migrations of one-stop make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema one_stop;

CREATE OR REPLACE FUNCTION one_stop.forget_tallies()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare since timestamptz;
begin
  if tg_op = 'TRUNCATE' then
    since := '-infinity';
  elsif tg_op = 'INSERT' then
    since := least(new.submitted_at, new.accepted_at, new.settled_at);
  elsif tg_op = 'DELETE' then
    since := least(old.submitted_at, old.accepted_at, old.settled_at);
  else
    since := least(
      case when (old.submitted_at, old.procedure_code, old.business_type, old.unit_id, old.section_id, old.channel)
             is distinct from (new.submitted_at, new.procedure_code, new.business_type, new.unit_id, new.section_id, new.channel)
           then least(old.submitted_at, new.submitted_at) end,
      case when old.accepted_at is distinct from new.accepted_at then least(old.accepted_at, new.accepted_at) end,
      case when old.settled_at is distinct from new.settled_at then least(old.settled_at, new.settled_at) end,
      -- From then on it was late, or was not, wherever it had no result.
      case when old.due_at is distinct from new.due_at then least(old.due_at, new.due_at) end,
      case when (old.outcome, old.worked_minutes, old.limit_minutes) is distinct from (new.outcome, new.worked_minutes, new.limit_minutes)
           then least(old.settled_at, new.settled_at) end);
  end if;
  -- Looked for first: hardly ever is there one, and deleting costs more than looking.
  if since is not null and exists (select from one_stop.tally_moment where at > since) then
    delete from one_stop.tally_moment where at > since;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION one_stop.result_withheld(dossier uuid, fee_state text, outcome text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(fee_state in ('due', 'at-desk') and outcome = 'granted', false)
          and not exists (select from payments.v_payment p where p.subject = 'dossier:' || dossier and p.purpose = 'fee' and p.state = 'paid') $function$;

create table one_stop.component (
  id uuid not null,
  dossier_id uuid not null,
  key text not null,
  name text not null,
  origin text not null,
  form text default 'copy'::text not null,
  copies integer default 1 not null,
  file bytea,
  file_name text,
  media_type text,
  size bigint,
  result_id uuid,
  added_at timestamp with time zone not null,
  superseded_at timestamp with time zone,
  constraint component_pkey PRIMARY KEY (id),
  constraint component_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id),
  constraint component_file_fkey FOREIGN KEY (file) REFERENCES kernel.file(hash),
  constraint component_origin_check CHECK (origin = ANY (ARRAY['upload'::text, 'scan'::text, 'store'::text, 'form'::text, 'paper'::text]))
);
CREATE INDEX component_dossier ON one_stop.component USING btree (dossier_id);

create table one_stop.consultation (
  id uuid not null,
  dossier_id uuid not null,
  unit_id integer not null,
  subject text not null,
  asked_at timestamp with time zone not null,
  asked_by uuid not null,
  due_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  answered_by uuid,
  opinion text,
  answer text,
  late_told_at timestamp with time zone,
  constraint consultation_pkey PRIMARY KEY (id),
  constraint consultation_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id),
  constraint consultation_opinion_check CHECK (opinion = ANY (ARRAY['agree'::text, 'agree-with-conditions'::text, 'disagree'::text]))
);
CREATE INDEX consultation_dossier ON one_stop.consultation USING btree (dossier_id);
CREATE INDEX consultation_due ON one_stop.consultation USING btree (due_at);
CREATE INDEX consultation_open ON one_stop.consultation USING btree (due_at) WHERE (answered_at IS NULL);

create table one_stop.counter (
  unit_code text not null,
  day date not null,
  last integer not null,
  constraint counter_pkey PRIMARY KEY (unit_code, day)
);

create table one_stop.dossier (
  id uuid not null,
  reference text not null,
  code text,
  procedure_code text not null,
  version_id uuid not null,
  form_id uuid not null,
  ruleset text not null,
  title text not null,
  business_type text not null,
  unit_id integer not null,
  section_id integer,
  desk_id integer not null,
  units integer[] not null,
  status smallint not null,
  channel text not null,
  capacity text default 'self'::text not null,
  applicant_id uuid,
  owner_id uuid,
  applicant_name text not null,
  owner_name text not null,
  contact jsonb not null,
  data jsonb not null,
  delivery jsonb not null,
  words text not null,
  fee bigint default 0 not null,
  fee_reason text default ''::text not null,
  fee_state text default 'none'::text not null,
  draft_key text,
  submitted_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  limit_minutes integer,
  due_at timestamp with time zone,
  promised_at timestamp with time zone,
  paused_at timestamp with time zone,
  settled_at timestamp with time zone,
  returned_at timestamp with time zone,
  outcome text,
  extended boolean default false not null,
  breach text,
  changed_at timestamp with time zone not null,
  version integer default 1 not null,
  worked_minutes integer,
  authority_id uuid,
  data_class text,
  constraint dossier_pkey PRIMARY KEY (id),
  constraint dossier_code_key UNIQUE (code),
  constraint dossier_draft_key_key UNIQUE (draft_key),
  constraint dossier_reference_key UNIQUE (reference),
  constraint dossier_capacity_check CHECK (capacity = ANY (ARRAY['self'::text, 'child'::text, 'attorney'::text, 'business'::text])),
  constraint dossier_channel_check CHECK (channel = ANY (ARRAY['online'::text, 'counter'::text, 'post'::text])),
  constraint dossier_fee_check CHECK (fee >= 0),
  constraint dossier_fee_state_check CHECK (fee_state = ANY (ARRAY['none'::text, 'due'::text, 'at-desk'::text, 'paid'::text, 'waived'::text, 'refunded'::text])),
  constraint dossier_outcome_check CHECK (outcome = ANY (ARRAY['granted'::text, 'refused'::text, 'withdrawn'::text, 'stopped'::text, 'not-accepted'::text])),
  constraint dossier_status_check CHECK (status >= 1 AND status <= 10)
);
CREATE INDEX dossier_accepted ON one_stop.dossier USING btree (unit_id, accepted_at) WHERE (accepted_at IS NOT NULL);
CREATE INDEX dossier_applicant ON one_stop.dossier USING btree (applicant_id, submitted_at DESC) WHERE (applicant_id IS NOT NULL);
CREATE INDEX dossier_arrived ON one_stop.dossier USING btree (submitted_at, id);
CREATE INDEX dossier_by_due ON one_stop.dossier USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX dossier_counted ON one_stop.dossier USING btree (COALESCE(settled_at, 'infinity'::timestamp with time zone)) INCLUDE (submitted_at, accepted_at, settled_at, due_at, status, outcome, channel, unit_id, section_id, business_type, procedure_code, limit_minutes, worked_minutes, id);
CREATE INDEX dossier_desk ON one_stop.dossier USING btree (desk_id, status, submitted_at, id);
CREATE INDEX dossier_desk_open ON one_stop.dossier USING btree (desk_id, status, due_at, id) INCLUDE (data_class) WHERE (status = ANY (ARRAY[2, 4, 5, 6]));
CREATE INDEX dossier_open ON one_stop.dossier USING btree (status, due_at, id) WHERE (status = ANY (ARRAY[1, 2, 4, 5, 6, 9]));
CREATE INDEX dossier_open_due ON one_stop.dossier USING btree (due_at, id) WHERE ((status = ANY (ARRAY[2, 4])) AND (due_at IS NOT NULL));
CREATE INDEX dossier_owner ON one_stop.dossier USING btree (owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX dossier_procedure ON one_stop.dossier USING btree (procedure_code, submitted_at, id);
CREATE INDEX dossier_procedure_open ON one_stop.dossier USING btree (procedure_code, due_at) WHERE (status = ANY (ARRAY[1, 2, 4, 5, 6, 9]));
CREATE INDEX dossier_section ON one_stop.dossier USING btree (section_id, status, due_at, id) INCLUDE (data_class);
CREATE INDEX dossier_under_way_by_due ON one_stop.dossier USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (status = ANY (ARRAY[1, 2, 4, 5, 6, 9]));
CREATE INDEX dossier_unit ON one_stop.dossier USING btree (unit_id, status, due_at, id) INCLUDE (data_class);
CREATE INDEX dossier_units ON one_stop.dossier USING gin (units);
CREATE INDEX dossier_words ON one_stop.dossier USING gin (words gin_trgm_ops) WITH (fastupdate='on');
CREATE TRIGGER dossier_counted_anew AFTER INSERT OR DELETE OR UPDATE OF submitted_at, accepted_at, settled_at, due_at, outcome, channel, unit_id, section_id, business_type, procedure_code, limit_minutes, worked_minutes ON one_stop.dossier FOR EACH ROW EXECUTE FUNCTION one_stop.forget_tallies();
CREATE TRIGGER dossier_counted_never AFTER TRUNCATE ON one_stop.dossier FOR EACH STATEMENT EXECUTE FUNCTION one_stop.forget_tallies();

create table one_stop.extension (
  dossier_id uuid not null,
  reason text not null,
  apology text not null,
  former_due timestamp with time zone not null,
  new_due timestamp with time zone not null,
  at timestamp with time zone not null,
  by uuid not null,
  constraint extension_pkey PRIMARY KEY (dossier_id),
  constraint extension_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id)
);

create table one_stop.hand_over (
  id uuid not null,
  dossier_id uuid not null,
  from_unit integer not null,
  to_unit integer not null,
  due_at timestamp with time zone not null,
  made_at timestamp with time zone,
  taken_at timestamp with time zone,
  taken_by uuid,
  reason text not null,
  constraint hand_over_pkey PRIMARY KEY (id),
  constraint hand_over_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id)
);
CREATE INDEX hand_over_dossier ON one_stop.hand_over USING btree (dossier_id);
CREATE INDEX hand_over_due ON one_stop.hand_over USING btree (due_at);
CREATE INDEX hand_over_open ON one_stop.hand_over USING btree (from_unit) WHERE (made_at IS NULL);

create table one_stop.history (
  dossier_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  act text not null,
  status smallint not null,
  person_id uuid,
  person_name text not null,
  behalf_of text,
  unit_id integer,
  step text,
  comment text,
  data jsonb default '{}'::jsonb not null,
  public boolean default true not null,
  constraint history_pkey PRIMARY KEY (dossier_id, number),
  constraint history_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id)
);
CREATE INDEX history_supplement ON one_stop.history USING btree (at) WHERE (act = 'supplement-requested'::text);

create table one_stop.paper (
  id uuid not null,
  dossier_id uuid,
  template text not null,
  ruleset text not null,
  number integer not null,
  data jsonb not null,
  issued_at timestamp with time zone not null,
  issued_by uuid,
  register_number text,
  title jsonb,
  constraint paper_pkey PRIMARY KEY (id),
  constraint paper_dossier_id_template_number_key UNIQUE (dossier_id, template, number),
  constraint paper_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id)
);

create table one_stop.paper_counter (
  unit_id integer not null,
  register text not null,
  year integer not null,
  last integer not null,
  constraint paper_counter_pkey PRIMARY KEY (unit_id, register, year)
);

create table one_stop.passed_on (
  dossier_id uuid not null,
  at timestamp with time zone not null,
  succession uuid not null,
  from_unit integer not null,
  from_section integer,
  from_desk integer not null,
  to_unit integer not null,
  constraint passed_on_pkey PRIMARY KEY (dossier_id, at),
  constraint passed_on_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id)
);
CREATE INDEX passed_on_from ON one_stop.passed_on USING btree (from_unit);

create table one_stop.rating (
  dossier_id uuid not null,
  unit_id integer not null,
  dossier smallint not null,
  agency smallint not null,
  official smallint not null,
  comment text,
  at timestamp with time zone not null,
  constraint rating_pkey PRIMARY KEY (dossier_id),
  constraint rating_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id),
  constraint rating_agency_check CHECK (agency >= 1 AND agency <= 5),
  constraint rating_dossier_check CHECK (dossier >= 1 AND dossier <= 5),
  constraint rating_official_check CHECK (official >= 1 AND official <= 5)
);
CREATE INDEX rating_unit ON one_stop.rating USING btree (unit_id, at);

create table one_stop.saved_view (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  query text not null,
  ordinal integer not null,
  constraint saved_view_pkey PRIMARY KEY (id),
  constraint saved_view_person_id_name_key UNIQUE (person_id, name)
);

create table one_stop.supplement (
  id uuid not null,
  dossier_id uuid not null,
  stage text not null,
  items jsonb not null,
  reason text not null,
  requested_at timestamp with time zone not null,
  requested_by uuid not null,
  respond_by date,
  answered_at timestamp with time zone,
  constraint supplement_pkey PRIMARY KEY (id),
  constraint supplement_dossier_id_requested_at_key UNIQUE (dossier_id, requested_at),
  constraint supplement_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id),
  constraint supplement_stage_check CHECK (stage = ANY (ARRAY['desk'::text, 'appraisal'::text]))
);
CREATE INDEX supplement_dossier ON one_stop.supplement USING btree (dossier_id);

create table one_stop.tally (
  at timestamp with time zone not null,
  procedure_code text,
  business_type text,
  unit_id integer not null,
  section_id integer,
  channel text not null,
  filed bigint not null,
  not_accepted bigint not null,
  withdrawn_at_desk bigint not null,
  received bigint not null,
  settled_early bigint not null,
  settled_on_time bigint not null,
  settled_late bigint not null,
  refused bigint not null,
  withdrawn bigint not null,
  stopped bigint not null,
  timed bigint not null,
  worked_minutes bigint not null,
  limit_minutes bigint not null,
  at_desk bigint not null,
  within_limit bigint not null,
  past_limit bigint not null,
  waiting_supplement bigint not null,
  waiting_duty bigint not null,
  constraint tally_at_procedure_code_business_type_unit_id_section_id_ch_key UNIQUE NULLS NOT DISTINCT (at, procedure_code, business_type, unit_id, section_id, channel)
);

create table one_stop.tally_moment (
  at timestamp with time zone not null,
  counted boolean default false not null,
  constraint tally_moment_pkey PRIMARY KEY (at)
);

create table one_stop.ticket (
  id uuid not null,
  desk_id integer not null,
  day date not null,
  number integer not null,
  field text not null,
  state text default 'waiting'::text not null,
  taken_at timestamp with time zone not null,
  called_at timestamp with time zone,
  served_at timestamp with time zone,
  done_at timestamp with time zone,
  counter text,
  served_by uuid,
  constraint ticket_pkey PRIMARY KEY (id),
  constraint ticket_desk_id_day_number_key UNIQUE (desk_id, day, number),
  constraint ticket_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'called'::text, 'serving'::text, 'done'::text, 'gone'::text]))
);
CREATE INDEX ticket_waiting ON one_stop.ticket USING btree (desk_id, day, state, number);

create table one_stop.visit (
  id uuid not null,
  dossier_id uuid not null,
  at timestamp with time zone not null,
  place text not null,
  people text not null,
  subject text not null,
  arranged_at timestamp with time zone not null,
  arranged_by uuid not null,
  reported_at timestamp with time zone,
  report text,
  finding text,
  constraint visit_pkey PRIMARY KEY (id),
  constraint visit_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id),
  constraint visit_finding_check CHECK (finding = ANY (ARRAY['in-order'::text, 'not-in-order'::text]))
);
CREATE INDEX visit_dossier ON one_stop.visit USING btree (dossier_id);

create table one_stop.warning (
  dossier_id uuid not null,
  kind text not null,
  about timestamp with time zone not null,
  at timestamp with time zone not null,
  constraint warning_pkey PRIMARY KEY (dossier_id, kind, about),
  constraint warning_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES one_stop.dossier(id)
);

create view one_stop.v_dossier as
 SELECT dossier.id,
    dossier.reference,
    dossier.code,
    dossier.procedure_code,
    dossier.version_id,
    dossier.title,
    dossier.business_type,
    dossier.unit_id,
    dossier.section_id,
    dossier.desk_id,
    dossier.units,
    dossier.status,
    dossier.channel,
    dossier.applicant_id,
    dossier.owner_id,
    dossier.applicant_name,
    dossier.owner_name,
    dossier.submitted_at,
    dossier.accepted_at,
    dossier.due_at,
    dossier.settled_at,
    dossier.returned_at,
    dossier.outcome,
    dossier.fee,
    dossier.fee_state,
    dossier.authority_id,
    dossier.data_class,
    one_stop.result_withheld(dossier.id, dossier.fee_state, dossier.outcome) AS result_withheld
   FROM one_stop.dossier;
