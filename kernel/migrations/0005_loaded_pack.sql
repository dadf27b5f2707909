-- Which packs this database has taken in whole, as they were: what has not changed since need not be read again.
create table kernel.loaded_pack (
  folder      text primary key,
  fingerprint text not null,                  -- SHA-256 of the pack and of what reads packs
  at          timestamptz not null
);
