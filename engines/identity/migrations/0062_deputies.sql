-- When officials are away, by whole days.
create table identity.absence (
  id           uuid primary key,
  person_id    uuid not null references identity.person,
  kind         text not null check (kind in ('leave', 'mission', 'study', 'sick', 'other')),
  valid_from   date not null,
  valid_to     date not null,                 -- exclusive
  note         text,
  created_at   timestamptz not null,
  created_by   uuid,
  cancelled_at timestamptz,
  cancelled_by uuid,
  check (valid_to > valid_from)
);
create index absence_person on identity.absence (person_id, valid_to) where cancelled_at is null;

-- Who stands in for a post, whoever holds it, whenever that one is away or the post is vacant.
create table identity.standing_deputy (
  id         uuid primary key,
  unit_id    int not null references identity.unit,
  role       text not null references identity.role,
  title_key  text,                            -- of the post: other places of the same role in the unit are other posts
  title_vi   text not null,                   -- of the post
  title_en   text not null,
  person_id  uuid not null references identity.person,
  ordinal    int not null,                    -- the first who is there stands in
  basis      text not null,
  valid_from date not null,
  valid_to   date,                            -- exclusive
  created_at timestamptz not null,
  created_by uuid,
  ended_by   uuid,
  end_reason text,
  check (valid_to is null or valid_to >= valid_from)
);
create index standing_deputy_person on identity.standing_deputy (person_id);
create index standing_deputy_post on identity.standing_deputy (unit_id, role);

-- A place that a standing deputy holds while the post is vacant.
alter table identity.position add column acting_as uuid references identity.standing_deputy;
create index position_acting on identity.position (acting_as) where acting_as is not null;

create or replace view identity.v_official as
  select o.id as position_id, o.person_id, p.name, p.state, o.unit_id, o.role, o.title_vi, o.title_en, o.main, o.valid_from, o.valid_to,
         p.phone, p.email, p.folded, o.title_key, (select d.title_vi from identity.standing_deputy d where d.id = o.acting_as) as acting_for
  from identity.position o join identity.person p on p.id = o.person_id;
