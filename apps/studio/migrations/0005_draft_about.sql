-- What a file's own language cannot say of it (the title of a template, its example), as YAML.
alter table studio.draft add column about text;
