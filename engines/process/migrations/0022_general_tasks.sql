-- A process about a matter of which its app has no screens (begun by a signal, a time): its tasks stand in the general list.
alter table process.instance add column general boolean not null default false;
alter table process.task add column general boolean not null default false;
create index task_general on process.task (unit_id, role, due_at, id) where state = 'open' and general;
create index task_general_mine on process.task (assignee, due_at, id) where state = 'open' and general and assignee is not null;
create index instance_general on process.instance (started_by, id) where general;

create or replace view process.v_task as
select id, instance_id, owner, business_key, element, name_vi, name_en, role, unit_id, assignee, state, outcome, comment, share,
       minutes, created_at, claimed_at, due_at, ended_at, completed_by, completed_name, behalf_of, form, locals, version, general
from process.task;
create or replace view process.v_instance as
select id, definition_id, owner, business_key, state, variables, started_at, ended_at, end_element, end_reason, version, root_id,
       parent_token, process, started_by, general
from process.instance;
create index task_general_done on process.task (completed_by, instance_id) where general and completed_by is not null;
