import { query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { readCatalogue } from '../search/catalogue.ts';
import { placesWith, seek } from '../search/find.ts';
import { FoundLine, foundLines, Narrowing } from '../search/line.ts';

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

/** What a line tells of the version besides. */
type Settled = Omit<Static<typeof Managed>, keyof Static<typeof FoundLine>>;

/** The catalogue as those who keep it see it: each procedure with its version and what it is settled by. */
export const listProcedures = query({
  name: 'procedures.list-procedures',
  title: { vi: 'Danh mục thủ tục', en: 'The catalogue of procedures' },
  input: shape({
    q: Type.Optional(Type.String({ maxLength: 300 })),
    ...Narrowing,
    workedOut: Type.Optional(Type.Boolean({ description: 'only those with, or without, a form and fee of their own' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    cursor: Type.Optional(Type.String({ maxLength: 40, description: 'code of the last line seen' })),
  }),
  output: shape({
    procedures: Type.Array(Managed),
    total: Type.Integer(),
    next: Type.Union([Type.String(), Type.Null()]),
  }),
  may: 'procedures.edit-procedure',
  async run(ctx, { q = '', limit = 50, cursor, ...filters }) {
    const catalogue = await readCatalogue(ctx.app);
    const sought = seek(catalogue, q);
    const all = placesWith(catalogue, sought, filters).map((place) => catalogue.index.entries[place]!);
    const entries = all.filter(({ shown }) => cursor === undefined || shown.code > cursor).slice(0, limit);
    const rows = await ctx.db.all<Settled & { id: string }>(
      sql`select d.id, d.version, d.effective_from as "effectiveFrom", d.origin, d.source,
                 concat_ws(' ', b."timeLimit" ->> 'amount', b."timeLimit" ->> 'unit') as "timeLimit", b.form, b.process, b.fee
          from kernel.definition d
            cross join lateral jsonb_to_record(d.body) as b ("timeLimit" jsonb, form text, process text, fee text)
          where d.id = any(${entries.map((entry) => entry.versionId)}::uuid[])`,
    );
    const settled = new Map(rows.map(({ id, ...row }) => [id, row]));
    return {
      procedures: foundLines(catalogue.index, entries, sought).map((line, i) => ({
        ...line,
        ...settled.get(entries[i]!.versionId)!,
      })),
      total: all.length,
      next: entries.length === limit ? entries.at(-1)!.shown.code : null,
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.list-procedures': typeof listProcedures;
  }
}
