-- What personnel systems keep in step with the directory (SCIM 2.0): under which id of theirs they know a person.
create table identity.provisioned (
  client_id   text not null references identity.client,
  person_id   uuid not null references identity.person,
  external_id text,
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  removed_at  timestamptz,                    -- the system has deleted it: it is not there for it any more
  primary key (client_id, person_id)
);
create unique index provisioned_external on identity.provisioned (client_id, external_id) where external_id is not null and removed_at is null;
create index provisioned_person on identity.provisioned (person_id);
