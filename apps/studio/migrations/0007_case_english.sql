-- What a test case is called in English; null where nobody has said it.
alter table studio.test_case add column name_en text;
