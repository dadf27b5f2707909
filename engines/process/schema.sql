-- What the migrations of process make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema process;

create table process.assignment (
  id uuid not null,
  task_id uuid not null,
  kind text not null,
  before uuid,
  after uuid,
  at timestamp with time zone not null,
  by_person uuid,
  by_name text not null,
  reason text,
  constraint assignment_pkey PRIMARY KEY (id),
  constraint assignment_task_id_fkey FOREIGN KEY (task_id) REFERENCES process.task(id) ON DELETE CASCADE,
  constraint assignment_kind_check CHECK (kind = ANY (ARRAY['claimed'::text, 'assigned'::text, 'given-back'::text, 'reassigned'::text, 'delegated'::text, 'escalated'::text]))
);
CREATE INDEX assignment_person ON process.assignment USING btree (by_person, task_id) WHERE (by_person IS NOT NULL);
CREATE INDEX assignment_task ON process.assignment USING btree (task_id);

create table process.change (
  id uuid not null,
  instance_id uuid not null,
  kind text not null,
  element text,
  detail jsonb not null,
  reason text not null,
  at timestamp with time zone not null,
  by_person uuid,
  by_name text not null,
  constraint change_pkey PRIMARY KEY (id),
  constraint change_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE,
  constraint change_kind_check CHECK (kind = ANY (ARRAY['cancelled'::text, 'moved'::text, 'restarted'::text, 'variables'::text, 'migrated'::text, 'retried'::text, 'skipped'::text, 'relocated'::text, 'recounted'::text]))
);
CREATE INDEX change_instance ON process.change USING btree (instance_id, at);

create table process.counted_by (
  owner text not null,
  calendars text not null,
  at timestamp with time zone not null,
  constraint counted_by_pkey PRIMARY KEY (owner)
);

create table process.decided (
  id uuid not null,
  instance_id uuid not null,
  element text not null,
  label_vi text not null,
  label_en text not null,
  decision text not null,
  definition_id uuid not null,
  version integer not null,
  inputs jsonb not null,
  output jsonb not null,
  fired jsonb not null,
  names jsonb not null,
  at timestamp with time zone not null,
  constraint decided_pkey PRIMARY KEY (id),
  constraint decided_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE
);
CREATE INDEX decided_instance ON process.decided USING btree (instance_id, id);

create table process.done (
  id uuid not null,
  instance_id uuid not null,
  parent_id uuid,
  element text not null,
  locals jsonb,
  turn integer not null,
  constraint done_pkey PRIMARY KEY (id),
  constraint done_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE
);
CREATE INDEX done_instance ON process.done USING btree (instance_id);

create table process.incident (
  id uuid not null,
  instance_id uuid,
  timer_id uuid,
  element text not null,
  error text not null,
  at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_by text,
  incoming_id uuid,
  reason text,
  changed jsonb,
  told jsonb,
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_incoming_id_fkey FOREIGN KEY (incoming_id) REFERENCES process.incoming(id) ON DELETE CASCADE,
  constraint incident_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE,
  constraint incident_timer_id_fkey FOREIGN KEY (timer_id) REFERENCES process.timer(id) ON DELETE CASCADE,
  constraint incident_about CHECK ((instance_id IS NULL) <> (incoming_id IS NULL))
);
CREATE INDEX incident_incoming ON process.incident USING btree (incoming_id) WHERE (incoming_id IS NOT NULL);
CREATE INDEX incident_instance ON process.incident USING btree (instance_id);
CREATE INDEX incident_open ON process.incident USING btree (at) WHERE (settled_at IS NULL);
CREATE INDEX incident_settled ON process.incident USING btree (id) WHERE (settled_at IS NOT NULL);

create table process.incoming (
  id uuid not null,
  owner text not null,
  cause text not null,
  name text not null,
  definition_id uuid,
  element text,
  business_key text not null,
  variables jsonb not null,
  state text default 'waiting'::text not null,
  due_at timestamp with time zone not null,
  attempts integer default 0 not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint incoming_pkey PRIMARY KEY (id),
  constraint incoming_cause_check CHECK (cause = ANY (ARRAY['signal'::text, 'message'::text, 'condition'::text])),
  constraint incoming_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'failed'::text, 'done'::text, 'dropped'::text]))
);
CREATE INDEX incoming_due ON process.incoming USING btree (owner, id) WHERE (state = 'waiting'::text);

create table process.instance (
  id uuid not null,
  definition_id uuid not null,
  owner text not null,
  business_key text not null,
  state text default 'running'::text not null,
  variables jsonb not null,
  version integer default 1 not null,
  started_at timestamp with time zone not null,
  started_by text,
  ended_at timestamp with time zone,
  ended_by text,
  end_element text,
  end_reason text,
  root_id uuid,
  parent_token uuid,
  process text,
  general boolean default false not null,
  constraint instance_pkey PRIMARY KEY (id),
  constraint instance_state_check CHECK (state = ANY (ARRAY['running'::text, 'completed'::text, 'cancelled'::text]))
) with (fillfactor=80);
CREATE INDEX instance_business ON process.instance USING btree (business_key, started_at);
CREATE INDEX instance_called ON process.instance USING btree (parent_token) WHERE ((parent_token IS NOT NULL) AND (state = 'running'::text));
CREATE INDEX instance_definition ON process.instance USING btree (definition_id, id);
CREATE INDEX instance_family ON process.instance USING btree (root_id) WHERE (root_id IS NOT NULL);
CREATE INDEX instance_general ON process.instance USING btree (started_by, id) WHERE general;
CREATE UNIQUE INDEX instance_running ON process.instance USING btree (owner, business_key) WHERE ((state = 'running'::text) AND (root_id IS NULL));
CREATE INDEX instance_running_latest ON process.instance USING btree (id) WHERE (state = 'running'::text);

create table process.message (
  id uuid not null,
  root_id uuid not null,
  element text not null,
  data jsonb,
  sent_at timestamp with time zone not null,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_root_id_fkey FOREIGN KEY (root_id) REFERENCES process.instance(id) ON DELETE CASCADE
);
CREATE INDEX message_kept ON process.message USING btree (root_id, element);

create table process.rule_hit (
  id uuid not null,
  rule text not null,
  version integer not null,
  group text not null,
  at timestamp with time zone not null,
  message_vi text not null,
  message_en text not null,
  role text,
  unit_id integer,
  signal text,
  detail jsonb not null,
  seen_at timestamp with time zone,
  seen_by uuid,
  seen_name text,
  note text,
  about_id integer,
  constraint rule_hit_pkey PRIMARY KEY (id)
);
CREATE INDEX rule_hit_at ON process.rule_hit USING btree (at DESC, id);

create table process.rule_seen (
  rule text not null,
  group text not null,
  event_id bigint not null,
  at timestamp with time zone not null,
  value numeric,
  constraint rule_seen_pkey PRIMARY KEY (rule, "group", at, event_id)
);

create table process.rule_state (
  rule text not null,
  group text not null,
  value jsonb,
  beyond boolean default false not null,
  constraint rule_state_pkey PRIMARY KEY (rule, "group")
);

create table process.rule_wait (
  rule text not null,
  group text not null,
  event_id bigint not null,
  at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  data jsonb not null,
  constraint rule_wait_pkey PRIMARY KEY (rule, "group", event_id)
);
CREATE INDEX rule_wait_due ON process.rule_wait USING btree (due_at);

create table process.schedule (
  definition_id uuid not null,
  element text not null,
  owner text not null,
  due_at timestamp with time zone,
  fired integer default 0 not null,
  counted_from timestamp with time zone,
  constraint schedule_pkey PRIMARY KEY (definition_id, element)
);
CREATE INDEX schedule_due ON process.schedule USING btree (owner, due_at) WHERE (due_at IS NOT NULL);

create table process.start_condition (
  process text not null,
  element text not null,
  group text not null,
  constraint start_condition_pkey PRIMARY KEY (process, element, "group")
);

create table process.subscription (
  id uuid not null,
  instance_id uuid not null,
  token_id uuid not null,
  business_key text not null,
  element text not null,
  name text not null,
  label_vi text not null,
  label_en text not null,
  state text default 'waiting'::text not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  kind text default 'message'::text not null,
  held boolean default false not null,
  constraint subscription_pkey PRIMARY KEY (id),
  constraint subscription_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE,
  constraint subscription_kind_check CHECK (kind = ANY (ARRAY['message'::text, 'signal'::text, 'condition'::text])),
  constraint subscription_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'received'::text, 'cancelled'::text]))
);
CREATE INDEX subscription_business ON process.subscription USING btree (business_key);
CREATE INDEX subscription_instance ON process.subscription USING btree (instance_id) WHERE (state = 'waiting'::text);
CREATE INDEX subscription_signal ON process.subscription USING btree (name) WHERE ((kind = 'signal'::text) AND (state = 'waiting'::text));
CREATE INDEX subscription_waiting ON process.subscription USING btree (business_key, name) WHERE (state = 'waiting'::text);

create table process.task (
  id uuid not null,
  instance_id uuid not null,
  token_id uuid not null,
  owner text not null,
  business_key text not null,
  element text not null,
  name_vi text not null,
  name_en text not null,
  role text not null,
  unit_id integer,
  assignee uuid,
  state text default 'open'::text not null,
  outcome text,
  comment text,
  share numeric(5,2),
  minutes integer,
  created_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  due_at timestamp with time zone,
  ended_at timestamp with time zone,
  completed_by uuid,
  completed_name text,
  behalf_of uuid,
  form text,
  locals jsonb,
  version integer default 1 not null,
  general boolean default false not null,
  constraint task_pkey PRIMARY KEY (id),
  constraint task_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE,
  constraint task_state_check CHECK (state = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text]))
);
CREATE INDEX task_assignee ON process.task USING btree (assignee) WHERE (assignee IS NOT NULL);
CREATE INDEX task_business ON process.task USING btree (business_key);
CREATE INDEX task_general ON process.task USING btree (unit_id, role, due_at, id) WHERE ((state = 'open'::text) AND general AND (assignee IS NULL));
CREATE INDEX task_general_age ON process.task USING btree (unit_id, role, id) WHERE ((state = 'open'::text) AND general AND (assignee IS NULL));
CREATE INDEX task_general_done ON process.task USING btree (completed_by, instance_id) WHERE (general AND (completed_by IS NOT NULL));
CREATE INDEX task_general_mine ON process.task USING btree (assignee, due_at, id) WHERE ((state = 'open'::text) AND general AND (assignee IS NOT NULL));
CREATE INDEX task_general_mine_age ON process.task USING btree (assignee, id) WHERE ((state = 'open'::text) AND general AND (assignee IS NOT NULL));
CREATE INDEX task_inbox ON process.task USING btree (unit_id, role, due_at, id) INCLUDE (assignee, owner, business_key, general) WHERE (state = 'open'::text);
CREATE INDEX task_instance ON process.task USING btree (instance_id) WHERE (state = 'open'::text);
CREATE INDEX task_mine ON process.task USING btree (assignee, due_at, id) INCLUDE (owner, business_key, general) WHERE ((state = 'open'::text) AND (assignee IS NOT NULL));
CREATE INDEX task_role ON process.task USING btree (role, due_at, id) INCLUDE (unit_id, assignee, owner, business_key, general) WHERE (state = 'open'::text);
CREATE INDEX task_unit ON process.task USING btree (unit_id, instance_id);

create table process.timer (
  id uuid not null,
  instance_id uuid not null,
  token_id uuid not null,
  owner text not null,
  element text not null,
  due_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  fired integer default 0 not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  kind text default 'timer'::text not null,
  data jsonb,
  constraint timer_pkey PRIMARY KEY (id),
  constraint timer_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE,
  constraint timer_kind_check CHECK (kind = ANY (ARRAY['timer'::text, 'signal'::text, 'work'::text])),
  constraint timer_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'fired'::text, 'cancelled'::text, 'failed'::text]))
);
CREATE INDEX timer_due ON process.timer USING btree (owner, due_at, id) WHERE (state = 'waiting'::text);
CREATE INDEX timer_instance ON process.timer USING btree (instance_id) WHERE (state = ANY (ARRAY['waiting'::text, 'failed'::text]));
CREATE INDEX timer_working ON process.timer USING btree (owner, id) WHERE ((state = 'waiting'::text) AND (data ? 'working'::text));

create table process.token (
  id uuid not null,
  instance_id uuid not null,
  parent_id uuid,
  element text not null,
  arrived_by text,
  repeats boolean default false not null,
  locals jsonb,
  entered_at timestamp with time zone not null,
  constraint token_pkey PRIMARY KEY (id),
  constraint token_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES process.instance(id) ON DELETE CASCADE
) with (fillfactor=80);
CREATE INDEX token_instance ON process.token USING btree (instance_id);

create view process.v_assignment as
 SELECT assignment.id,
    assignment.task_id,
    assignment.kind,
    assignment.before,
    assignment.after,
    assignment.at,
    assignment.by_person,
    assignment.by_name,
    assignment.reason
   FROM process.assignment;

create view process.v_change as
 SELECT change.id,
    change.instance_id,
    change.kind,
    change.element,
    change.detail,
    change.reason,
    change.at,
    change.by_person,
    change.by_name
   FROM process.change;

create view process.v_decided as
 SELECT d.id,
    d.instance_id,
    i.business_key,
    i.owner,
    i.general,
    d.element,
    d.label_vi,
    d.label_en,
    d.decision,
    d.definition_id,
    d.version,
    d.inputs,
    d.output,
    d.fired,
    d.names,
    d.at
   FROM process.decided d
     JOIN process.instance i ON i.id = d.instance_id;

create view process.v_incident as
 SELECT n.id,
    n.instance_id,
    COALESCE(i.business_key, c.business_key) AS business_key,
    COALESCE(i.owner, c.owner) AS owner,
    n.element,
    n.error,
    n.at,
    n.settled_at,
    n.incoming_id,
    COALESCE(i.definition_id, c.definition_id) AS definition_id,
    n.settled_by,
    n.reason,
    c.cause,
    c.name,
    n.changed,
    n.told
   FROM process.incident n
     LEFT JOIN process.instance i ON i.id = n.instance_id
     LEFT JOIN process.incoming c ON c.id = n.incoming_id;

create view process.v_instance as
 SELECT instance.id,
    instance.definition_id,
    instance.owner,
    instance.business_key,
    instance.state,
    instance.variables,
    instance.started_at,
    instance.ended_at,
    instance.end_element,
    instance.end_reason,
    instance.version,
    instance.root_id,
    instance.parent_token,
    instance.process,
    instance.started_by,
    instance.general
   FROM process.instance;

create view process.v_rule_hit as
 SELECT rule_hit.id,
    rule_hit.rule,
    rule_hit.version,
    rule_hit."group",
    rule_hit.at,
    rule_hit.message_vi,
    rule_hit.message_en,
    rule_hit.role,
    rule_hit.unit_id,
    rule_hit.signal,
    rule_hit.detail,
    rule_hit.seen_at,
    rule_hit.seen_by,
    rule_hit.seen_name,
    rule_hit.note,
    rule_hit.about_id
   FROM process.rule_hit;

create view process.v_subscription as
 SELECT subscription.id,
    subscription.instance_id,
    subscription.token_id,
    subscription.business_key,
    subscription.element,
    subscription.name,
    subscription.label_vi,
    subscription.label_en,
    subscription.state,
    subscription.created_at,
    subscription.ended_at,
    subscription.kind
   FROM process.subscription;

create view process.v_task as
 SELECT task.id,
    task.instance_id,
    task.owner,
    task.business_key,
    task.element,
    task.name_vi,
    task.name_en,
    task.role,
    task.unit_id,
    task.assignee,
    task.state,
    task.outcome,
    task.comment,
    task.share,
    task.minutes,
    task.created_at,
    task.claimed_at,
    task.due_at,
    task.ended_at,
    task.completed_by,
    task.completed_name,
    task.behalf_of,
    task.form,
    task.locals,
    task.version,
    task.general
   FROM process.task;

create view process.v_timer as
 SELECT timer.id,
    timer.instance_id,
    timer.token_id,
    timer.owner,
    timer.element,
    timer.due_at,
    timer.state,
    timer.attempts,
    timer.fired,
    timer.created_at,
    timer.ended_at,
    timer.kind
   FROM process.timer;

create view process.v_token as
 SELECT token.id,
    token.instance_id,
    token.parent_id,
    token.element,
    token.arrived_by,
    token.entered_at
   FROM process.token;
