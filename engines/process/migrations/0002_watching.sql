-- What those who watch processes read: where tokens stand, which timers run, what is waited for.
create view process.v_token as
  select id, instance_id, parent_id, element, arrived_by, entered_at from process.token;

create view process.v_timer as
  select id, instance_id, token_id, owner, element, due_at, state, attempts, fired, created_at, ended_at from process.timer;

create view process.v_subscription as
  select id, instance_id, token_id, business_key, element, name, label_vi, label_en, state, created_at, ended_at
  from process.subscription;
