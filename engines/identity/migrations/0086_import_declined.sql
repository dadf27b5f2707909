-- Whoever is asked to agree to a table may say no, with a reason that its sender reads; it may then be put right or asked for again.
alter table identity.import
  add column declined_at timestamptz,
  add column declined_by uuid references identity.person,
  add column decline_reason text;
