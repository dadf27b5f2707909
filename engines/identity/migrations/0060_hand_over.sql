-- What an official held when a place ended, or they were suspended, closed or died: to whom it goes, piece by piece.
create table identity.hand_over (
  id          uuid primary key,
  person_id   uuid not null references identity.person,
  to_person   uuid references identity.person,   -- null: everything waits in the queues of its units
  position_id uuid references identity.position, -- the place that ended; null: the person does nothing any more
  unit_id     int references identity.unit,
  role        text references identity.role,
  cause       text not null check (cause in ('position-ended', 'suspended', 'died', 'stranded')),
  day         date not null,                     -- first day on which the person does it no more
  reason      text not null,
  state       text not null default 'waiting' check (state in ('waiting', 'done', 'cancelled')),
  ordered_at  timestamptz not null,
  ordered_by  uuid references identity.person,   -- null: the program itself
  begun_at    timestamptz,
  ended_at    timestamptz,
  check ((position_id is null) = (unit_id is null)),
  check ((position_id is null) = (role is null)),
  check (person_id <> to_person)
);
create index hand_over_due on identity.hand_over (day) where state = 'waiting';
create index hand_over_person on identity.hand_over (person_id, day desc);
create index hand_over_receiver on identity.hand_over (to_person) where to_person is not null;
create index hand_over_position on identity.hand_over (position_id) where position_id is not null;

create table identity.hand_over_part (
  hand_over_id uuid not null references identity.hand_over,
  part         text not null,
  ordinal      int not null,
  title_vi     text not null,
  title_en     text not null,
  expected     int not null,
  moved        int not null default 0,           -- went to the receiver
  queued       int not null default 0,           -- waits in a queue, or ended
  ended_at     timestamptz,
  primary key (hand_over_id, part)
);

-- What the last look found with persons who cannot act.
create table identity.stranded (
  person_id uuid not null references identity.person,
  part      text not null,
  unit_id   int references identity.unit,
  count     int not null check (count > 0),
  unique nulls not distinct (person_id, part, unit_id)
);
create table identity.stranded_look (
  one      boolean primary key default true check (one),
  at       timestamptz not null
);

create view identity.v_hand_over as
  select id, person_id, to_person, unit_id, role, day, state from identity.hand_over;
