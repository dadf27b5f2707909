-- Processes on their way: instances, tokens, tasks, timers, subscriptions and incidents are rows.
-- One step of an instance is one transaction that holds the lock of its row.

create schema process;

create table process.instance (
  id            uuid primary key,
  definition_id uuid not null,                -- in kernel.definition, which never loses a row; a foreign key would lock it in every start
  owner         text not null,                -- the app whose engine runs it: 'one-stop'
  business_key  text not null,                -- what it is about: the id of a dossier, a document …
  state         text not null default 'running' check (state in ('running', 'completed', 'cancelled')),
  variables     jsonb not null,
  version       int not null default 1,       -- counts its steps
  started_at    timestamptz not null,
  started_by    text,
  ended_at      timestamptz,
  ended_by      text,
  end_element   text,                         -- the end event, when it ended by itself
  end_reason    text                          -- why it was cancelled
) with (fillfactor = 80);                      -- every step rewrites the row: room for it beside
-- One matter runs one process at a time: what is started twice is started once.
create unique index instance_running on process.instance (owner, business_key) where state = 'running';
create index instance_business on process.instance (business_key, started_at);

-- Where an instance stands. A sub-process and a repeated activity hold their own token while those inside run.
create table process.token (
  id          uuid primary key,
  instance_id uuid not null references process.instance on delete cascade,
  parent_id   uuid,                           -- the token of the sub-process or repeated activity around it
  element     text not null,
  arrived_by  text,                           -- the flow by which it came to a joining gateway
  repeats     boolean not null default false, -- it is the body of a multi-instance activity
  locals      jsonb,                          -- variables of this part only: the item of a repeated activity
  entered_at  timestamptz not null
) with (fillfactor = 80);
create index token_instance on process.token (instance_id);

create table process.task (
  id            uuid primary key,
  instance_id   uuid not null references process.instance on delete cascade,
  token_id      uuid not null,
  owner         text not null,
  business_key  text not null,
  element       text not null,
  name_vi       text not null,
  name_en       text not null,
  role          text not null,
  unit_id       int,
  assignee      uuid,
  state         text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  outcome       text,
  comment       text,
  share         numeric(5, 2),                -- percent of the procedure's time limit
  minutes       int,                          -- working minutes allowed, as the app's calendar counted them
  created_at    timestamptz not null,
  claimed_at    timestamptz,
  due_at        timestamptz,
  ended_at      timestamptz,
  completed_by  uuid,
  completed_name text,                        -- of the person or system, as it was then
  behalf_of     uuid,                         -- the person in whose place it was done (delegation)
  form          text,
  locals        jsonb,
  version       int not null default 1        -- grows with every change: who comes second is told
);
-- The inbox: 2,000,000 open tasks, read by desk and by person, the most urgent first.
create index task_inbox on process.task (unit_id, role, due_at, id) where state = 'open';
create index task_mine on process.task (assignee, due_at, id) where state = 'open' and assignee is not null;
create index task_instance on process.task (instance_id) where state = 'open';
create index task_business on process.task (business_key);

-- Who handed a task to whom, with the reason (absence, overload).
create table process.assignment (
  id         uuid primary key,
  task_id    uuid not null references process.task on delete cascade,
  kind       text not null check (kind in ('claimed', 'assigned', 'given-back', 'reassigned')),
  before     uuid,
  after      uuid,
  at         timestamptz not null,
  by_person  uuid,
  by_name    text not null,
  reason     text
);
create index assignment_task on process.assignment (task_id);

create table process.timer (
  id          uuid primary key,
  instance_id uuid not null references process.instance on delete cascade,
  token_id    uuid not null,
  owner       text not null,
  element     text not null,
  due_at      timestamptz not null,
  state       text not null default 'waiting' check (state in ('waiting', 'fired', 'cancelled', 'failed')),
  attempts    int not null default 0,
  fired       int not null default 0,         -- how often, for a cycle
  created_at  timestamptz not null,
  ended_at    timestamptz
);
create index timer_due on process.timer (owner, due_at, id) where state = 'waiting';
create index timer_instance on process.timer (instance_id) where state in ('waiting', 'failed');

-- Who waits for which message.
create table process.subscription (
  id           uuid primary key,
  instance_id  uuid not null references process.instance on delete cascade,
  token_id     uuid not null,
  business_key text not null,
  element      text not null,
  name         text not null,                 -- of the message
  label_vi     text not null,                 -- of the element, for people
  label_en     text not null,
  state        text not null default 'waiting' check (state in ('waiting', 'received', 'cancelled')),
  created_at   timestamptz not null,
  ended_at     timestamptz
);
create index subscription_waiting on process.subscription (business_key, name) where state = 'waiting';
create index subscription_instance on process.subscription (instance_id) where state = 'waiting';
create index subscription_business on process.subscription (business_key);

-- What could not go on by itself; a person looks at it and lets it try again.
create table process.incident (
  id          uuid primary key,
  instance_id uuid not null references process.instance on delete cascade,
  timer_id    uuid references process.timer on delete cascade,
  element     text not null,
  error       text not null,
  at          timestamptz not null,
  settled_at  timestamptz,
  settled_by  text
);
create index incident_open on process.incident (at) where settled_at is null;
create index incident_instance on process.incident (instance_id);

create view process.v_task as
  select id, instance_id, owner, business_key, element, name_vi, name_en, role, unit_id, assignee, state, outcome, comment,
         share, minutes, created_at, claimed_at, due_at, ended_at, completed_by, completed_name, behalf_of, form, locals, version
  from process.task;

create view process.v_instance as
  select id, definition_id, owner, business_key, state, variables, started_at, ended_at, end_element, end_reason, version
  from process.instance;

create view process.v_assignment as
  select id, task_id, kind, before, after, at, by_person, by_name, reason from process.assignment;

create view process.v_incident as
  select n.id, n.instance_id, i.business_key, i.owner, n.element, n.error, n.at, n.settled_at
  from process.incident n join process.instance i on i.id = n.instance_id;
