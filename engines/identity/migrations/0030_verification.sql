-- Which papers a desk has seen, by whom and when: the reason for a person's level.
create table identity.verification (
  id        uuid primary key,
  person_id uuid not null references identity.person,
  level     smallint not null,                -- the person's level after it
  papers    jsonb not null,                   -- [{kind, number, issuedOn, expiresOn}]
  changed   jsonb not null default '{}',      -- what did not agree and was corrected: {field: {before, after}}
  at        timestamptz not null,
  by        uuid,                             -- null: the program itself
  unit_id   int references identity.unit      -- the desk
);
create index verification_person on identity.verification (person_id, at desc);

create view identity.v_verification as
  select id, person_id, level, papers, changed, at, by, unit_id from identity.verification;
