-- The general list is read place by place, from the first task in the order of their limits or of their age.
drop index process.task_general;
create index task_general on process.task (unit_id, role, due_at, id) where state = 'open' and general and assignee is null;
create index task_general_age on process.task (unit_id, role, id) where state = 'open' and general and assignee is null;
create index task_general_mine_age on process.task (assignee, id) where state = 'open' and general and assignee is not null;
create index assignment_person on process.assignment (by_person, task_id) where by_person is not null;
