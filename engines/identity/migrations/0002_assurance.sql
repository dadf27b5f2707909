-- How sure a session is of who is behind it: the level of assurance (AS-1 to AS-4) and by what they proved it.
alter table identity.session
  add column level     smallint not null default 1 check (level between 1 and 4),
  add column factors   text[] not null default '{}', -- methods as RFC 8176 names them: pwd, otp, sms, hwk, user …
  add column proved_at timestamptz;                  -- when the last of them was shown; null: when the session began

create or replace view identity.v_session as
  select id, person_id, business_id, method, created_at, seen_at, idle_until, ends_at, ended_at, address, agent,
         level, factors, coalesce(proved_at, created_at) as proved_at
  from identity.session;
