-- Drafts go on with somebody else when their author leaves office.
alter table studio.draft_act drop constraint draft_act_act_check;
alter table studio.draft_act add constraint draft_act_act_check
  check (act in ('begun', 'submitted', 'returned', 'withdrawn', 'published', 'handed-over'));
