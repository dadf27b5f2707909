-- Accounts that somebody asked to open, until the code that went to them is shown. Nothing is looked up before that, so that
-- asking tells nobody which identity number has an account.
create table identity.sign_up (
  id            uuid primary key,
  name          text not null,
  id_number     text not null,
  birth_date    date not null,
  gender        text,
  phone         text not null,
  email         text,
  password_hash text not null,
  locale        text not null,
  created_at    timestamptz not null,
  until         timestamptz not null
);
create index sign_up_until on identity.sign_up (until);

alter table identity.proof add column sign_up_id uuid references identity.sign_up on delete cascade;
create index proof_sign_up on identity.proof (sign_up_id) where sign_up_id is not null;
alter table identity.proof drop constraint proof_purpose_check;
alter table identity.proof add constraint proof_purpose_check check (purpose in ('session', 'passkey', 'certificate', 'add', 'sign-up'));
