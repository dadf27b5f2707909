-- People, units and positions from a table that somebody sent: checked whole, then carried out piece by piece.
create table identity.import (
  id          uuid primary key,
  kind        text not null check (kind in ('officials', 'units')),
  name        text not null,                  -- of the file
  complete    boolean not null default false, -- places in its units that it does not name end
  state       text not null check (state in ('wrong', 'checked', 'waiting', 'running', 'done', 'withdrawn')),
  counts      jsonb not null,                 -- {"new": 3, "changed": 1, "unchanged": 96, "ended": 0, "wrong": 0}
  created_at  timestamptz not null,
  created_by  uuid references identity.person,
  approved_at timestamptz,
  approved_by uuid references identity.person,
  ended_at    timestamptz,
  check (approved_by is null or approved_by is distinct from created_by or state <> 'waiting')
);
create index import_running on identity.import (created_at) where state = 'running';

create table identity.import_row (
  import_id uuid not null references identity.import,
  number    int not null,                     -- line of the file; behind the last one: places that end
  fields    jsonb not null,
  change    text not null check (change in ('new', 'changed', 'unchanged', 'ended', 'wrong')),
  problems  jsonb not null default '[]',      -- [{"column": "B", "vi": "…", "en": "…"}]
  done_at   timestamptz,
  primary key (import_id, number)
);
create index import_row_open on identity.import_row (import_id, number) where done_at is null;
