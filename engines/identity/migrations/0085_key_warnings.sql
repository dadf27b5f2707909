-- Up to which of the days before its end (30, 14, 7, 1, and 0: it has ended) it was told that a key ends.
alter table identity.client_key add column warned_days smallint;
update identity.client_key set warned_days = 30 where warned_at is not null;
