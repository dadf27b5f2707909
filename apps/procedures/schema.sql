-- What the migrations of procedures make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema procedures;

create table procedures.business_type (
  code text not null,
  parent text,
  name text not null,
  source text not null,
  name_en text default ''::text not null,
  constraint business_type_pkey PRIMARY KEY (code),
  constraint business_type_parent_fkey FOREIGN KEY (parent) REFERENCES procedures.business_type(code) DEFERRABLE INITIALLY DEFERRED
);

create table procedures.life_event (
  key text not null,
  ordinal integer not null,
  audience text not null,
  name_vi text not null,
  name_en text not null,
  hint_vi text default ''::text not null,
  hint_en text default ''::text not null,
  source text not null,
  constraint life_event_pkey PRIMARY KEY (key)
);

create table procedures.life_event_procedure (
  life_event text not null,
  topic text not null,
  procedure text not null,
  source text default 'ours'::text not null,
  constraint life_event_procedure_pkey PRIMARY KEY (life_event, topic, procedure),
  constraint life_event_procedure_life_event_topic_fkey FOREIGN KEY (life_event, topic) REFERENCES procedures.life_event_topic(life_event, key) ON DELETE CASCADE,
  constraint life_event_procedure_procedure_fkey FOREIGN KEY (procedure) REFERENCES procedures.procedure(code) ON DELETE CASCADE
);
CREATE INDEX life_event_by_procedure ON procedures.life_event_procedure USING btree (procedure);

create table procedures.life_event_topic (
  life_event text not null,
  key text not null,
  ordinal integer not null,
  name_vi text not null,
  name_en text not null,
  constraint life_event_topic_pkey PRIMARY KEY (life_event, key),
  constraint life_event_topic_life_event_fkey FOREIGN KEY (life_event) REFERENCES procedures.life_event(key) ON DELETE CASCADE
);

create table procedures.procedure (
  code text not null,
  version_id uuid not null,
  name text not null,
  short_name text,
  agency_id integer not null,
  section_id integer,
  business_type text not null,
  kind text not null,
  level text not null,
  audience text not null,
  channels text[] not null,
  worked_out boolean not null,
  constraint procedure_pkey PRIMARY KEY (code),
  constraint procedure_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES identity.unit(id),
  constraint procedure_business_type_fkey FOREIGN KEY (business_type) REFERENCES procedures.business_type(code),
  constraint procedure_section_id_fkey FOREIGN KEY (section_id) REFERENCES identity.unit(id),
  constraint procedure_version_id_fkey FOREIGN KEY (version_id) REFERENCES kernel.definition(id)
);
CREATE INDEX procedure_agency ON procedures.procedure USING btree (agency_id, name);
CREATE INDEX procedure_business_type ON procedures.procedure USING btree (business_type, name);

create table procedures.synonym (
  phrase text not null,
  means text not null,
  source text default 'ours'::text not null,
  constraint synonym_pkey PRIMARY KEY (phrase, means)
);

create view procedures.v_business_type as
 SELECT business_type.code,
    business_type.parent,
    business_type.name,
    COALESCE(NULLIF(business_type.name_en, ''::text), business_type.name) AS name_en
   FROM procedures.business_type;

create view procedures.v_procedure as
 SELECT procedure.code,
    procedure.version_id,
    procedure.name,
    COALESCE(procedure.short_name, procedure.name) AS short_name,
    procedure.agency_id,
    procedure.section_id,
    procedure.business_type,
    procedure.kind,
    procedure.level,
    procedure.audience
   FROM procedures.procedure;
