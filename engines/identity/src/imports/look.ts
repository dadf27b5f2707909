import { query, reach, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { importNotFound } from '../errors.ts';
import { moment, nullable, uuid } from '../fields.ts';
import { isLarge } from './check.ts';

const head = {
  id: uuid,
  kind: Type.String(),
  name: Type.String(),
  complete: Type.Boolean(),
  state: Type.String(),
  counts: Type.Record(Type.String(), Type.Integer()),
  createdAt: moment,
  createdByName: nullable(Type.String()),
  approvedByName: nullable(Type.String()),
  endedAt: nullable(moment),
  /** Who did not agree to it, and why; until it is asked for again. */
  declinedByName: nullable(Type.String()),
  declineReason: nullable(Type.String()),
};
const columns = sql`i.id, i.kind, i.name, i.complete, i.state, i.counts, i.created_at as "createdAt", c.name as "createdByName", a.name as "approvedByName", i.ended_at as "endedAt",
  d.name as "declinedByName", i.decline_reason as "declineReason"`;
const from = sql`identity.import i left join identity.person c on c.id = i.created_by left join identity.person a on a.id = i.approved_by
  left join identity.person d on d.id = i.declined_by`;

/** Tables that were sent, the last first. */
export const listImports = query({
  name: 'identity.list-imports',
  title: { vi: 'Các tệp đã nhập', en: 'Imports' },
  may: 'people.view-directory',
  input: shape({
    state: Type.Optional(Type.String({ maxLength: 20 })),
    after: Type.Optional(uuid),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  output: shape({ imports: Type.Array(shape(head)), next: nullable(uuid) }),
  async run(ctx, input) {
    if (!reach(ctx.principal, 'people.view-person').all && !reach(ctx.principal, 'people.approve-import').all)
      return { imports: [], next: null };
    const limit = input.limit ?? 50;
    const rows = await ctx.db.all<{ id: string }>(
      sql`select ${columns} from ${from} where ${sql.all([
        input.state !== undefined && sql`i.state = ${input.state}`,
        input.after !== undefined && sql`i.id < ${input.after}::uuid`,
        sql`true`,
      ])} order by i.id desc limit ${limit + 1}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    return { imports: rows as never, next: more ? rows.at(-1)!.id : null };
  },
});

/** One table with its lines: those that are wrong first asked for, or those of one kind of change. @throws importNotFound */
export const viewImport = query({
  name: 'identity.view-import',
  title: { vi: 'Xem một tệp nhập', en: 'See an import' },
  may: 'people.view-directory',
  audit: true,
  subject: ({ id }) => `import:${id}`,
  input: shape({
    id: uuid,
    change: Type.Optional(Type.String({ maxLength: 20 })),
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    import: shape(head),
    large: Type.Boolean(),
    done: Type.Integer(),
    todo: Type.Integer(),
    rows: Type.Array(
      shape({
        number: Type.Integer(),
        fields: Type.Record(Type.String(), Type.String()),
        change: Type.String(),
        problems: Type.Array(shape({ column: Type.String(), vi: Type.String(), en: Type.String() })),
        done: Type.Boolean(),
      }),
    ),
    next: nullable(Type.Integer()),
  }),
  async run(ctx, input) {
    const all = reach(ctx.principal, 'people.view-person').all || reach(ctx.principal, 'people.approve-import').all;
    const limit = input.limit ?? 100;
    const [row, rows, { done, todo }] = await Promise.all([
      ctx.db.maybe<{ counts: never }>(sql`select ${columns} from ${from} where i.id = ${input.id} and ${all}`),
      ctx.db.all<{ number: number }>(
        sql`select number, fields, change, problems, done_at is not null as done from identity.import_row where import_id = ${input.id} and ${all}
              and number > ${input.after ?? 0} and ${input.change ? sql`change = ${input.change}` : sql`true`} order by number limit ${limit + 1}`,
      ),
      ctx.db.one<{ done: number; todo: number }>(
        sql`select (count(*) filter (where done_at is not null))::int as done, (count(*) filter (where change in ('new', 'changed', 'ended') or done_at is not null))::int as todo
            from identity.import_row where import_id = ${input.id}`,
      ),
    ]);
    if (!row) throw importNotFound();
    const more = rows.length > limit;
    if (more) rows.pop();
    return {
      import: row as never,
      large: isLarge(row.counts),
      done,
      todo,
      rows: rows as never,
      next: more ? rows.at(-1)!.number : null,
    };
  },
});
