import { fold, type PackLoad, type PackPart, sql } from '@dinh/kernel';
import type { Procedure } from '../model.ts';
import { type ReadProcedure, readProcedures } from './read-procedures.ts';

/** Procedures become definitions (kind `procedure`) and the table by which people find them. */
export const proceduresPart: PackPart<ReadProcedure[]> = {
  name: 'procedures',
  after: ['units', 'business-types', 'forms', 'processes', 'decisions', 'result-types'],
  read: readProcedures,
  check(items, others, folder) {
    const units = keys(others('units'));
    const known: Record<string, Set<string>> = {
      businessType: keys(others('business-types')),
      form: keys(others('forms')),
      process: keys(others('processes')),
      fee: keys(others('decisions')),
      result: keys(others('result-types')),
    };
    for (const { body, place } of items) {
      const wrong = (reason: string) => folder.problem(place.file, place.line, `${body.code}: ${reason}`);
      for (const [name, set] of Object.entries(known)) {
        const key = body[name as 'form'];
        if (!set.has(key)) wrong(`there is no ${name} “${key}”`);
      }
      for (const unit of [body.agency, body.section, ...(body.consultation ?? []).map((c) => c.unit)])
        if (units.size > 0 && !units.has(unit)) wrong(`there is no unit “${unit}”`);
    }
  },
  async load(load, items) {
    for (const { body, effectiveFrom } of items)
      await load.define('procedures', {
        kind: 'procedure',
        key: body.code,
        body,
        source: body.source,
        effectiveFrom,
      });
    await project(
      load,
      items.map((item) => item.body),
    );
  },
};

/** The keys of what another part read, however it lists them. */
export function keys(items: unknown): Set<string> {
  if (items instanceof Map) return new Set(items.keys());
  if (!Array.isArray(items)) return new Set(items && typeof items === 'object' ? Object.keys(items) : []);
  return new Set(
    items.map((item) => item?.key ?? item?.code ?? item?.value?.key ?? item?.value?.code).filter(Boolean),
  );
}

async function project(load: PackLoad, bodies: readonly Procedure[]): Promise<void> {
  const rows = bodies.map((b) => ({
    code: b.code,
    name: b.name,
    short_name: b.shortName?.vi ?? null,
    agency: b.agency,
    section: b.section,
    business_type: b.businessType,
    kind: b.kind,
    level: b.level,
    audience: b.audience,
    channels: b.channels,
    worked_out: b.workedOut,
    words: fold([b.name, b.shortName?.vi, b.shortName?.en, b.code, b.kindName.vi].filter(Boolean).join(' ')),
  }));
  // The table follows the newest version that has begun, whoever wrote it; agency and field names are searched too.
  await load.tx.run(
    sql`insert into procedures.procedure (code, version_id, name, short_name, agency_id, section_id, business_type, kind, level, audience, channels, worked_out, words)
        select r.code, d.id, r.name, r.short_name, a.id, s.id, r.business_type, r.kind, r.level, r.audience, r.channels, r.worked_out,
               r.words || ' ' || kernel.fold(a.name_vi) || ' ' || kernel.fold(t.name)
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (code text, name text, short_name text, agency text, section text, business_type text,
             kind text, level text, audience text, channels text[], worked_out boolean, words text)
        join identity.v_unit a on a.key = r.agency
        left join identity.v_unit s on s.key = r.section
        join procedures.business_type t on t.code = r.business_type
        join lateral (select id from kernel.definition where kind = 'procedure' and key = r.code and effective_from <= ${load.today}::date
                      order by effective_from desc, version desc limit 1) d on true
        on conflict (code) do update set version_id = excluded.version_id, name = excluded.name, short_name = excluded.short_name,
          agency_id = excluded.agency_id, section_id = excluded.section_id, business_type = excluded.business_type, kind = excluded.kind,
          level = excluded.level, audience = excluded.audience, channels = excluded.channels, worked_out = excluded.worked_out, words = excluded.words`,
  );
}
