-- Families of instances: called processes and the participants of a collaboration. And what has been done and can be undone.

alter table process.instance
  add column root_id uuid,       -- the first of the family: its row is locked for a step of any of them; null for the first itself
  add column parent_token uuid,  -- the token of the call activity that waits for it
  add column process text;       -- which process of its file, when not the first
create index instance_family on process.instance (root_id) where root_id is not null;
create index instance_called on process.instance (parent_token) where parent_token is not null and state = 'running';
drop index process.instance_running;
create unique index instance_running on process.instance (owner, business_key) where state = 'running' and root_id is null;

-- Messages between participants that came before anybody waited for them.
create table process.message (
  id      uuid primary key,
  root_id uuid not null references process.instance on delete cascade,
  element text not null,         -- that the message flow leads to
  data    jsonb,
  sent_at timestamptz not null
);
create index message_kept on process.message (root_id, element);

-- Activities that have been done and that something undoes (compensation), and the sub-processes that hold such.
create table process.done (
  id          uuid primary key,
  instance_id uuid not null references process.instance on delete cascade,
  parent_id   uuid,              -- the token of the scope, or the record of the sub-process that has ended
  element     text not null,
  locals      jsonb,
  turn        int not null       -- in which order they ended
);
create index done_instance on process.done (instance_id);

create or replace view process.v_instance as
  select id, definition_id, owner, business_key, state, variables, started_at, ended_at, end_element, end_reason, version,
         root_id, parent_token, process
  from process.instance;
