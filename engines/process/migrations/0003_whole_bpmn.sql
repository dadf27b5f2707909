-- What whole BPMN 2.0 needs beside: signals and conditions that are waited for, work that is tried again.

alter table process.subscription
  add column kind text not null default 'message' check (kind in ('message', 'signal', 'condition')),
  add column held boolean not null default false;  -- a condition was true when last looked at: it goes off again only after it was false
create index subscription_signal on process.subscription (name) where kind = 'signal' and state = 'waiting';

-- A row tells when a worker has to go on with a token: at a time of the model, for a signal that was thrown to it, or
-- because work had failed.
alter table process.timer
  add column kind text not null default 'timer' check (kind in ('timer', 'signal', 'work')),
  add column data jsonb;

create or replace view process.v_timer as
  select id, instance_id, token_id, owner, element, due_at, state, attempts, fired, created_at, ended_at, kind from process.timer;

create or replace view process.v_subscription as
  select id, instance_id, token_id, business_key, element, name, label_vi, label_en, state, created_at, ended_at, kind
  from process.subscription;
