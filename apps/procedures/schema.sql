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
