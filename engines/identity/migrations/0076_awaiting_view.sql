-- A session that still waits for its second step lets nobody in: lists leave it out.
create or replace view identity.v_session as
  select id, person_id, business_id, method, created_at, seen_at, idle_until, ends_at, ended_at, address, agent,
         level, factors, coalesce(proved_at, created_at) as proved_at, awaiting
  from identity.session;
