import { type App, type Call, command, type HandOver, job, localDate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { handOverNotFound } from '../errors.ts';
import { line, uuid } from '../fields.ts';
import { type Cause, heldWorkOf, workFor } from './order.ts';

/** Records handed over in one transaction. */
const batch = 200;

interface Row {
  person: string;
  name: string;
  to: string | null;
  toName: string | null;
  unit: number | null;
  role: string | null;
  day: string;
  reason: string;
  state: string;
  orderedBy: string | null;
}

/** Hands over the next records of one part. Two programs take turns: the row of the part is locked. */
export const followHandOver = command({
  name: 'identity.follow-hand-over',
  title: { vi: 'Chuyển việc theo bàn giao', en: 'Move work that is handed over' },
  may: 'system',
  input: shape({ id: uuid, part: line(100) }),
  output: shape({ done: Type.Integer() }),
  async run(ctx, { id, part }) {
    await ctx.db.maybe(sql`select from identity.hand_over_part where hand_over_id = ${id} and part = ${part} for update`);
    const row = await ctx.db.maybe<Row>(
      sql`select h.person_id as person, p.name, h.to_person as "to", t.name as "toName", h.unit_id as unit, h.role, h.day, h.reason, h.state,
                 b.name as "orderedBy"
          from identity.hand_over h join identity.person p on p.id = h.person_id left join identity.person t on t.id = h.to_person
            left join identity.person b on b.id = h.ordered_by where h.id = ${id}`,
    );
    const work = heldWorkOf(ctx.app).find(({ key }) => key === part);
    if (row?.state !== 'waiting' || row.day > localDate(ctx.now)) throw handOverNotFound();
    const { moved, queued } = work ? await work.handOver(ctx, handOverOf(id, row), batch) : { moved: 0, queued: 0 };
    ctx.db.send(
      sql`update identity.hand_over set begun_at = coalesce(begun_at, ${ctx.now}) where id = ${id} and begun_at is null`,
    );
    ctx.db.send(
      sql`update identity.hand_over_part set moved = moved + ${moved}, queued = queued + ${queued},
            ended_at = case when ${moved + queued} = 0 then coalesce(ended_at, ${ctx.now}) end where hand_over_id = ${id} and part = ${part}`,
    );
    ctx.subject(`person:${row.person}`);
    ctx.note({ handOver: id, part, moved, queued });
    ctx.emit({
      name: 'identity.work-handed-over',
      key: id,
      topics: [`hand-over:${id}`],
      data: { part, moved, queued },
    });
    return { done: moved + queued };
  },
});

const handOverOf = (id: string, row: Row): HandOver => ({
  id,
  person: row.person,
  name: row.name,
  to: row.to === null ? null : { id: row.to, name: row.toName ?? '' },
  day: row.day,
  reason: row.reason,
  orderedBy: row.orderedBy,
  ...(row.unit !== null && row.role !== null && { place: { unit: row.unit, role: row.role } }),
});

/** Everything is handed over. */
export const endHandOver = command({
  name: 'identity.end-hand-over',
  title: { vi: 'Hoàn tất bàn giao', en: 'End a hand-over' },
  may: 'system',
  input: shape({ id: uuid }),
  output: shape({}),
  async run(ctx, { id }) {
    const row = await ctx.db.maybe<{ person: string }>(
      sql`update identity.hand_over set state = 'done', ended_at = ${ctx.now} where id = ${id} and state = 'waiting' returning person_id as person`,
    );
    if (!row) return {};
    ctx.subject(`person:${row.person}`);
    ctx.emit({
      name: 'identity.hand-over-ended',
      key: id,
      topics: [`hand-over:${id}`, `person:${row.person}`],
    });
    return {};
  },
});

/**
 * Carries a hand-over out from where it stands. It may be broken off at any moment and called again, here or in another process: every
 * batch is a transaction of its own.
 * @param after is told of each batch; returning false stops (for tests)
 */
export async function carryOutHandOver(
  app: App,
  id: string,
  call: Call,
  after: (part: string, done: number) => boolean | void = () => {},
): Promise<void> {
  const order = await app.db.maybe<{ cause: Cause }>(sql`select cause from identity.hand_over where id = ${id}`);
  if (!order) return;
  for (const { key: part } of workFor(app, order.cause))
    for (let done = 1; done > 0;) {
      ({ done } = await app.run(followHandOver, { id, part }, call));
      if (after(part, done) === false) return;
    }
  await app.run(endHandOver, { id }, call);
}

/** Every minute, and at once when one was ordered: hand-overs whose day has come, and those that were broken off. */
export const handOverWork = job({
  name: 'identity.hand-over-work',
  every: 1,
  async run({ app, now, call }) {
    const due = await app.db.all<{ id: string }>(
      sql`select id from identity.hand_over where state = 'waiting' and day <= ${localDate(now)}::date order by day, ordered_at, id`,
    );
    for (const { id } of due) await carryOutHandOver(app, id, call);
  },
});
