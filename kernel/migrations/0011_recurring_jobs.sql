-- When recurring work was last handed to the queue, so that it neither waits a whole turn after every start nor is done again by it.
create table kernel.recurring_job (
  name      text primary key,
  handed_at timestamptz not null
);
