-- What the pack says of its own lines goes out with an export again: where they come from, and synonyms as they are written.
alter table procedures.synonym add column source text not null default 'ours';
alter table procedures.life_event_procedure add column source text not null default 'ours';
