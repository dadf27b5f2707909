-- What citizens and businesses have begun and not yet sent: dossiers, and answers to a request for supplement.
create schema services;

create table services.draft (
  id             uuid primary key,
  person_id      uuid not null,
  business_id    uuid,                       -- filed for this business, when one was chosen at the start
  kind           text not null default 'dossier' check (kind in ('dossier', 'supplement')),
  procedure_code text not null,
  version_id     uuid not null,              -- the version of the procedure that was shown last
  form_id        uuid,
  title          text not null,              -- short name of the procedure, as lists show it
  data           jsonb not null default '{}', -- answers as typed, right or wrong
  components     jsonb not null default '[]', -- [{id, key, origin, file, fileName, size, mediaType, resultId, label}]
  seen           text[] not null default '{}', -- pages that were sent at least once: they are not filled in again
  page           text,                       -- where the person was last
  state          text not null default 'open' check (state in ('open', 'filed')),
  dossier_id     uuid,                       -- what it became, or the dossier that it supplements
  reference      text,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  filed_at       timestamptz
);
create index draft_person on services.draft (person_id, updated_at desc) where state = 'open';
create unique index draft_supplement on services.draft (person_id, dossier_id) where kind = 'supplement' and state = 'open';
create index draft_old on services.draft (updated_at);
