import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { readCatalogue } from '../search/catalogue.ts';
import { type FoundRow, lineColumns, lineTables, narrowed } from '../search/find.ts';
import { foundLine, FoundLine, Narrowing } from '../search/line.ts';
import { readQuery } from '../search/words.ts';

const Managed = shape({
  ...FoundLine.properties,
  version: Type.Integer(),
  effectiveFrom: Type.String(),
  origin: Type.String(),
  source: Type.String(),
  timeLimit: Type.String({ description: 'amount and unit: `15 working-day`' }),
  form: Type.String(),
  process: Type.String(),
  fee: Type.String(),
});

interface Row extends FoundRow {
  readonly version: number;
  readonly effective_from: string;
  readonly origin: string;
  readonly source: string;
  readonly time_limit: string;
  readonly form: string;
  readonly process: string;
  readonly fee: string;
}

/** The catalogue as those who keep it see it: each procedure with its version and what it is settled by. */
export const listProcedures = query({
  name: 'procedures.list-procedures',
  title: { vi: 'Danh mục thủ tục', en: 'The catalogue of procedures' },
  input: shape({
    q: Type.Optional(Type.String({ maxLength: 300 })),
    ...Narrowing,
    workedOut: Type.Optional(
      Type.Boolean({ description: 'only those with, or without, a form and fee of their own' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    cursor: Type.Optional(Type.String({ maxLength: 40, description: 'code of the last line seen' })),
  }),
  output: shape({
    procedures: Type.Array(Managed),
    total: Type.Integer(),
    next: Type.Union([Type.String(), Type.Null()]),
  }),
  may: 'procedures.edit-procedure',
  async run(ctx, { q = '', workedOut, limit = 50, cursor, ...filters }) {
    const { synonyms } = await readCatalogue(ctx.app);
    const asked = readQuery(q, synonyms);
    const rows = await ctx.db.all<Row>(
      sql`with found as (
            select ${lineColumns}, d.version, d.effective_from, d.origin, d.source,
                   concat_ws(' ', d.body -> 'timeLimit' ->> 'amount', d.body -> 'timeLimit' ->> 'unit') as time_limit,
                   d.body ->> 'form' as form, d.body ->> 'process' as process, d.body ->> 'fee' as fee
            from ${lineTables} join kernel.definition d on d.id = p.version_id
            where ${sql.all([asked && sql`p.search @@ to_tsquery('simple', ${asked.query})`, narrowed(filters), workedOut !== undefined && sql`p.worked_out = ${workedOut}`])})
          select *, (select count(*) from found)::int as total from found
          where ${sql.all([cursor !== undefined && sql`code > ${cursor}`])} order by code limit ${limit}`,
    );
    return {
      procedures: rows.map((row) => ({
        ...foundLine(row, asked?.phrases),
        version: row.version,
        effectiveFrom: row.effective_from,
        origin: row.origin,
        source: row.source,
        timeLimit: row.time_limit,
        form: row.form,
        process: row.process,
        fee: row.fee,
      })),
      total: rows[0]?.total ?? 0,
      next: rows.length === limit ? rows.at(-1)!.code : null,
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.list-procedures': typeof listProcedures;
  }
}
