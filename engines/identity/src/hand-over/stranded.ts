import { command, type CommandContext, job, localDate, query, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { personNotFound } from '../errors.ts';
import { line, moment, nullable, unitId, uuid } from '../fields.ts';
import { inReach } from '../operations/administer-person.ts';
import { heldWorkOf, orderHandOver } from './order.ts';

/** What was found stranded for the first time, as the event tells it. */
export interface NewlyStranded {
  readonly person: string | null;
  readonly part: string;
  readonly unit: number | null;
  readonly role: string | null;
  readonly count: number;
}

/** So much of it is told in an event. */
const mostTold = 500;

/**
 * Looks for work that nobody can do, and keeps what was found. What is being handed over is not stranded.
 * @returns how many records
 */
async function look(ctx: CommandContext): Promise<number> {
  const day = localDate(ctx.now);
  const known = await ctx.db.all<NewlyStranded>(
    sql`delete from identity.stranded returning person_id as person, part, unit_id as unit, role, count`,
  );
  const all: NewlyStranded[] = [];
  for (const { key, stranded } of heldWorkOf(ctx.app)) {
    const rows = (await stranded?.(ctx.db, day)) ?? [];
    if (rows.length > 0)
      all.push(
        ...(await ctx.db.all<NewlyStranded>(
          sql`insert into identity.stranded (person_id, part, unit_id, role, count)
              select person, ${key}, unit, role, count from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (person uuid, unit int, role text, count int)
              where not exists (select from identity.hand_over h where h.person_id = x.person and h.state = 'waiting' and h.day <= ${day}::date)
              returning person_id as person, part, unit_id as unit, role, count`,
        )),
      );
  }
  ctx.db.send(
    sql`insert into identity.stranded_look (one, at) values (true, ${ctx.now}) on conflict (one) do update set at = excluded.at`,
  );
  const found = all.reduce((sum, { count }) => sum + count, 0);
  const place = ({ person, part, unit, role }: NewlyStranded) => JSON.stringify([person, part, unit, role]);
  const before = new Set(known.map(place));
  const fresh = all.filter((one) => !before.has(place(one))).slice(0, mostTold);
  if (found > 0) ctx.emit({ name: 'identity.work-stranded', key: day, topics: ['stranded'], data: { found, fresh } });
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

/** What the last look found that nobody can do, by person, or by the role for which it waits in a unit; only what is in reach. */
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
        person: nullable(uuid),
        name: nullable(Type.String()),
        state: nullable(Type.String()),
        role: nullable(shape({ vi: Type.String(), en: Type.String() })),
        part: Type.String(),
        title: shape({ vi: Type.String(), en: Type.String() }),
        unit: nullable(unitId),
        unitKey: nullable(Type.String()),
        unitName: nullable(shape({ vi: Type.String(), en: Type.String() })),
        count: Type.Integer(),
      }),
    ),
  }),
  async run(ctx, input) {
    const titles = new Map(heldWorkOf(ctx.app).map(({ key, title }) => [key, title]));
    const [last, rows] = await Promise.all([
      ctx.db.maybe<{ at: Date }>(sql`select at from identity.stranded_look`),
      ctx.db.all<{ part: string; person: string | null }>(
        sql`select p.id as person, p.name, p.state, s.part, s.unit_id as unit, s.count, u.key as "unitKey",
                   case when r.key is not null then json_build_object('vi', r.name_vi, 'en', r.name_en) end as role,
                   case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as "unitName"
            from identity.stranded s left join identity.person p on p.id = s.person_id left join identity.unit u on u.id = s.unit_id
              left join identity.role r on r.key = s.role
            where ${sql.any([sql`p.id is not null and ${inReach(ctx, 'people.view-person')}`, sql`p.id is null and ${where(reach(ctx.principal, 'people.view-person'), { unit: sql`s.unit_id` })}`])}
              and ${input.query ? sql`coalesce(p.folded, kernel.fold(r.name_vi || ' ' || u.name_vi)) like '%' || kernel.fold(${input.query}) || '%'` : sql`true`}
            order by s.count desc, p.folded, p.id, s.part, s.unit_id, s.role limit ${input.limit ?? 1000}`,
      ),
    ]);
    ctx.concern(...rows.flatMap(({ person }) => person ?? []));
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
