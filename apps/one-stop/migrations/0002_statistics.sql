-- What statistics need besides the dossier as it is worked on.

-- Working minutes from acceptance to the result, without the time in which the clock stood still; counted with the
-- calendar of the agency once the result is there (TT 01/2018 Điều 13.1: time used against time allowed).
alter table one_stop.dossier add column worked_minutes int;

-- Everything that is counted stands in this index, so that a report reads no dossiers: it begins with those that ended
-- in its period or have not ended.
create index dossier_counted on one_stop.dossier (coalesce(settled_at, 'infinity'::timestamptz))
  include (submitted_at, accepted_at, settled_at, due_at, status, outcome, channel, unit_id, section_id, business_type, procedure_code,
           limit_minutes, worked_minutes, id);
