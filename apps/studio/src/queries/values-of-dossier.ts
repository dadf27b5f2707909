import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { dossierMissing } from '../errors.ts';
import { line } from '../fields.ts';

/**
 * The values that an old dossier gave its process, for trying out what has been drafted. Only the names asked for are
 * given, which are those that the model uses; who asked is in the audit trail.
 */
export const valuesOfDossier = query({
  name: 'studio.values-of-dossier',
  title: { vi: 'Lấy giá trị của hồ sơ cũ để thử', en: 'Take values of an old dossier for a trial' },
  may: 'studio.try-on-dossier',
  audit: true,
  input: shape({ code: line(3, 60), names: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 300 }) }),
  output: shape({ values: Type.Record(Type.String(), Type.Unknown()) }),
  subject: ({ code }) => `dossier:${code}`,
  async run(ctx, { code, names }) {
    const found = await ctx.db.maybe<{ values: Record<string, unknown> }>(
      sql`select i.variables as values from one_stop.v_dossier d join process.v_instance i on i.business_key = d.id::text
          where d.code = ${code} or d.reference = ${code} order by i.started_at desc limit 1`,
    );
    if (!found) throw dossierMissing({ code });
    const wanted = new Set(names);
    return { values: Object.fromEntries(Object.entries(found.values).filter(([name]) => wanted.has(name))) };
  },
});
