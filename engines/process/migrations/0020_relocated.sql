-- Processes move when their units give way to others (src/change/relocate.ts).
alter table process.change drop constraint change_kind_check;
alter table process.change add constraint change_kind_check
  check (kind in ('cancelled', 'moved', 'restarted', 'variables', 'migrated', 'retried', 'skipped', 'relocated'));
