-- Fields are named in both languages.
alter table procedures.business_type add column name_en text not null default '';
create or replace view procedures.v_business_type as
  select code, parent, name, coalesce(nullif(name_en, ''), name) as name_en from procedures.business_type;
