-- Access to a record that an official took in an emergency: to read it, for some minutes, with a reason that is reviewed afterwards.
create table identity.emergency (
  id          uuid primary key,
  person_id   uuid not null references identity.person,
  person_name text not null,
  record      text not null check (record ~ '^(dossier|person):[0-9a-f-]{36}$'),
  label       text not null,
  permissions text[] not null,
  reason_vi   text not null,
  reason_en   text not null,
  words       text not null,
  unit_ids    int[] not null,        -- units that hold the record
  told        uuid[] not null,       -- who was told at once
  opened_at   timestamptz not null,
  ends_at     timestamptz not null,
  ended_at    timestamptz,           -- set when it was ended before its time
  review_due  date not null,
  justified   boolean,
  review      text,
  reviewed_at timestamptz,
  reviewed_by uuid references identity.person,
  reviewer    text,
  check (ends_at > opened_at),
  check (reviewed_by <> person_id),
  check ((reviewed_at is null) = (justified is null))
);
create index emergency_person on identity.emergency (person_id, opened_at desc);
create index emergency_open on identity.emergency (review_due, id) where reviewed_at is null;
create index emergency_newest on identity.emergency (opened_at desc, id desc);
