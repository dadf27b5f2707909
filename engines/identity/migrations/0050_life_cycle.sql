-- How a record of a person ends: closed at their own wish or after their death, or made one with another record of them.
alter table identity.person
  add column state_reason text,
  add column state_at     timestamptz,
  add column state_by     uuid,
  add column closed_as    text check (closed_as in ('own-wish', 'death', 'merged')),
  add column died_on      date,
  add column merged_into  uuid references identity.person,  -- the record that stands for this one now
  add check (closed_as is null or state = 'closed'),
  add check (merged_into is null or closed_as = 'merged');
create index person_merged on identity.person (merged_into) where merged_into is not null;
create index person_email on identity.person (lower(email)) where email is not null;

-- Two records that may be of one person, with the reasons; found anew every night.
create table identity.likeness (
  a            uuid not null references identity.person,
  b            uuid not null references identity.person,
  reasons      text[] not null,               -- same-phone, same-email, same-name-and-birth, like-name-and-birth
  score        int not null,
  found_at     timestamptz not null,
  different_at timestamptz,                   -- somebody has looked: they are two persons
  different_by uuid,
  primary key (a, b),
  check (a < b)
);
create index likeness_open on identity.likeness (score desc, a, b) where different_at is null;
create index likeness_b on identity.likeness (b);

-- A merge is proposed by one person and decided by another.
create table identity.merge (
  id          uuid primary key,
  from_person uuid not null references identity.person,  -- becomes part of
  to_person   uuid not null references identity.person,  -- this one, whose sign-in stays
  fields      jsonb not null,                 -- which of its facts come from the other: ["phone", "birthDate"]
  reason      text not null,
  state       text not null default 'proposed' check (state in ('proposed', 'done', 'declined', 'withdrawn', 'undone')),
  proposed_at timestamptz not null,
  proposed_by uuid not null,
  decided_at  timestamptz,
  decided_by  uuid,
  comment     text,
  before      jsonb,                          -- both records as they were
  undone_at   timestamptz,
  undone_by   uuid,
  undo_reason text,
  check (from_person <> to_person),
  check (decided_by is null or decided_by <> proposed_by)
);
create unique index merge_open on identity.merge (least(from_person, to_person), greatest(from_person, to_person)) where state = 'proposed';
create index merge_to on identity.merge (to_person);
create index merge_from on identity.merge (from_person);

-- What followed in a merge, so that exactly that can go back.
create table identity.merge_moved (
  merge_id uuid not null references identity.merge,
  place    text not null,                     -- table and column
  keys     text[] not null,
  primary key (merge_id, place)
);

create or replace view identity.v_person as
  select id, kind, name, id_number, birth_date, gender, phone, email, address, state, verified_level, locale, folded,
         state_reason, state_at, closed_as, died_on, merged_into
  from identity.person;
create view identity.v_merge as
  select id, from_person, to_person, fields, reason, state, proposed_at, proposed_by, decided_at, decided_by, comment, undone_at, undone_by, undo_reason
  from identity.merge;
create view identity.v_likeness as
  select a, b, reasons, score, found_at, different_at, different_by from identity.likeness;
