-- Messages to people: what was said, to whom, by which channel, and what became of it.
create schema notify;

create table notify.message (
  id         uuid primary key,
  template   text not null,
  channel    text not null check (channel in ('email', 'sms', 'inbox')),
  address    text not null,                 -- e-mail address, telephone, or person id for the inbox
  person_id  uuid references identity.person (id),
  lang       text not null,
  subject    text not null,
  body       text not null,
  about      text not null,                 -- 'dossier:…'
  link       text,
  state      text not null check (state in ('queued', 'sent', 'failed', 'given-up')),
  attempts   int not null default 0,
  error      text,
  created_at timestamptz not null,
  sent_at    timestamptz,
  read_at    timestamptz
);
create index message_state on notify.message (state, created_at) where state in ('queued', 'failed', 'given-up');
create index message_created on notify.message (created_at desc, id desc);
create index message_about on notify.message (about);
create index message_inbox on notify.message (person_id, created_at desc) where channel = 'inbox';
