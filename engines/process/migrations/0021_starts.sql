-- What comes from outside of all instances and waits for a worker: a process to begin, or a message to find who waits for
-- it. The transaction that carries it out says so in its row: each exactly once.
create table process.incoming (
  id            uuid primary key,
  owner         text not null,                -- the app whose engine carries it out
  cause         text not null check (cause in ('signal', 'message', 'condition')),
  name          text not null,                -- of the signal or message; of a condition its start event
  definition_id uuid,                         -- the version to begin, and where in it; null for a message
  element       text,
  business_key  text not null,
  variables     jsonb not null,
  state         text not null default 'waiting' check (state in ('waiting', 'failed', 'done', 'dropped')),
  due_at        timestamptz not null,
  attempts      int not null default 0,
  created_at    timestamptz not null,
  ended_at      timestamptz
);
create index incoming_due on process.incoming (owner, id) where state = 'waiting';

-- Where the condition of a start event holds, by the matter that its events are about: it begins a process again only
-- after it was false.
create table process.start_condition (
  process text not null,
  element text not null,
  "group" text not null,
  primary key (process, element, "group")
);

-- An incident may be about what could not begin.
alter table process.incident alter column instance_id drop not null;
alter table process.incident add column incoming_id uuid references process.incoming on delete cascade,
  add column reason text;                     -- why it was settled so
alter table process.incident add constraint incident_about check ((instance_id is null) <> (incoming_id is null));
create index incident_incoming on process.incident (incoming_id) where incoming_id is not null;

create or replace view process.v_incident as
  select n.id, n.instance_id, coalesce(i.business_key, c.business_key) as business_key, coalesce(i.owner, c.owner) as owner,
    n.element, n.error, n.at, n.settled_at, n.incoming_id, coalesce(i.definition_id, c.definition_id) as definition_id,
    n.settled_by, n.reason, c.cause, c.name
  from process.incident n left join process.instance i on i.id = n.instance_id left join process.incoming c on c.id = n.incoming_id;

-- Since when the time of a start is counted: it is counted anew when the calendar changes.
alter table process.schedule add column counted_from timestamptz;

-- By which calendars what waits in working time of an app has been counted last.
create table process.counted_by (
  owner     text primary key,
  calendars text not null,
  at        timestamptz not null
);
alter table process.change drop constraint change_kind_check;
alter table process.change add constraint change_kind_check
  check (kind in ('cancelled', 'moved', 'restarted', 'variables', 'migrated', 'retried', 'skipped', 'relocated', 'recounted'));
-- Timers in working time, to be found when a calendar changes.
create index timer_working on process.timer (owner, id) where state = 'waiting' and data ? 'working';
