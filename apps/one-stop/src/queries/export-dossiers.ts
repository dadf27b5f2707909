import { type Context, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { visible } from '../model/dossier.ts';
import { Filter } from './dossier-filter.ts';
import { Row } from './dossier-row.ts';
import { dossierRows } from './list-dossiers.ts';

/** The most rows that leave in one file. */
export const mostRows = 50_000;

/**
 * A list as a whole, for print and for files: the same filters and the same rows as on the screen. Audited with its filter, once, with all
 * whose dossiers left: each of them sees who took their data away.
 */
export const exportDossiers = query({
  name: 'one-stop.export-dossiers',
  title: { vi: 'Xuất danh sách hồ sơ', en: 'Export a list of dossiers' },
  seenAs: {
    vi: 'Lấy ra tệp danh sách có hồ sơ của bạn',
    en: 'Took away a list with your dossier in it as a file',
  },
  input: shape({ ...Filter, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostRows })) }),
  output: shape({ rows: Type.Array(Row) }),
  may: 'one-stop.export-list',
  audit: true,
  api: false,
  async run(ctx, input) {
    const { limit = mostRows, ...filter } = input;
    const rows = await dossierRows(ctx, filter, limit, undefined, visible(ctx, 'one-stop.export-list', false));
    await nameConcerned(
      ctx,
      rows.map(({ id }) => id),
    );
    ctx.note({ filter, rows: rows.length });
    return { rows };
  },
});

/** Applicants and owners of the dossiers, a thousand at a time. */
async function nameConcerned(ctx: Context, dossiers: readonly string[]): Promise<void> {
  const rows = await ctx.db.all<{ person: string }>(
    sql`select distinct x.person from one_stop.dossier d cross join lateral (values (d.applicant_id), (d.owner_id)) x (person)
        where d.id = any(${[...dossiers]}::uuid[]) and x.person is not null`,
  );
  for (let at = 0; at < rows.length; at += 1000) ctx.concern(...rows.slice(at, at + 1000).map(({ person }) => person));
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.export-dossiers': typeof exportDossiers;
  }
}
