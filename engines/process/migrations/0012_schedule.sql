-- Processes that start at a time of their model: one row for each timer start of a version in force.
create table process.schedule (
  definition_id uuid not null,
  element       text not null,
  owner         text not null,
  due_at        timestamptz,          -- null when it starts no more
  fired         int not null default 0,
  primary key (definition_id, element)
);
create index schedule_due on process.schedule (owner, due_at) where due_at is not null;
