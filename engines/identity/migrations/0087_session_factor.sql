-- What was shown in a session beside its password, and by which factor of the account; only the last time of each counts.
create table identity.session_factor (
  session_id uuid not null references identity.session on delete cascade,
  factor_id  uuid references identity.factor on delete cascade, -- null: a recovery code, or a provider above us
  kind       text not null,
  shown_at   timestamptz not null,
  unique nulls not distinct (session_id, kind, factor_id)
);
create index session_factor_factor on identity.session_factor (factor_id) where factor_id is not null;

-- By which factor a browser came to be trusted.
alter table identity.device add column trusted_by uuid references identity.factor on delete set null;
