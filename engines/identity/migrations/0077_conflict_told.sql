-- Who holds what must be apart, as administrators were told of it: each once, and again when it comes back after it had ended.
create table identity.conflict_told (
  person_id uuid not null references identity.person (id),
  rule      text not null,
  at        timestamptz not null,
  primary key (person_id, rule)
);
