-- Grows with a client, its keys and its permissions, so that a process may keep what it knows of it.
alter table identity.client add column revision int not null default 1;
