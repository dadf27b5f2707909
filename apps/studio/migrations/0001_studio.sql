-- What officers propose: drafts of versions, each with its history. What is in force stands in kernel.definition.

create schema studio;

create table studio.draft (
  id             uuid primary key,
  kind           text not null,
  key            text not null,
  base_version   int not null,                -- the version that it was written from; 0: there was none
  text           text not null,               -- as typed, so that nothing is lost when it is not right yet
  source         text not null,               -- law, decision or letter on which the change rests
  problems       jsonb not null,              -- [{ path, reason, line }] when it was last saved
  state          text not null check (state in ('writing', 'waiting', 'published', 'withdrawn')),
  effective_from date,                        -- first day asked for, when submitted
  author_id      uuid not null references identity.person (id),
  created_at     timestamptz not null,
  changed_at     timestamptz not null,
  definition_id  uuid,                        -- the version that it became
  check (state in ('writing', 'withdrawn') or effective_from is not null)
);
-- One open draft per author and definition: opening the editor again goes on with it.
create unique index draft_open on studio.draft (kind, key, author_id) where state in ('writing', 'waiting');
create index draft_by_state on studio.draft (state, changed_at desc);

create table studio.draft_act (
  draft_id  uuid not null references studio.draft (id),
  number    int not null,
  at        timestamptz not null,
  person_id uuid not null references identity.person (id),
  act       text not null check (act in ('begun', 'submitted', 'returned', 'withdrawn', 'published')),
  note      text not null default '',
  primary key (draft_id, number)
);
