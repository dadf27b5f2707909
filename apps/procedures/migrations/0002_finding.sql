-- What people type is compared with the names of procedures first, and only then with agency, field and kind.

-- A text as it is compared: folded, with one blank where anything stands that is neither letter nor digit.
-- The TypeScript twin is `plain` in src/search/words.ts.
create function procedures.plain(text) returns text
  language sql immutable parallel safe strict
  return trim(regexp_replace(kernel.fold($1), '[^[:alnum:]]+', ' ', 'g'));

alter table procedures.procedure drop column search;
alter table procedures.procedure
  add column plain_name  text not null generated always as (procedures.plain(name)) stored,
  add column plain_short text not null generated always as (procedures.plain(coalesce(short_name, name))) stored,
  add column plain_words text not null generated always as (procedures.plain(words)) stored,
  add column search tsvector not null generated always as (
    setweight(to_tsvector('simple', procedures.plain(name || ' ' || coalesce(short_name, ''))), 'A')
    || setweight(to_tsvector('simple', procedures.plain(words)), 'D')) stored;
create index procedure_search on procedures.procedure using gin (search);
create index procedure_name_trigrams on procedures.procedure using gin (plain_name gin_trgm_ops);
