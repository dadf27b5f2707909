-- What the migrations of notify make. Written by `node testing/src/schema.ts --write`; not to be edited.

create schema notify;

create table notify.message (
  id uuid not null,
  template text not null,
  channel text not null,
  address text not null,
  person_id uuid,
  lang text not null,
  subject text not null,
  body text not null,
  about text not null,
  link text,
  state text not null,
  attempts integer default 0 not null,
  error text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  read_at timestamp with time zone,
  secret_until timestamp with time zone,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint message_channel_check CHECK (channel = ANY (ARRAY['email'::text, 'sms'::text, 'inbox'::text])),
  constraint message_state_check CHECK (state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'given-up'::text]))
);
CREATE INDEX message_about ON notify.message USING btree (about);
CREATE INDEX message_created ON notify.message USING btree (created_at DESC, id DESC);
CREATE INDEX message_inbox ON notify.message USING btree (person_id, created_at DESC) WHERE (channel = 'inbox'::text);
CREATE INDEX message_state ON notify.message USING btree (state, created_at) WHERE (state = ANY (ARRAY['queued'::text, 'failed'::text, 'given-up'::text]));

create view notify.v_queue as
 SELECT message.channel,
    count(*)::integer AS messages,
    min(message.created_at) AS oldest
   FROM notify.message
  WHERE message.state = ANY (ARRAY['queued'::text, 'failed'::text])
  GROUP BY message.channel;

create view notify.v_told as
 SELECT DISTINCT message.person_id,
    message.about
   FROM notify.message
  WHERE message.channel = 'inbox'::text AND message.person_id IS NOT NULL;
