-- Who may act for whom: representatives of a business with what they may do, and persons who act for a child, for a
-- ward, or by power of attorney.

-- What a representative may do, and why we believe it.
alter table identity.representative
  add column acts        text[] not null default '{file,follow,withdraw,pay,receive,manage}',
  add column matters     text[],              -- procedures or fields to which it is limited; null: all
  add column papers      jsonb,               -- what a desk saw, as in `verification`
  add column verified_at timestamptz,
  add column verified_by uuid,
  add column invited_by  uuid references identity.person,
  add column ended_at    timestamptz,
  add column ended_by    uuid,
  add column end_reason  text;
alter table identity.business
  add column verified_at timestamptz,         -- its registration was seen at a desk
  add column verified_by uuid;

-- Somebody is asked to represent a business. Whether such a person is known is told to nobody.
create table identity.invitation (
  id          uuid primary key,
  business_id uuid not null references identity.business,
  name        text not null,
  id_number   text not null,
  secret      bytea not null unique,          -- SHA-256 of the code that the inviter hands on
  title       text,
  acts        text[] not null,
  matters     text[],
  valid_from  date not null,
  valid_to    date,
  invited_by  uuid not null references identity.person,
  invited_at  timestamptz not null,
  expires_at  timestamptz not null,
  state       text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
  answered_at timestamptz,
  answered_by uuid
);
create index invitation_business on identity.invitation (business_id, invited_at desc);
create index invitation_number on identity.invitation (id_number) where state = 'open';

-- A person acts for another. What one of them declares waits until the other side or a desk has confirmed it.
create table identity.authority (
  id             uuid primary key,
  kind           text not null check (kind in ('child', 'ward', 'attorney')),
  agent_id       uuid references identity.person,   -- who acts; null until the person named has accepted
  subject_id     uuid references identity.person,   -- for whom; null until confirmed
  agent          jsonb not null,                    -- as declared: {name, idNumber}
  subject        jsonb not null,                    -- as declared: {name, birthDate, idNumber, relation}
  acts           text[] not null,
  matters        text[],                            -- null: all
  valid_from     date not null,
  valid_to       date,                              -- exclusive; of a child the day on which it comes of age
  document       bytea references kernel.file,
  document_name  text,
  paper          jsonb,                             -- what the document is: {kind, number, issuedOn}
  secret         bytea unique,                      -- SHA-256 of the code that a grantor hands on
  state          text not null check (state in ('declared', 'offered', 'in-force', 'refused', 'withdrawn', 'ended')),
  declared_at    timestamptz not null,
  declared_by    uuid not null,
  decided_at     timestamptz,
  decided_by     uuid,
  decided_how    text check (decided_how in ('desk', 'grantor', 'agent')),
  papers         jsonb,                             -- what the desk saw
  ended_at       timestamptz,
  ended_by       uuid,
  end_reason     text,
  check (valid_to is null or valid_to >= valid_from),
  check (agent_id is null or subject_id is null or agent_id <> subject_id),
  check (state not in ('in-force', 'ended') or (agent_id is not null and subject_id is not null))
);
create index authority_agent on identity.authority (agent_id);
create index authority_subject on identity.authority (subject_id);
create index authority_waiting on identity.authority (declared_at) where state = 'declared';
create index authority_named on identity.authority ((agent ->> 'idNumber')) where state = 'offered';
create index authority_grantor on identity.authority ((subject ->> 'idNumber')) where state = 'declared' and kind = 'attorney';

-- Under which authority a session acts: of a business (`representative`) or a person (`authority`).
alter table identity.session add column authority_id uuid;
update identity.session s set authority_id = (select r.id from identity.representative r
  where r.business_id = s.business_id and r.person_id = s.person_id order by r.valid_to is null desc, r.created_at desc limit 1)
where s.business_id is not null and s.ended_at is null;

create or replace view identity.v_representative as
  select business_id, person_id, title, valid_from, valid_to, verified, id, acts, matters from identity.representative;

-- Every right to act for somebody else, over time; whoever asks for today's gives the day.
create view identity.v_authority as
  select r.id, 'business' as kind, r.person_id as agent_id, r.business_id as subject_id, b.name as subject_name, r.acts, r.matters, r.verified,
         r.valid_from, r.valid_to
  from identity.representative r join identity.business b on b.id = r.business_id and b.state = 'active'
  union all
  select a.id, a.kind, a.agent_id, a.subject_id, p.name, a.acts, a.matters, true, a.valid_from, a.valid_to
  from identity.authority a join identity.person p on p.id = a.subject_id and p.state <> 'closed' where a.state = 'in-force';
