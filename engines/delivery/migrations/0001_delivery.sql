-- Public post (NĐ 61/2018 Điều 16.2, QĐ 45/2016/QĐ-TTg): results brought to people, dossiers fetched from them.
create schema delivery;

create table delivery.shipment (
  id            uuid primary key,
  subject       text not null,                -- 'dossier:…'
  direction     text not null check (direction in ('to-applicant', 'from-applicant')),
  state         text not null check (state in ('requested', 'collected', 'in-transit', 'delivered', 'returned', 'failed')),
  provider      text not null,
  tracking_code text,                         -- the post's own number, once it has taken the parcel
  unit_id       int not null,                 -- the desk that hands over or receives
  person_id     uuid,                         -- the account whose matter it is
  recipient     text not null,
  phone         text not null,
  address       text not null,                -- in words, as on the label
  content       text not null,
  created_at    timestamptz not null,
  changed_at    timestamptz not null,
  asked_at      timestamptz,                  -- when the post was last asked
  version       int not null default 1
);
-- One parcel at a time for a matter and direction.
create unique index shipment_once on delivery.shipment (subject, direction) where state in ('requested', 'collected', 'in-transit');
create index shipment_subject on delivery.shipment (subject);
create index shipment_unit on delivery.shipment (unit_id, state, created_at);
create index shipment_open on delivery.shipment (state, asked_at) where state in ('collected', 'in-transit');

-- Where a parcel has been, as the post or the desk told it.
create table delivery.movement (
  shipment_id uuid not null references delivery.shipment,
  number      int not null,
  at          timestamptz not null,
  state       text not null,
  place       text,
  note        text,
  person_id   uuid,
  primary key (shipment_id, number)
);

create view delivery.v_shipment as
  select id, subject, direction, state, provider, tracking_code, unit_id, person_id, created_at, changed_at from delivery.shipment;
