import { type Queries, sql } from '@dinh/kernel';

/**
 * Brings the table, in which others look up the name and kind of a procedure, up to the versions in force on `today`,
 * whoever wrote them.
 * @returns how many lines changed
 */
export function projectProcedures(db: Queries, today: string): Promise<number> {
  return db.run(
    sql`insert into procedures.procedure (code, version_id, name, short_name, agency_id, section_id, business_type, kind, level, audience, channels, worked_out)
        select d.key, d.id, b.name, b."shortName" ->> 'vi', a.id, s.id, b."businessType", b.kind, b.level, b.audience,
               array(select jsonb_array_elements_text(b.channels)), b."workedOut"
        from (select distinct on (key) id, key, body from kernel.definition
              where kind = 'procedure' and effective_from <= ${today}::date and (effective_to is null or effective_to > ${today}::date)
              order by key, effective_from desc, version desc) d
        cross join lateral jsonb_to_record(d.body) as b (name text, "shortName" jsonb, agency text, section text, "businessType" text, kind text,
          level text, audience text, channels jsonb, "workedOut" boolean)
        join identity.v_unit a on a.key = b.agency
        left join identity.v_unit s on s.key = b.section
        join procedures.business_type t on t.code = b."businessType"
        on conflict (code) do update set version_id = excluded.version_id, name = excluded.name, short_name = excluded.short_name,
          agency_id = excluded.agency_id, section_id = excluded.section_id, business_type = excluded.business_type, kind = excluded.kind,
          level = excluded.level, audience = excluded.audience, channels = excluded.channels, worked_out = excluded.worked_out
          where (procedure.version_id, procedure.agency_id, procedure.section_id)
                is distinct from (excluded.version_id, excluded.agency_id, excluded.section_id)`,
  );
}
