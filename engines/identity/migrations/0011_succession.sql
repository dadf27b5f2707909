-- "From this day these units become those": a plan, who had a hand in it, and how far it has been carried out.
create table identity.succession (
  id          uuid primary key,
  key         text unique,                      -- how a pack names it
  title_vi    text not null,
  title_en    text not null,
  basis       text not null default '',         -- the decision on which it rests
  day         date,                             -- first day of the new order
  body        jsonb not null,                   -- src/succession/plan.ts
  state       text not null default 'draft' check (state in ('draft', 'proposed', 'approved', 'applying', 'applied', 'withdrawn')),
  whole       jsonb,                            -- its lines as they are carried out, inner units included; from the beginning on
  checked     jsonb,                            -- what the last check found
  checked_at  timestamptz,
  source      text not null,
  author_id   uuid,                             -- null: it came with a pack
  approver_id uuid,
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  begun_at    timestamptz,
  ended_at    timestamptz,
  swept_at    timestamptz,                      -- looked again for what was made meanwhile
  version     int not null default 1,
  check (state in ('draft', 'withdrawn') or day is not null)
);
create index succession_due on identity.succession (day) where state in ('approved', 'applying');

create table identity.succession_act (
  succession_id uuid not null references identity.succession,
  at            timestamptz not null,
  act           text not null,
  person_id     uuid,
  person_name   text not null,
  note          text
);
create index succession_act_of on identity.succession_act (succession_id, at);

-- How far each part has come; the row is locked while a batch of the part is moved.
create table identity.succession_part (
  succession_id uuid not null references identity.succession,
  part          text not null,
  ordinal       int not null,
  title_vi      text not null,
  title_en      text not null,
  expected      int not null,
  moved         int not null default 0,
  begun_at      timestamptz,
  ended_at      timestamptz,
  primary key (succession_id, part)
);
