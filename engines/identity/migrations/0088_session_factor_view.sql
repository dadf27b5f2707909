-- By what each session was entered, for lists of sessions; the address of a telephone or mailbox stays with its owner.
create view identity.v_session_factor as
  select s.session_id, s.factor_id, s.kind, s.shown_at, case when f.kind in ('email', 'phone') then null else f.name end as name,
         f.ended_at is not null as removed
  from identity.session_factor s left join identity.factor f on f.id = s.factor_id;
