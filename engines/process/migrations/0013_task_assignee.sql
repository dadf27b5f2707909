-- Whoever had a task of a case may see the case: all tasks of a person, open or not.
create index task_assignee on process.task (assignee) where assignee is not null;
