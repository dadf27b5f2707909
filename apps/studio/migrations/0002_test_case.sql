-- What a process or decision must answer: cases that are run before a version is published.

create table studio.test_case (
  id         uuid primary key,
  kind       text not null check (kind in ('process', 'decision')),
  key        text not null,
  name       text not null,
  input      jsonb not null,                  -- process: { variables, moves }; decision: { decision, inputs }
  expected   jsonb not null,                  -- process: { path, end, state }; decision: { value }
  author_id  uuid not null references identity.person (id),
  created_at timestamptz not null,
  unique (kind, key, name)
);
