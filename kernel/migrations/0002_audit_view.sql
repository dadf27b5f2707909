-- Published for the screens of auditors; written only by the kernel.
create view audit.v_entry as
  select stream, number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail from audit.entry;
