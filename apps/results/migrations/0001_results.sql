-- Results of procedures: a structured record and a signed paper, kept for their holder (NĐ 61/2018 Điều 19–21).
create schema results;

create table results.result (
  id             uuid primary key,
  dossier_id     uuid not null,
  dossier_code   text not null,
  type           text not null,                -- key of the result type; 'refusal' for form 03
  type_id        uuid not null,                -- its version
  name           jsonb not null,               -- {vi, en}, as the type was called
  title          text not null,                -- the procedure, as lists show it
  procedure_code text not null,
  unit_id        int not null,                 -- the agency that issues it
  units          int[] not null,               -- all units whose people may see it
  register       text not null,
  number         text,                         -- as printed; null until it is issued
  issued_on      date,
  issued_at      timestamptz,
  valid_until    date,                         -- last day; null: without limit
  holder_name    text not null,
  holder_id      uuid,                         -- the person in whose data store it is
  business_id    uuid,                         -- or the business
  applicant_id   uuid,                         -- who filed for it: may see it, does not own it
  answers        jsonb not null,               -- the form's answers, from which the paper is printed (again)
  filled         jsonb not null default '{}',  -- what officials filled in
  data           jsonb not null default '{}',  -- the record: the fields of the type
  words          jsonb not null default '{}',  -- the same as printed
  dated          jsonb not null,               -- how long it will be valid once it is issued
  state          text not null check (state in ('draft', 'signed', 'issued', 'corrected', 'replaced', 'revoked')),
  reason         text,                         -- why it was corrected, replaced or revoked
  changed_at     timestamptz,
  kind           text not null default 'first' check (kind in ('first', 'correction', 'replacement')),
  replaces       uuid references results.result,
  replaced_by    uuid references results.result,
  code           text not null unique,         -- behind the QR code; cannot be guessed
  pdf            bytea references kernel.file,  -- the paper as it is now
  pdf_size       bigint,
  places         jsonb not null default '[]',  -- where on it number, day and stamp go
  folded         text not null,                -- names and numbers, for finding
  created_at     timestamptz not null,
  version        int not null default 1
);
create unique index result_first on results.result (dossier_id) where kind = 'first';
create unique index result_replaces on results.result (replaces);
create unique index result_number on results.result (unit_id, register, extract(year from issued_on), number) where kind <> 'correction' and number is not null;
create index result_holder on results.result (holder_id, id desc) where holder_id is not null;
create index result_business on results.result (business_id, id desc) where business_id is not null;
create index result_applicant on results.result (applicant_id, id desc) where applicant_id is not null;
create index result_unit on results.result (unit_id, id desc);
create index result_units on results.result using gin (units);
create index result_folded on results.result using gin (folded gin_trgm_ops);

-- The signatures on the paper of a result, in their order, with the paper as it was after each.
create table results.signature (
  result_id  uuid not null references results.result,
  ordinal    smallint not null,
  role       text not null check (role in ('head', 'agency')),
  name       text not null,                    -- whose signature it is
  title      text,
  person_id  uuid,                             -- who did it
  behalf_of  uuid,                             -- in whose place
  unit_id    int not null,
  at         timestamptz not null,
  pdf        bytea not null references kernel.file,
  primary key (result_id, ordinal)
);
create index signature_pdf on results.signature (pdf);

-- The last number given: one row per agency, register and year, locked from the number to the commit: no gaps.
create table results.number_counter (
  unit_id  int not null,
  register text not null,
  year     int not null,
  last     int not null,
  primary key (unit_id, register, year)
);

-- Signs of agencies in numbers (NĐ 30/2020 Phụ lục I), from the pack's units.tsv.
create table results.unit_symbol (
  unit_key text primary key,
  symbol   text not null
);

-- What other modules read. `holder_id`, `business_id`: whose it is.
create view results.v_result as
  select id, dossier_id, dossier_code, type, name, title, procedure_code, unit_id, number, issued_on, issued_at, valid_until, holder_name, holder_id,
         business_id, applicant_id, data, words, state, reason, kind, replaces, replaced_by, code, pdf, pdf_size, created_at
  from results.result;
