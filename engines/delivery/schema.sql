-- What the migrations of delivery make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema delivery;

create table delivery.movement (
  shipment_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  state text not null,
  place text,
  note text,
  person_id uuid,
  constraint movement_pkey PRIMARY KEY (shipment_id, number),
  constraint movement_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES delivery.shipment(id)
);

create table delivery.shipment (
  id uuid not null,
  subject text not null,
  direction text not null,
  state text not null,
  provider text not null,
  tracking_code text,
  unit_id integer not null,
  person_id uuid,
  recipient text not null,
  phone text not null,
  address text not null,
  content text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  version integer default 1 not null,
  constraint shipment_pkey PRIMARY KEY (id),
  constraint shipment_direction_check CHECK (direction = ANY (ARRAY['to-applicant'::text, 'from-applicant'::text])),
  constraint shipment_state_check CHECK (state = ANY (ARRAY['requested'::text, 'collected'::text, 'in-transit'::text, 'delivered'::text, 'returned'::text, 'failed'::text]))
);
CREATE UNIQUE INDEX shipment_once ON delivery.shipment USING btree (subject, direction) WHERE (state = ANY (ARRAY['requested'::text, 'collected'::text, 'in-transit'::text]));
CREATE INDEX shipment_open ON delivery.shipment USING btree (state, asked_at) WHERE (state = ANY (ARRAY['collected'::text, 'in-transit'::text]));
CREATE INDEX shipment_subject ON delivery.shipment USING btree (subject);
CREATE INDEX shipment_unit ON delivery.shipment USING btree (unit_id, state, created_at);

create view delivery.v_shipment as
 SELECT shipment.id,
    shipment.subject,
    shipment.direction,
    shipment.state,
    shipment.provider,
    shipment.tracking_code,
    shipment.unit_id,
    shipment.person_id,
    shipment.created_at,
    shipment.changed_at
   FROM delivery.shipment;
