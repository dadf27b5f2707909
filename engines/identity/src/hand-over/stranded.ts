import { command, type CommandContext, job, localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personNotFound } from '../errors.ts';
import { line, moment, nullable, unitId, uuid } from '../fields.ts';
import { inReach } from '../operations/administer-person.ts';
import { heldWorkOf, orderHandOver } from './order.ts';

/** Looks who holds work and cannot act, and keeps what was found. @returns how many records */
async function look(ctx: CommandContext): Promise<number> {
  const day = localDate(ctx.now);
  await ctx.db.run(sql`delete from identity.stranded`);
  let found = 0;
  for (const { key, stranded } of heldWorkOf(ctx.app)) {
    const rows = (await stranded?.(ctx.db, day)) ?? [];
    found += rows.reduce((sum, { count }) => sum + count, 0);
    ctx.db.send(
      sql`insert into identity.stranded (person_id, part, unit_id, count)
          select person, ${key}, unit, count from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (person uuid, unit int, count int)`,
    );
  }
  ctx.db.send(
    sql`insert into identity.stranded_look (one, at) values (true, ${ctx.now}) on conflict (one) do update set at = excluded.at`,
  );
  if (found > 0)
    ctx.emit({ name: 'identity.work-stranded', key: day, topics: ['stranded'], data: { found } });
  return found;
}

/** Looks now rather than in the next hour for work with nobody who can do it. */
export const lookForStranded = command({
  name: 'identity.look-for-stranded',
  title: { vi: 'Tìm ngay việc không có người làm', en: 'Look for stranded work now' },
  may: 'people.manage-position',
  input: shape({}),
  output: shape({ found: Type.Integer() }),
  run: async (ctx) => ({ found: await look(ctx) }),
});

/** Once a day, at the first full hour after midnight at which the program runs. */
export const strandedJob = job({
  name: 'identity.find-stranded',
  every: 60,
  async run({ app, now, call }) {
    const last = await app.db.maybe<{ at: Date }>(sql`select at from identity.stranded_look`);
    if (last && localDate(last.at) === localDate(now)) return;
    await app.run(lookForStranded, {}, call);
  },
});

/** What the last look found with persons who cannot act, by person; only those in reach. */
export const listStranded = query({
  name: 'identity.list-stranded',
  title: { vi: 'Việc không có người làm được', en: 'Work with nobody who can do it' },
  may: 'people.view-person',
  input: shape({
    query: Type.Optional(line(120, 0)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    lookedAt: nullable(moment),
    rows: Type.Array(
      shape({
        person: uuid,
        name: Type.String(),
        state: Type.String(),
        part: Type.String(),
        title: shape({ vi: Type.String(), en: Type.String() }),
        unit: nullable(unitId),
        unitName: nullable(shape({ vi: Type.String(), en: Type.String() })),
        count: Type.Integer(),
      }),
    ),
  }),
  async run(ctx, input) {
    const titles = new Map(heldWorkOf(ctx.app).map(({ key, title }) => [key, title]));
    const [last, rows] = await Promise.all([
      ctx.db.maybe<{ at: Date }>(sql`select at from identity.stranded_look`),
      ctx.db.all<{ part: string; person: string }>(
        sql`select p.id as person, p.name, p.state, s.part, s.unit_id as unit, s.count,
                   case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as "unitName"
            from identity.stranded s join identity.person p on p.id = s.person_id left join identity.unit u on u.id = s.unit_id
            where ${inReach(ctx, 'people.view-person')} and ${input.query ? sql`p.folded like '%' || kernel.fold(${input.query}) || '%'` : sql`true`}
            order by s.count desc, p.folded, p.id, s.part, s.unit_id limit ${input.limit ?? 1000}`,
      ),
    ]);
    ctx.concern(...rows.map(({ person }) => person));
    return {
      lookedAt: last?.at ?? null,
      rows: rows.map((row) => ({
        ...row,
        title: titles.get(row.part) ?? { vi: row.part, en: row.part },
      })) as never,
    };
  },
});

/**
 * Hands over what a person holds who cannot act any more: to somebody, or into the queues of the units.
 * @throws personNotFound, handOverToNobody
 */
export const handOverStranded = command({
  name: 'identity.hand-over-stranded',
  title: { vi: 'Bàn giao việc không có người làm', en: 'Hand over stranded work' },
  may: 'people.manage-position',
  input: shape({ person: uuid, to: Type.Optional(uuid), reason: line(500, 2) }),
  output: shape({ handOver: nullable(uuid) }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const found = await ctx.db.maybe(
      sql`select from identity.person p where p.id = ${input.person} and ${inReach(ctx, 'people.manage-position')}`,
    );
    if (!found) throw personNotFound();
    ctx.db.send(sql`delete from identity.stranded where person_id = ${input.person}`);
    const handOver = await orderHandOver(ctx, { ...input, cause: 'stranded' });
    return { handOver };
  },
});
