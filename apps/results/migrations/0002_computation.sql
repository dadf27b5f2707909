-- What was computed for a result, and why: which rules fired, with which values.
alter table results.result add column computation jsonb;

create or replace view results.v_result as
  select id, dossier_id, dossier_code, type, name, title, procedure_code, unit_id, number, issued_on, issued_at, valid_until, holder_name,
    holder_id, business_id, applicant_id, data, words, state, reason, kind, replaces, replaced_by, code, pdf, pdf_size, created_at, computation
  from results.result;
