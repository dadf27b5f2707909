-- A stream that has ended and is sealed to its end need not be looked at again when a process starts.
alter table audit.stream add column ended_at timestamptz;
create index stream_open on audit.stream (started_at) where ended_at is null;
