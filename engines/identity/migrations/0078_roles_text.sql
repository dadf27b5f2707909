-- `roles.yaml` as it was loaded, with the roles in it: what nobody has edited goes out again letter for letter.
create table identity.roles_text (
  one       boolean primary key default true check (one),
  text      text not null,
  roles     jsonb not null,
  loaded_at timestamptz not null
);
