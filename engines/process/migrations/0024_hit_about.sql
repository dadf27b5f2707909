-- The agency that a warning is about, where its rule names one.
alter table process.rule_hit add about_id integer;

create or replace view process.v_rule_hit as
  select id, rule, version, "group", at, message_vi, message_en, role, unit_id, signal, detail, seen_at, seen_by, seen_name, note, about_id
  from process.rule_hit;
