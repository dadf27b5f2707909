-- Dossiers that went on under another unit because theirs gave way to it: what they were counted under before.
create table one_stop.passed_on (
  dossier_id   uuid not null references one_stop.dossier,
  at           timestamptz not null,
  succession   uuid not null,
  from_unit    int not null,
  from_section int,
  from_desk    int not null,
  to_unit      int not null,
  primary key (dossier_id, at)
);
create index passed_on_from on one_stop.passed_on (from_unit);
