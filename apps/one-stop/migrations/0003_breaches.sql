-- Where rules of time were broken is asked by when they had to be kept.
create index dossier_due on one_stop.dossier (due_at) where due_at is not null;
create index hand_over_due on one_stop.hand_over (due_at);
create index consultation_due on one_stop.consultation (due_at);
create index history_supplement on one_stop.history (at) where act = 'supplement-requested';
