-- Whose data an entry is about, so that everybody can be told who looked at theirs. Part of what is sealed.
alter table audit.entry add column concerns uuid[];
create index entry_concerns on audit.entry using gin (concerns) where concerns is not null;
create or replace view audit.v_entry as
  select stream, number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail, concerns from audit.entry;
