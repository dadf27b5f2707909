import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { mergeNotFound } from '../../errors.ts';
import { moment, nullable, uuid } from '../../fields.ts';

const merge = shape({
  id: uuid,
  from: uuid,
  to: uuid,
  fromName: Type.String(),
  toName: Type.String(),
  fields: Type.Array(Type.String()),
  reason: Type.String(),
  state: Type.String(),
  proposedAt: moment,
  proposedBy: uuid,
  proposedByName: Type.String(),
  decidedAt: nullable(moment),
  decidedByName: nullable(Type.String()),
  comment: nullable(Type.String()),
  undoneAt: nullable(moment),
  undoReason: nullable(Type.String()),
  /** How much followed. */
  moved: Type.Integer(),
});

const columns = sql`m.id, m.from_person as "from", m.to_person as "to", f.name as "fromName", t.name as "toName", m.fields, m.reason, m.state,
  m.proposed_at as "proposedAt", m.proposed_by as "proposedBy", p.name as "proposedByName", m.decided_at as "decidedAt", d.name as "decidedByName",
  m.comment, m.undone_at as "undoneAt", m.undo_reason as "undoReason",
  (select coalesce(sum(cardinality(x.keys)), 0)::int from identity.merge_moved x where x.merge_id = m.id) as moved`;
const from = sql`identity.merge m join identity.person f on f.id = m.from_person join identity.person t on t.id = m.to_person
  join identity.person p on p.id = m.proposed_by left join identity.person d on d.id = m.decided_by`;

/** Proposals and merges, the last first; those that wait before all others. */
export const listMerges = query({
  name: 'identity.list-merges',
  title: { vi: 'Các lần gộp bản ghi', en: 'Merges of records' },
  may: 'people.register-person',
  audit: true,
  input: shape({
    state: Type.Optional(Type.String({ maxLength: 20 })),
    /** Of this person, as either record. */
    person: Type.Optional(uuid),
    after: Type.Optional(uuid),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  output: shape({ merges: Type.Array(merge), waiting: Type.Integer(), next: nullable(uuid) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const [rows, { waiting }] = await Promise.all([
      ctx.db.all<{ id: string }>(
        sql`select ${columns} from ${from} where ${sql.all([
          input.state !== undefined && sql`m.state = ${input.state}`,
          input.person !== undefined && sql`${input.person}::uuid in (m.from_person, m.to_person)`,
          input.after !== undefined && sql`m.id < ${input.after}::uuid`,
        ])} order by m.id desc limit ${limit + 1}`,
      ),
      ctx.db.one<{ waiting: number }>(sql`select count(*) as waiting from identity.merge where state = 'proposed'`),
    ]);
    const more = rows.length > limit;
    if (more) rows.pop();
    return { merges: rows as never, waiting, next: more ? rows.at(-1)!.id : null };
  },
});

/** One merge. @throws mergeNotFound. */
export const viewMerge = query({
  name: 'identity.view-merge',
  title: { vi: 'Xem một lần gộp', en: 'See a merge' },
  may: 'people.register-person',
  audit: true,
  input: shape({ merge: uuid }),
  output: merge,
  async run(ctx, input) {
    const row = await ctx.db.maybe<{ to: string }>(sql`select ${columns} from ${from} where m.id = ${input.merge}`);
    if (!row) throw mergeNotFound();
    ctx.subject(`person:${row.to}`);
    return row as never;
  },
});
