-- The directory over time: what units were called and where they stood, who goes on with what they did, and the
-- catalogue of titles.

-- A unit in each period of its life; `unit` itself says how it is now. Days as everywhere: `valid_to` is exclusive.
create table identity.unit_version (
  unit_id    int not null references identity.unit,
  valid_from date not null,
  valid_to   date,
  code       text not null,
  name_vi    text not null,
  name_en    text not null,
  kind       text not null,
  level      text not null,
  parent_id  int references identity.unit,
  reason     text,                              -- the decision on which the change rests
  primary key (unit_id, valid_from),
  check (valid_to is null or valid_to > valid_from)
);
create index unit_version_parent on identity.unit_version (parent_id);
insert into identity.unit_version (unit_id, valid_from, valid_to, code, name_vi, name_en, kind, level, parent_id)
select id, valid_from, valid_to, code, name_vi, name_en, kind, level, parent_id from identity.unit;

-- Who goes on with what a unit did, from a day on. Who holds a place in a successor that keeps the archive sees also what
-- stays under the old name.
create table identity.unit_successor (
  from_unit int not null references identity.unit,
  to_unit   int not null references identity.unit,
  day       date not null,
  archive   boolean not null,
  primary key (from_unit, to_unit),
  check (from_unit <> to_unit)
);
create index unit_successor_to on identity.unit_successor (to_unit);

-- The title of a place as the province's catalogue names it (a definition of the kind `position-title`).
alter table identity.position add column title_key text;

create view identity.v_unit_version as
  select unit_id, valid_from, valid_to, code, name_vi, name_en, kind, level, parent_id, reason from identity.unit_version;
create view identity.v_unit_successor as
  select from_unit, to_unit, day, archive from identity.unit_successor;
create or replace view identity.v_official as
  select o.id as position_id, o.person_id, p.name, p.state, o.unit_id, o.role, o.title_vi, o.title_en, o.main, o.valid_from, o.valid_to,
         p.phone, p.email, p.folded, o.title_key
  from identity.position o join identity.person p on p.id = o.person_id;
