-- A task is delegated (and comes back to who did so), or escalated to who stands above.
alter table process.assignment drop constraint assignment_kind_check;
alter table process.assignment add constraint assignment_kind_check
  check (kind in ('claimed', 'assigned', 'given-back', 'reassigned', 'delegated', 'escalated'));
