-- The catalogue of administrative procedures as people look for it. The versions themselves are definitions of the
-- kernel (kind `procedure`); these tables are made from them and from the pack.
create schema procedures;

create table procedures.business_type (
  code      text primary key,
  parent    text references procedures.business_type (code) deferrable initially deferred,
  name      text not null,
  source    text not null
);

create table procedures.procedure (
  code          text primary key,
  version_id    uuid not null references kernel.definition (id),  -- the newest that has begun
  name          text not null,
  short_name    text,
  agency_id     int not null references identity.unit (id),
  section_id    int references identity.unit (id),
  business_type text not null references procedures.business_type (code),
  kind          text not null,
  level         text not null,
  audience      text not null,
  channels      text[] not null,
  worked_out    boolean not null,
  words         text not null,              -- folded: name, field, agency, and what people call it
  search        tsvector not null generated always as (to_tsvector('simple', words)) stored
);
create index procedure_search on procedures.procedure using gin (search);
create index procedure_words on procedures.procedure using gin (words gin_trgm_ops);
create index procedure_agency on procedures.procedure (agency_id, name);
create index procedure_business_type on procedures.procedure (business_type, name);

create table procedures.life_event (
  key      text primary key,
  ordinal  int not null,
  audience text not null,
  name_vi  text not null,
  name_en  text not null,
  hint_vi  text not null default '',
  hint_en  text not null default '',
  source   text not null
);
create table procedures.life_event_topic (
  life_event text not null references procedures.life_event (key) on delete cascade,
  key        text not null,
  ordinal    int not null,
  name_vi    text not null,
  name_en    text not null,
  primary key (life_event, key)
);
create table procedures.life_event_procedure (
  life_event text not null,
  topic      text not null,
  procedure  text not null references procedures.procedure (code) on delete cascade,
  primary key (life_event, topic, procedure),
  foreign key (life_event, topic) references procedures.life_event_topic (life_event, key) on delete cascade
);
create index life_event_by_procedure on procedures.life_event_procedure (procedure);

create table procedures.synonym (
  phrase text not null,                     -- folded: what people say
  means  text not null,                     -- folded: what the catalogue says
  primary key (phrase, means)
);

create view procedures.v_procedure as
  select code, version_id, name, coalesce(short_name, name) as short_name, agency_id, section_id, business_type, kind, level, audience from procedures.procedure;
create view procedures.v_business_type as select code, parent, name from procedures.business_type;
