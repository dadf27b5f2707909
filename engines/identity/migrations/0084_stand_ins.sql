-- Who stands in for whom at the moment, so that what they took goes back when that ends by itself.
create table identity.stand_in (
  deputy_id uuid not null references identity.standing_deputy,
  holder_id uuid references identity.person,  -- null while the post is vacant
  person_id uuid not null references identity.person,
  unit_id   int not null references identity.unit,
  role      text not null references identity.role,
  since     timestamptz not null,
  unique nulls not distinct (deputy_id, holder_id)
);
create index stand_in_person on identity.stand_in (person_id);
