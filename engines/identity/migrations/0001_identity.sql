-- Who is who: units, persons, businesses, positions, roles, delegations, sessions.
-- Days are days in Vietnam; `valid_to` and `effective_to` are exclusive everywhere.
create schema identity;

-- The units of the province as a tree over time. `code` is the identifier of QĐ 20/2020/QĐ-TTg.
create table identity.unit (
  id         int generated always as identity primary key,
  code       text not null unique check (code ~ '^[0-9A-Z]+([.][0-9A-Z]+)*$' and length(code) <= 35),
  key        text not null unique,              -- how a pack names it
  parent_id  int references identity.unit,
  path       int[] not null default '{}',       -- ids from the root down to the unit itself
  name_vi    text not null,
  name_en    text not null,
  kind       text not null,                     -- province, department, district, commune, section, desk, clerk …
  level      text not null,                     -- province, district, commune, section
  valid_from date not null,
  valid_to   date,
  address    text,
  phone      text,
  email      text,
  hours_vi   text,                              -- opening hours as people read them; deadlines use the calendar
  hours_en   text,
  edited     boolean not null default false,    -- an officer has changed it: a pack no longer overwrites it
  source     text not null,
  folded     text generated always as (kernel.fold(code || ' ' || name_vi || ' ' || name_en)) stored,
  check (valid_to is null or valid_to > valid_from)
);
create index unit_parent on identity.unit (parent_id);
create index unit_path on identity.unit using gin (path);
create index unit_search on identity.unit using gin (folded gin_trgm_ops);

-- Persons: citizens, people of businesses, officials. One person is one row, whatever they do.
create table identity.person (
  id             uuid primary key,
  kind           text not null check (kind in ('citizen', 'business', 'official')), -- as what they came
  name           text not null,
  id_number      text,                          -- căn cước, 12 digits (or the old 9)
  birth_date     date,
  gender         text check (gender in ('male', 'female', 'other')),
  phone          text,
  email          text,
  address        jsonb,
  account        text,                          -- what they type to sign in
  password_hash  text,                          -- PHC string, argon2id; null: cannot sign in by password
  password_until timestamptz,                   -- a password handed out at a desk: to be changed, and good until then
  state          text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  verified_level smallint not null default 0,   -- 0 as declared, 1 papers seen at a desk, 2 by the national identity
  locale         text not null default 'vi' check (locale in ('vi', 'en')),
  origin         text not null check (origin in ('self', 'desk', 'pack', 'personnel')),
  demonstration  jsonb,                         -- made up, for the demonstration alone: {"order", "vi", "en"} or {}
  revision       int not null default 1,        -- grows when their rights change
  created_at     timestamptz not null,
  created_by     uuid,
  folded         text generated always as (kernel.fold(name)) stored
);
create unique index person_account on identity.person (lower(account)) where account is not null;
create unique index person_id_number on identity.person (id_number) where id_number is not null;
create index person_phone on identity.person (phone) where phone is not null;
create index person_search on identity.person using gin (folded gin_trgm_ops);
create index person_order on identity.person (folded, id);

-- Organisations that file dossiers, apart from the people who represent them.
create table identity.business (
  id         uuid primary key,
  tax_code   text not null unique,              -- mã số doanh nghiệp: 10 digits, a branch has -001 after it
  name       text not null,
  name_en    text,
  kind       text not null default 'company',
  address    jsonb,
  phone      text,
  email      text,
  state      text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  created_at timestamptz not null,
  created_by uuid,
  folded     text generated always as (kernel.fold(name)) stored
);
create index business_search on identity.business using gin (folded gin_trgm_ops);

create table identity.representative (
  id          uuid primary key,
  business_id uuid not null references identity.business,
  person_id   uuid not null references identity.person,
  title       text,
  valid_from  date not null,
  valid_to    date,
  verified    boolean not null default false,   -- papers seen; until then only what this person filed is shown
  created_at  timestamptz not null,
  check (valid_to is null or valid_to >= valid_from)
);
create index representative_person on identity.representative (person_id);
create index representative_business on identity.representative (business_id);
create unique index representative_once on identity.representative (business_id, person_id) where valid_to is null;

-- What a place in a unit allows: permissions with their reach, [{"permission": "one-stop.view-dossier", "scope": "unit"}].
create table identity.role (
  key         text primary key,
  name_vi     text not null,
  name_en     text not null,
  place       text not null check (place in ('unit', 'everyone')), -- held by a position, or built into an account
  permissions jsonb not null,
  source      text not null
);

-- Who holds which place, when. A person may hold several; one is the main one.
create table identity.position (
  id         uuid primary key,
  key        text unique,                       -- how a pack names it
  person_id  uuid not null references identity.person,
  unit_id    int not null references identity.unit,
  role       text not null references identity.role,
  title_vi   text not null,
  title_en   text not null,
  main       boolean not null default false,
  valid_from date not null,
  valid_to   date,
  reason     text,
  created_at timestamptz not null,
  created_by uuid,
  ended_by   uuid,
  check (valid_to is null or valid_to >= valid_from)
);
create index position_person on identity.position (person_id);
create index position_unit on identity.position (unit_id, role);

-- Authority handed to another for a while (P9). What was itself delegated is never handed on.
create table identity.delegation (
  id          uuid primary key,
  from_person uuid not null references identity.person,
  to_person   uuid not null references identity.person,
  permissions text[],                           -- null: all of the giver's places
  unit_id     int references identity.unit,     -- null: in all units of the giver
  valid_from  timestamptz not null,
  valid_to    timestamptz not null,
  reason      text not null,
  created_at  timestamptz not null,
  created_by  uuid not null,
  revoked_at  timestamptz,
  revoked_by  uuid,
  check (from_person <> to_person),
  check (valid_to > valid_from)
);
create index delegation_to on identity.delegation (to_person, valid_to);
create index delegation_from on identity.delegation (from_person, valid_to);

-- Sessions. The secret is only in the cookie; here is its SHA-256. Ended ones stay a while as the history of sign-ins.
create table identity.session (
  id          uuid primary key,
  secret      bytea not null unique,
  person_id   uuid not null references identity.person,
  business_id uuid references identity.business, -- set while the person files for a business
  method      text not null,                    -- password, demonstration
  created_at  timestamptz not null,
  seen_at     timestamptz not null,
  idle_until  timestamptz not null,
  ends_at     timestamptz not null,             -- however busy it is
  ended_at    timestamptz,
  address     text,
  agent       text
) with (fillfactor = 80);
create index session_person on identity.session (person_id, created_at desc);
create index session_ends on identity.session using brin (ends_at);

-- Failed tries, by SHA-256 of account or address, so that mistyped secrets are not kept.
create table identity.attempt (
  key        bytea primary key,
  failures   int not null,
  last_at    timestamptz not null,
  wait_until timestamptz not null
);
create index attempt_last on identity.attempt (last_at);

-- Grows when roles or units change: every process then reads them again.
insert into kernel.revision values ('identity', 1);

-- Published to the modules above, who may join them and refer to unit.id and person.id.
create view identity.v_unit as
  select id, code, key, parent_id, path, name_vi, name_en, kind, level, valid_from, valid_to, address, phone, email,
         hours_vi, hours_en, folded
  from identity.unit;

create view identity.v_person as
  select id, kind, name, id_number, birth_date, gender, phone, email, address, state, verified_level, locale, folded
  from identity.person;

create view identity.v_business as
  select id, tax_code, name, name_en, kind, address, phone, email, state, folded from identity.business;

create view identity.v_representative as
  select business_id, person_id, title, valid_from, valid_to, verified from identity.representative;

-- One line per place; whoever asks for today's gives the day: valid_from <= day and (valid_to is null or valid_to > day).
create view identity.v_official as
  select o.id as position_id, o.person_id, p.name, p.state, o.unit_id, o.role, o.title_vi, o.title_en, o.main, o.valid_from, o.valid_to,
         p.phone, p.email, p.folded
  from identity.position o join identity.person p on p.id = o.person_id;

create view identity.v_role as select key, name_vi, name_en, place, permissions, source from identity.role;

create view identity.v_delegation as
  select id, from_person, to_person, permissions, unit_id, valid_from, valid_to, reason, created_at, revoked_at, revoked_by
  from identity.delegation;

-- Without the secret.
create view identity.v_session as
  select id, person_id, business_id, method, created_at, seen_at, idle_until, ends_at, ended_at, address, agent from identity.session;
