-- Roles are edited on screens: a change is proposed by one person and approved by another; what an officer has edited, a pack no longer overwrites.
alter table identity.role add column edited boolean not null default false;
alter table identity.role add column retired_on date; -- from this day on it gives nothing and is given to nobody
alter table identity.role add column version int not null default 1;
create or replace view identity.v_role as
  select key, name_vi, name_en, place, permissions, source, edited, retired_on, version from identity.role;

create table identity.role_change (
  id          uuid primary key,
  role        text not null,
  kind        text not null check (kind in ('create', 'edit', 'retire')),
  base        int not null,             -- version of the role that was looked at; 0 for a new one
  name_vi     text not null,
  name_en     text not null,
  permissions jsonb not null,
  before      jsonb not null,           -- the permissions as they were
  retired_on  date,
  reason      text not null,
  state       text not null default 'proposed' check (state in ('proposed', 'done', 'declined', 'withdrawn')),
  proposed_at timestamptz not null,
  proposed_by uuid not null references identity.person,
  proposer    text not null,
  decided_at  timestamptz,
  decided_by  uuid references identity.person,
  decider     text,
  comment     text,
  check (state <> 'done' or decided_by <> proposed_by)
);
create unique index role_change_open on identity.role_change (role) where state = 'proposed';
create index role_change_of on identity.role_change (role, proposed_at desc);
