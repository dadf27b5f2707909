-- Who does the tasks of a role in every unit has them in one order, instead of in as many as there are units.
create index task_role on process.task (role, due_at, id) include (unit_id, assignee, owner, business_key, general) where state = 'open';
