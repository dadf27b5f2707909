-- Rules over the stream of events (business events): what they have seen, what they wait for, and what they found.

-- Events of a rule's window, for counts and thresholds.
create table process.rule_seen (
  rule     text not null,
  "group"  text not null,                        -- what `per` gave: the unit, the dossier, the person …
  event_id bigint not null,
  at       timestamptz not null,
  value    numeric,
  primary key (rule, "group", at, event_id)
);

-- The last value of a group, and whether its figure is beyond the bound now: it is told again only after it was within.
create table process.rule_state (
  rule    text not null,
  "group" text not null,
  value   jsonb,
  beyond  boolean not null default false,
  primary key (rule, "group")
);

-- What must be followed by something before a moment.
create table process.rule_wait (
  rule     text not null,
  "group"  text not null,
  event_id bigint not null,
  at       timestamptz not null,
  due_at   timestamptz not null,
  data     jsonb not null,
  primary key (rule, "group", event_id)
);
create index rule_wait_due on process.rule_wait (due_at);

create table process.rule_hit (
  id         uuid primary key,
  rule       text not null,
  version    integer not null,
  "group"    text not null,
  at         timestamptz not null,
  message_vi text not null,
  message_en text not null,
  role       text,
  unit_id    integer,
  signal     text,
  detail     jsonb not null,
  seen_at    timestamptz,
  seen_by    uuid,
  seen_name  text,
  note       text
);
create index rule_hit_at on process.rule_hit (at desc, id);

create view process.v_rule_hit as
  select id, rule, version, "group", at, message_vi, message_en, role, unit_id, signal, detail, seen_at, seen_by, seen_name, note
  from process.rule_hit;
