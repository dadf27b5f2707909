import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { processUnknown } from '../errors.ts';
import { ProcessKey } from './process-figures.ts';
import { processTitle, watching } from './processes.ts';

/** The published versions of a process, the newest first. @throws processUnknown */
export const listVersions = query({
  name: 'operations.list-versions',
  title: { vi: 'Các phiên bản của một quy trình', en: 'Versions of a process' },
  may: watching,
  input: shape({ key: ProcessKey }),
  output: shape({
    versions: Type.Array(
      shape({
        id: Type.String(),
        version: Type.Integer(),
        effectiveFrom: Type.String({ description: 'its first day' }),
      }),
    ),
  }),
  async run(ctx, { key }) {
    const versions = await ctx.db.all<{ id: string; version: number; effectiveFrom: string }>(
      sql`select id, version, effective_from as "effectiveFrom" from kernel.v_definition where kind = 'process' and key = ${key} order by version desc`,
    );
    if (versions.length === 0) throw processUnknown();
    return { versions };
  },
});

/** A version of a process as it is drawn. @throws processUnknown */
export const viewModel = query({
  name: 'operations.view-model',
  title: { vi: 'Xem sơ đồ của một quy trình', en: 'View the drawing of a process' },
  may: watching,
  input: shape({ key: ProcessKey, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  output: shape({ title: shape({ vi: Type.String(), en: Type.String() }), bpmn: Type.String() }),
  async run(ctx, { key, version }) {
    const found = await ctx.db.maybe<{ title: { vi: string; en: string }; bpmn: string }>(
      sql`select ${processTitle(sql`d.body`, sql`d.key`)} as title, d.body ->> 'bpmn' as bpmn
          from kernel.v_definition d where d.kind = 'process' and d.key = ${key} and d.version = ${version}`,
    );
    if (!found) throw processUnknown();
    return found;
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.list-versions': typeof listVersions;
    'operations.view-model': typeof viewModel;
  }
}
