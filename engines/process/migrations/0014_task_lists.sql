-- Two million open tasks: a list is counted, and gone through for a dossier, without reading the tasks themselves.
drop index process.task_inbox;
create index task_inbox on process.task (unit_id, role, due_at, id) include (assignee, owner, business_key) where state = 'open';
drop index process.task_mine;
create index task_mine on process.task (assignee, due_at, id) include (owner, business_key)
  where state = 'open' and assignee is not null;
