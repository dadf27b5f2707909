-- What people have changed in running instances, each with its reason.
create table process.change (
  id          uuid primary key,
  instance_id uuid not null references process.instance on delete cascade,
  kind        text not null check (kind in ('cancelled', 'moved', 'restarted', 'variables', 'migrated', 'retried', 'skipped')),
  element     text,              -- where it was done, or to where it led
  detail      jsonb not null,    -- before and after: elements, variables, versions
  reason      text not null,
  at          timestamptz not null,
  by_person   uuid,
  by_name     text not null
);
create index change_instance on process.change (instance_id, at);

create view process.v_change as
  select id, instance_id, kind, element, detail, reason, at, by_person, by_name from process.change;
