-- A list of work leaves out what is about none of its app's matters, still without reading the tasks themselves.
drop index process.task_inbox;
create index task_inbox on process.task (unit_id, role, due_at, id) include (assignee, owner, business_key, general) where state = 'open';
drop index process.task_mine;
create index task_mine on process.task (assignee, due_at, id) include (owner, business_key, general)
  where state = 'open' and assignee is not null;
