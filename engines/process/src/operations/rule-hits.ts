import { command, fold, query, reach, shape, sql, where } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { hitNotFound } from '../errors.ts';

const viewing = 'process.view-rule-hit';
const noting = 'process.note-rule-hit';

const Hit = shape({
  id: Type.String(),
  rule: Type.String(),
  title: shape({ vi: Type.String(), en: Type.String() }),
  version: Type.Integer(),
  group: Type.String(),
  at: Type.Any({ description: 'date and time when it became true' }),
  message: shape({ vi: Type.String(), en: Type.String() }),
  role: Type.Union([Type.String(), Type.Null()]),
  unit: Type.Union([Type.Integer(), Type.Null()]),
  about: Type.Union([Type.Integer(), Type.Null()], { description: 'id of the agency that it is about' }),
  signal: Type.Union([Type.String(), Type.Null()]),
  notedAt: Type.Any({ description: 'date and time; null while nobody has taken note' }),
  notedBy: Type.Union([Type.String(), Type.Null()]),
  note: Type.Union([Type.String(), Type.Null()]),
});
export type RuleHit = Static<typeof Hit>;

/** What the rules over events have found, the latest first. */
export const listRuleHits = query({
  name: 'process.list-rule-hits',
  title: { vi: 'Danh sách cảnh báo', en: 'What event rules found' },
  may: viewing,
  input: shape({
    rule: Type.Optional(Type.String({ maxLength: 100 })),
    text: Type.Optional(Type.String({ maxLength: 200, description: 'of the warning or the name of the rule' })),
    open: Type.Optional(Type.Boolean({ description: 'only those of which nobody has taken note' })),
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    hits: Type.Array(Hit),
    next: Type.Union([Type.String(), Type.Null()]),
    open: Type.Integer(),
  }),
  async run(ctx, { rule, text = '', open, after, limit = 50 }) {
    const words = fold(text.trim()).replace(/[\\%_]/g, '\\$&');
    // A warning without a unit is everybody's who may see warnings at all.
    const mine = sql`(h.unit_id is null or ${where(reach(ctx.principal, viewing), { unit: sql`h.unit_id` })})`;
    const [rows, count] = await Promise.all([
      ctx.db.all<RuleHit>(
        sql`select h.id, h.rule, d.body->'title' as title, h.version, h."group", h.at, jsonb_build_object('vi', h.message_vi, 'en', h.message_en) as message, h.role, h.unit_id as unit, h.about_id as about,
                   h.signal, h.seen_at as "notedAt", h.seen_name as "notedBy", h.note
            from process.rule_hit h
            join kernel.v_definition d on d.kind = 'event-rule' and d.key = h.rule and d.version = h.version
            where ${sql.all([
              mine,
              rule !== undefined && sql`h.rule = ${rule}`,
              words !== '' &&
                sql`kernel.fold(h.message_vi || ' ' || h.message_en || ' ' || (d.body #>> '{title,vi}') || ' ' || (d.body #>> '{title,en}')) like ${`%${words}%`}`,
              open === true && sql`h.seen_at is null`,
              after !== undefined && sql`h.id < ${after}::uuid`,
            ])} order by h.id desc limit ${limit + 1}`,
      ),
      ctx.db.one<{ n: number }>(sql`select count(*)::int as n from process.rule_hit h where h.seen_at is null and ${mine}`),
    ]);
    const hits = rows.slice(0, limit);
    return { hits, next: rows.length > limit ? hits.at(-1)!.id : null, open: count.n };
  },
});

/** Says that a warning is in hand and what is done about it. The first note stands. @throws hitNotFound */
export const noteRuleHit = command({
  name: 'process.note-rule-hit',
  title: { vi: 'Ghi nhận cảnh báo', en: 'Take note of a warning' },
  may: noting,
  input: shape({ id: Type.String({ format: 'uuid' }), note: Type.String({ minLength: 1, maxLength: 2000 }) }),
  output: shape({ id: Type.String() }),
  subject: ({ id }) => `rule-hit:${id}`,
  async run(ctx, { id, note }) {
    const mine = sql`(h.unit_id is null or ${where(reach(ctx.principal, noting), { unit: sql`h.unit_id` })})`;
    const changed = await ctx.db.run(
      sql`update process.rule_hit h set seen_at = ${ctx.now}, seen_by = ${ctx.principal.id}, seen_name = ${ctx.principal.name}, note = ${note.trim()}
          where h.id = ${id} and h.seen_at is null and ${mine}`,
    );
    if (changed === 0) throw hitNotFound();
    ctx.emit({ name: 'process.rule-hit-noted', key: id, topics: ['unit:0'] });
    return { id };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.list-rule-hits': typeof listRuleHits;
    'process.note-rule-hit': typeof noteRuleHit;
  }
}
