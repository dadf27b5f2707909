-- Accounts that somebody asks to get back, until they are looked at: whoever asks waits for no look, whether or not there is such an account.
create table identity.recovery_asked (
  id      uuid primary key,
  account text not null,          -- as it was typed, in small letters
  address text,                   -- from where it was asked for, and with which browser
  agent   text,
  at      timestamptz not null
);
