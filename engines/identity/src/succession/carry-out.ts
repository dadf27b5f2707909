import { type App, type Call, command, job, localDate, Refusal, shape, sql, type UnitFollower } from '@dinh/kernel';
import { Type } from 'typebox';
import { successionHasErrors, successionNotOpen } from '../errors.ts';
import { line, uuid } from '../fields.ts';
import { directoryChanged } from '../pack/units.ts';
import { changeDirectory } from './begin.ts';
import { checkPlan, errorsIn, keepCheck } from './check.ts';
import { noteAct } from './acts.ts';
import { openSuccession, readSuccession } from './stored.ts';

/** Records moved in one transaction: few enough that nobody waits long for one of them. */
const batch = 200;

/** What follows, in the order in which it does. */
function followersOf(app: Pick<App, 'modules'>): readonly UnitFollower[] {
  const waiting = app.modules.flatMap((module) => module.followers ?? []);
  const order: UnitFollower[] = [];
  while (waiting.length > 0) {
    const there = new Set(waiting.map(({ key }) => key));
    const next = waiting.findIndex(({ after = [] }) => !after.some((key) => there.has(key)));
    order.push(...waiting.splice(Math.max(next, 0), 1));
  }
  return order;
}

/**
 * Turns the directory to the new order on its day: units, names, places and access change in one transaction. What each
 * module still has under old units is written down as the parts to be moved.
 * @throws successionHasErrors when something has changed since it was approved
 */
export const beginSuccession = command({
  name: 'identity.begin-succession',
  title: { vi: 'Bắt đầu sắp xếp đơn vị', en: 'Begin a reorganisation' },
  may: 'system',
  input: shape({ id: uuid }),
  output: shape({ begun: Type.Boolean() }),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id }) {
    const stored = await readSuccession(ctx.db, id, true);
    if (stored.state === 'applying' || stored.state === 'applied') return { begun: false };
    const today = localDate(ctx.now);
    if (stored.state !== 'approved' || stored.day === null || stored.day > today)
      throw successionNotOpen({ state: stored.state });
    // A day that passed while nothing ran is today: nothing is changed backwards.
    const day = stored.day < today ? today : stored.day;
    // Whoever is given a place meanwhile waits, and is judged by what holds then.
    await ctx.db.all(
      sql`select p.id from identity.person p where exists (select from identity.position o where o.person_id = p.id
            and (o.valid_to is null or o.valid_to > ${day}::date)) order by p.id for no key update`,
    );
    const check = await checkPlan(ctx.app, ctx.db, stored.body, day, ctx.now);
    const errors = errorsIn(check);
    if (errors > 0) throw successionHasErrors({ count: errors });
    const followed = await changeDirectory(ctx.db, {
      plan: stored.body,
      lines: check.lines,
      day,
      basis: stored.basis || stored.titleVi,
      source: stored.source,
      now: ctx.now,
    });
    await directoryChanged(ctx.db);
    ctx.db.afterCommit(() => ctx.app.revisions.forget());
    ctx.db.send(
      sql`update identity.succession set state = 'applying', day = ${day}::date, whole = ${JSON.stringify(check.lines)}::jsonb,
            begun_at = ${ctx.now}, changed_at = ${ctx.now}, version = version + 1 where id = ${id}`,
    );
    const totals = new Map(check.touched.map(({ part, total }) => [part, total]));
    // What followed with the directory stands beside what is still to be moved.
    for (const [ordinal, { part, title, total }] of check.touched.filter((one) => followed.has(one.part)).entries())
      ctx.db.send(
        sql`insert into identity.succession_part (succession_id, part, ordinal, title_vi, title_en, expected, moved, begun_at, ended_at)
            values (${id}, ${part}, ${ordinal - followed.size}, ${title.vi}, ${title.en}, ${total}, ${followed.get(part)!}, ${ctx.now}, ${ctx.now}) on conflict do nothing`,
      );
    for (const [ordinal, { key, title }] of followersOf(ctx.app).entries())
      ctx.db.send(
        sql`insert into identity.succession_part (succession_id, part, ordinal, title_vi, title_en, expected)
            values (${id}, ${key}, ${ordinal}, ${title.vi}, ${title.en}, ${totals.get(key) ?? 0}) on conflict do nothing`,
      );
    noteAct(ctx, id, 'begun');
    ctx.emit({
      name: 'identity.succession-begun',
      key: id,
      topics: ['units', `succession:${id}`],
      data: { day },
    });
    return { begun: true };
  },
});

/** Keeps what hinders an approved plan on its day, for those who look at it. It is tried again every minute. */
export const noteHindrance = command({
  name: 'identity.note-succession-hindrance',
  title: { vi: 'Ghi nhận phương án chưa thực hiện được', en: 'Note what hinders a reorganisation' },
  may: 'system',
  input: shape({ id: uuid }),
  output: shape({ errors: Type.Integer() }),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id }) {
    const stored = await readSuccession(ctx.db, id, true);
    if (stored.state !== 'approved') return { errors: 0 };
    const check = await checkPlan(ctx.app, ctx.db, stored.body, localDate(ctx.now), ctx.now);
    keepCheck(ctx, id, check);
    return { errors: errorsIn(check) };
  },
});

/** Moves the next records of one part. Two programs take turns: the row of the part is locked. */
export const followSuccession = command({
  name: 'identity.follow-succession',
  title: { vi: 'Chuyển hồ sơ theo phương án sắp xếp', en: 'Move records by a reorganisation' },
  may: 'system',
  input: shape({ id: uuid, part: line(100) }),
  output: shape({ moved: Type.Integer() }),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id, part }) {
    await ctx.db.maybe(sql`select from identity.succession_part where succession_id = ${id} and part = ${part} for update`);
    const stored = await readSuccession(ctx.db, id);
    if (stored.state !== 'applying' && stored.state !== 'applied') throw successionNotOpen({ state: stored.state });
    const follower = followersOf(ctx.app).find((one) => one.key === part);
    const moved = follower ? await follower.follow(ctx, await openSuccession(ctx.db, stored), batch) : 0;
    ctx.db.send(
      sql`update identity.succession_part set moved = moved + ${moved}, begun_at = coalesce(begun_at, ${ctx.now}),
            ended_at = case when ${moved} = 0 then coalesce(ended_at, ${ctx.now}) end
          where succession_id = ${id} and part = ${part}`,
    );
    ctx.note({ part, moved });
    ctx.emit({
      name: 'identity.succession-moved',
      key: id,
      topics: [`succession:${id}`],
      data: { part, moved },
    });
    return { moved };
  },
});

/** So long after the end it is looked once more for what requests under way made under an old unit; until nothing is found. */
const sweepAfter = 2 * 60_000;

/** Everything has been moved, or has been looked for once more. */
export const endSuccession = command({
  name: 'identity.end-succession',
  title: { vi: 'Hoàn tất sắp xếp đơn vị', en: 'End a reorganisation' },
  may: 'system',
  input: shape({ id: uuid, moved: Type.Integer() }),
  output: shape({}),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id, moved }) {
    const stored = await readSuccession(ctx.db, id, true);
    if (stored.state === 'applied') {
      if (moved === 0 && stored.endedAt!.getTime() <= ctx.now.getTime() - sweepAfter)
        ctx.db.send(sql`update identity.succession set swept_at = ${ctx.now} where id = ${id}`);
    } else {
      ctx.db.send(
        sql`update identity.succession set state = 'applied', ended_at = ${ctx.now}, changed_at = ${ctx.now}, version = version + 1 where id = ${id}`,
      );
      noteAct(ctx, id, 'ended');
      ctx.emit({ name: 'identity.succession-ended', key: id, topics: ['units', `succession:${id}`] });
    }
    return {};
  },
});

/**
 * Carries a plan out from where it stands to its end. It may be broken off at any moment and called again, here or in another
 * process: every batch is a transaction of its own.
 * @param after is told of each batch; returning false stops (for tests)
 * @returns how many records were moved now
 */
export async function carryOut(
  app: App,
  id: string,
  call: Call,
  after: (part: string, moved: number) => boolean | void = () => {},
): Promise<number> {
  await app.run(beginSuccession, { id }, call);
  let all = 0;
  for (const { key: part } of followersOf(app))
    for (let moved = 1; moved > 0; all += moved) {
      ({ moved } = await app.run(followSuccession, { id, part }, call));
      if (after(part, moved) === false) return all + moved;
    }
  await app.run(endSuccession, { id, moved: all }, call);
  return all;
}

/** Every minute: plans whose day has come, those that were broken off, and those to be looked at once more. */
export const applySuccessions = job({
  name: 'identity.apply-successions',
  every: 1,
  async run({ app, now, call }) {
    const due = await app.db.all<{ id: string }>(
      sql`select id from identity.succession
          where (state = 'approved' and day <= ${localDate(now)}::date) or state = 'applying'
             or (state = 'applied' and swept_at is null and ended_at <= ${new Date(now.getTime() - sweepAfter)})
          order by day, created_at`,
    );
    for (const { id } of due)
      try {
        await carryOut(app, id, call);
      } catch (error) {
        // One that is hindered waits until it is put right, and says so; the others go on.
        if (!(error instanceof Refusal) || error.code !== 'identity.succession-has-errors') throw error;
        await app.run(noteHindrance, { id }, call);
      }
  },
});
