-- What business rule tasks decided and why, as it was then: which version, what it was given, which rules fired.
create table process.decided (
  id uuid primary key,
  instance_id uuid not null references process.instance (id) on delete cascade,
  element text not null,
  label_vi text not null,
  label_en text not null,
  decision text not null,
  definition_id uuid not null,
  version integer not null,
  inputs jsonb not null,
  output jsonb not null,
  fired jsonb not null,
  names jsonb not null,
  at timestamptz not null
);
create index decided_instance on process.decided (instance_id, id);

create view process.v_decided as
select d.id, d.instance_id, i.business_key, i.owner, i.general, d.element, d.label_vi, d.label_en, d.decision, d.definition_id, d.version,
       d.inputs, d.output, d.fired, d.names, d.at
from process.decided d join process.instance i on i.id = d.instance_id;
