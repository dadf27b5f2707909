-- Test cases are kept in the pack beside their models, too: who wrote one, and which of the pack officers have taken away.
alter table studio.test_case alter column author_id drop not null;
alter table studio.test_case add column origin text not null default 'officer' check (origin in ('pack', 'officer'));
alter table studio.test_case add column source text not null default 'ours';
alter table studio.test_case add column dropped boolean not null default false;   -- a pack that is loaded later leaves it so
