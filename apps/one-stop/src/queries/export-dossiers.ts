import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { visible } from '../model/dossier.ts';
import { dossierRows, Filter, Row } from './list-dossiers.ts';

/** The most rows that leave in one file. */
export const mostRows = 50_000;

/** A list as a whole, for print and for files: the same filters and the same rows as on the screen. Audited with its filter. */
export const exportDossiers = query({
  name: 'one-stop.export-dossiers',
  title: { vi: 'Xuất danh sách hồ sơ', en: 'Export a list of dossiers' },
  input: shape({ ...Filter, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostRows })) }),
  output: shape({ rows: Type.Array(Row) }),
  may: 'one-stop.export-list',
  audit: true,
  api: false,
  async run(ctx, input) {
    const { limit = mostRows, ...filter } = input;
    const rows = await dossierRows(
      ctx,
      filter,
      limit,
      undefined,
      visible(ctx, 'one-stop.export-list', false),
    );
    ctx.note({ filter, rows: rows.length });
    return { rows };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.export-dossiers': typeof exportDossiers;
  }
}
