-- The electronic one-stop: dossiers from receipt to return, by NĐ 61/2018 and TT 01/2018.
create schema one_stop;

create table one_stop.dossier (
  id                uuid primary key,
  reference         text not null unique,      -- told at submission; cannot be guessed
  code              text unique,               -- given at acceptance (NĐ 61/2018 Điều 26, TT 01/2018 Điều 19)
  procedure_code    text not null,
  version_id        uuid not null,             -- the version of the procedure under which it was filed
  form_id           uuid not null,             -- the version of the form that was filled
  ruleset           text not null,             -- key of the ruleset under which it was received
  title             text not null,             -- short name of the procedure, as lists show it
  business_type     text not null,
  unit_id           int not null,              -- the competent agency
  section_id        int,                       -- the section that appraises
  desk_id           int not null,              -- the one-stop desk that received it
  units             int[] not null,            -- all units that take part: those whose people may see it
  status            smallint not null check (status between 1 and 10),
  channel           text not null check (channel in ('online', 'counter', 'post')),
  capacity          text not null default 'self' check (capacity in ('self', 'child', 'attorney', 'business')),
  applicant_id      uuid,                      -- the account that filed; null for paper from somebody without one
  owner_id          uuid,                      -- person or business in the directory, where known
  applicant_name    text not null,
  owner_name        text not null,
  contact           jsonb not null,            -- {name, phone, email}
  data              jsonb not null,            -- the form's answers, parties included
  delivery          jsonb not null,            -- {method, address}
  words             text not null,             -- folded: names, code, reference, phone
  fee               bigint not null default 0 check (fee >= 0),  -- đồng
  fee_reason        text not null default '',
  fee_state         text not null default 'none' check (fee_state in ('none', 'due', 'at-desk', 'paid', 'refunded')),
  draft_key         text unique,               -- the same form sent twice makes one dossier
  submitted_at      timestamptz not null,
  accepted_at       timestamptz,
  limit_minutes     int,                       -- the time limit, working minutes
  due_at            timestamptz,               -- the date of return promised now
  promised_at       timestamptz,               -- the one promised first
  paused_at         timestamptz,               -- the clock stands since
  settled_at        timestamptz,               -- result or refusal is there
  returned_at       timestamptz,
  outcome           text check (outcome in ('granted', 'refused', 'withdrawn', 'stopped', 'not-accepted')),
  extended          boolean not null default false,
  breach            text,                      -- what rule of time was broken, first one
  changed_at        timestamptz not null,
  version           int not null default 1
);
create index dossier_desk on one_stop.dossier (desk_id, status, submitted_at, id);
create index dossier_unit on one_stop.dossier (unit_id, status, due_at, id);
create index dossier_section on one_stop.dossier (section_id, status, due_at, id);
create index dossier_applicant on one_stop.dossier (applicant_id, submitted_at desc) where applicant_id is not null;
create index dossier_owner on one_stop.dossier (owner_id) where owner_id is not null;
create index dossier_words on one_stop.dossier using gin (words gin_trgm_ops) with (fastupdate = on);
create index dossier_accepted on one_stop.dossier (unit_id, accepted_at) where accepted_at is not null;
create index dossier_open_due on one_stop.dossier (due_at) where status in (2, 4) and due_at is not null;

-- The papers and files of a dossier. A component that was replaced by a supplement stays, superseded.
create table one_stop.component (
  id            uuid primary key,
  dossier_id    uuid not null references one_stop.dossier,
  key           text not null,
  name          text not null,
  origin        text not null check (origin in ('upload', 'scan', 'store', 'form', 'paper')),
  form          text not null default 'copy',  -- original or copy
  copies        int not null default 1,
  file          bytea references kernel.file,  -- null: paper only
  file_name     text,
  media_type    text,
  size          bigint,
  result_id     uuid,                          -- an earlier result that stands for it
  added_at      timestamptz not null,
  superseded_at timestamptz
);
create index component_dossier on one_stop.component (dossier_id);

-- What happened, in order, as people read it (form 05/06). One row per act.
create table one_stop.history (
  dossier_id  uuid not null references one_stop.dossier,
  number      int not null,
  at          timestamptz not null,
  act         text not null,
  status      smallint not null,               -- after the act
  person_id   uuid,
  person_name text not null,
  behalf_of   text,                            -- name of the person in whose place it was done
  unit_id     int,
  step        text,
  comment     text,
  data        jsonb not null default '{}',
  public      boolean not null default true,   -- shown to the owner
  primary key (dossier_id, number)
);

-- The gapless number of the day, one row per unit and day.
create table one_stop.counter (
  unit_code text not null,
  day       date not null,
  last      int not null,
  primary key (unit_code, day)
);

-- Papers of the one-stop that were issued: the data is frozen, the PDF is printed from it at any time.
create table one_stop.paper (
  id         uuid primary key,
  dossier_id uuid references one_stop.dossier,
  template   text not null,                    -- receipt, supplement-request, refusal, apology, stop-notice, control-sheet
  ruleset    text not null,
  number     int not null,                     -- within dossier and template
  data       jsonb not null,
  issued_at  timestamptz not null,
  issued_by  uuid,
  unique (dossier_id, template, number)
);

-- A request for supplement: once, naming everything (NĐ 61/2018 Điều 15.3, 17, 19.4).
create table one_stop.supplement (
  id           uuid primary key,
  dossier_id   uuid not null references one_stop.dossier,
  stage        text not null check (stage in ('desk', 'appraisal')),
  items        jsonb not null,                 -- [{component, reason}]
  reason       text not null,
  requested_at timestamptz not null,
  requested_by uuid not null,
  respond_by   date,
  answered_at  timestamptz,
  unique (dossier_id, requested_at)
);
create index supplement_dossier on one_stop.supplement (dossier_id);

-- The one new promise that the law allows (Điều 19.9).
create table one_stop.extension (
  dossier_id  uuid primary key references one_stop.dossier,
  reason      text not null,
  apology     text not null,
  former_due  timestamptz not null,
  new_due     timestamptz not null,
  at          timestamptz not null,
  by          uuid not null
);

-- Hand-over between desk and agency, or agency and agency (Điều 18): when it had to be and when it was.
create table one_stop.hand_over (
  id         uuid primary key,
  dossier_id uuid not null references one_stop.dossier,
  from_unit  int not null,
  to_unit    int not null,
  due_at     timestamptz not null,
  made_at    timestamptz,
  taken_at   timestamptz,
  taken_by   uuid,
  reason     text not null
);
create index hand_over_dossier on one_stop.hand_over (dossier_id);

-- A visit to verify (Điều 19.3): arranged, announced, reported.
create table one_stop.visit (
  id          uuid primary key,
  dossier_id  uuid not null references one_stop.dossier,
  at          timestamptz not null,
  place       text not null,
  people      text not null,
  subject     text not null,
  arranged_at timestamptz not null,
  arranged_by uuid not null,
  reported_at timestamptz,
  report      text,
  finding     text check (finding in ('in-order', 'not-in-order'))
);
create index visit_dossier on one_stop.visit (dossier_id);

-- Other agencies asked for their opinion (Điều 19.5).
create table one_stop.consultation (
  id          uuid primary key,
  dossier_id  uuid not null references one_stop.dossier,
  unit_id     int not null,
  subject     text not null,
  asked_at    timestamptz not null,
  asked_by    uuid not null,
  due_at      timestamptz not null,
  answered_at timestamptz,
  answered_by uuid,
  opinion     text check (opinion in ('agree', 'agree-with-conditions', 'disagree')),
  answer      text,
  late_told_at timestamptz
);
create index consultation_dossier on one_stop.consultation (dossier_id);
create index consultation_open on one_stop.consultation (due_at) where answered_at is null;

-- Warnings before the limit and breaches after it, each told once.
create table one_stop.warning (
  dossier_id uuid not null references one_stop.dossier,
  kind       text not null,                    -- due-in-2, due-in-1, late, consultation-late
  about      timestamptz not null,             -- the limit that it is about
  at         timestamptz not null,
  primary key (dossier_id, kind, about)
);

create table one_stop.rating (
  dossier_id uuid primary key references one_stop.dossier,
  unit_id    int not null,
  dossier    smallint not null check (dossier between 1 and 5),
  agency     smallint not null check (agency between 1 and 5),
  official   smallint not null check (official between 1 and 5),
  comment    text,
  at         timestamptz not null
);
create index rating_unit on one_stop.rating (unit_id, at);

-- Queue tickets at the counter (Điều 13): one row of numbers per desk and day.
create table one_stop.ticket (
  id        uuid primary key,
  desk_id   int not null,
  day       date not null,
  number    int not null,
  field     text not null,
  state     text not null default 'waiting' check (state in ('waiting', 'called', 'serving', 'done', 'gone')),
  taken_at  timestamptz not null,
  called_at timestamptz,
  served_at timestamptz,
  done_at   timestamptz,
  counter   text,
  served_by uuid,
  unique (desk_id, day, number)
);
create index ticket_waiting on one_stop.ticket (desk_id, day, state, number);

-- Saved filters of an official's queues.
create table one_stop.saved_view (
  id        uuid primary key,
  person_id uuid not null,
  name      text not null,
  query     text not null,
  ordinal   int not null,
  unique (person_id, name)
);

create view one_stop.v_dossier as
  select id, reference, code, procedure_code, version_id, title, business_type, unit_id, section_id, desk_id, units, status, channel,
         applicant_id, owner_id, applicant_name, owner_name, submitted_at, accepted_at, due_at, settled_at, returned_at, outcome, fee, fee_state
  from one_stop.dossier;
