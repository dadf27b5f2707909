-- When an application was last given a token for somebody, to the minute: what people see beside what they have allowed.
create table identity.client_use (
  person_id uuid not null references identity.person,
  client_id text not null references identity.client,
  at        timestamptz not null,
  primary key (person_id, client_id)
);
