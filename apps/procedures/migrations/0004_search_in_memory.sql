-- Procedures are found in memory (docs/adr/0008). The table stays for whoever joins the names of procedures.
drop index procedures.procedure_search, procedures.procedure_words, procedures.procedure_name_trigrams;
alter table procedures.procedure
  drop column search, drop column plain_name, drop column plain_short, drop column plain_words, drop column words;
drop function procedures.plain(text);

-- Grows when a pack changes fields, life events or synonyms.
insert into kernel.revision values ('procedures', 1);
