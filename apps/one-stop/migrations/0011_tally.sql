-- Statistics over years without reading the dossiers of years: how many there had been at certain moments, counted once
-- (docs/adr/0011). A tally holds as long as its moment stands here as counted; whoever changes what it counted removes
-- the moment in the same transaction, and the statistics read the dossiers themselves until it is counted again.
create table one_stop.tally_moment (
  at      timestamptz primary key,
  counted boolean not null default false
);

-- Per moment and kind of dossier: what had happened since the beginning, and how those stood that had no end.
create table one_stop.tally (
  at             timestamptz not null,
  procedure_code text,                         -- null, with the field: all of them together
  business_type  text,
  unit_id        int not null,
  section_id     int,
  channel        text not null,
  -- since the beginning
  filed             bigint not null,
  not_accepted      bigint not null,
  withdrawn_at_desk bigint not null,
  received          bigint not null,
  settled_early     bigint not null,
  settled_on_time   bigint not null,
  settled_late      bigint not null,
  refused           bigint not null,
  withdrawn         bigint not null,
  stopped           bigint not null,
  timed             bigint not null,           -- settled ones whose working time is known, with the minutes
  worked_minutes    bigint not null,
  limit_minutes     bigint not null,
  -- at the moment
  at_desk            bigint not null,
  within_limit       bigint not null,
  past_limit         bigint not null,
  waiting_supplement bigint not null,
  waiting_duty       bigint not null,
  unique nulls not distinct (at, procedure_code, business_type, unit_id, section_id, channel)
);

-- A change of a dossier tells of the past from the first moment that looks different because of it.
create function one_stop.forget_tallies() returns trigger language plpgsql as $$
declare since timestamptz;
begin
  if tg_op = 'TRUNCATE' then
    since := '-infinity';
  elsif tg_op = 'INSERT' then
    since := least(new.submitted_at, new.accepted_at, new.settled_at);
  elsif tg_op = 'DELETE' then
    since := least(old.submitted_at, old.accepted_at, old.settled_at);
  else
    since := least(
      case when (old.submitted_at, old.procedure_code, old.business_type, old.unit_id, old.section_id, old.channel)
             is distinct from (new.submitted_at, new.procedure_code, new.business_type, new.unit_id, new.section_id, new.channel)
           then least(old.submitted_at, new.submitted_at) end,
      case when old.accepted_at is distinct from new.accepted_at then least(old.accepted_at, new.accepted_at) end,
      case when old.settled_at is distinct from new.settled_at then least(old.settled_at, new.settled_at) end,
      -- From then on it was late, or was not, wherever it had no result.
      case when old.due_at is distinct from new.due_at then least(old.due_at, new.due_at) end,
      case when (old.outcome, old.worked_minutes, old.limit_minutes) is distinct from (new.outcome, new.worked_minutes, new.limit_minutes)
           then least(old.settled_at, new.settled_at) end);
  end if;
  -- Looked for first: hardly ever is there one, and deleting costs more than looking.
  if since is not null and exists (select from one_stop.tally_moment where at > since) then
    delete from one_stop.tally_moment where at > since;
  end if;
  return null;
end $$;
create trigger dossier_counted_anew
  after insert or delete or update of submitted_at, accepted_at, settled_at, due_at, outcome, channel, unit_id, section_id, business_type,
    procedure_code, limit_minutes, worked_minutes
  on one_stop.dossier for each row execute function one_stop.forget_tallies();
create trigger dossier_counted_never after truncate on one_stop.dossier for each statement execute function one_stop.forget_tallies();
