import { type App, type Job, type Sql, command, enqueueSql, job, jobContext, newId, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { Runner } from './engine.ts';
import { faultOf } from './run/fault.ts';
import { goOff } from './run/trigger.ts';

const batch = 200;
const mostAttempts = 6;
const everySeconds = 3;

/** The job that fires timers, every few seconds and at the moment when the next is due. */
export function timerJob(owner: string, fire: FireTimer): Job {
  const name = `${owner}.fire-timers`;
  return job({
    name,
    every: everySeconds / 60,
    run: async ({ app, now }) => {
      const nextDue = async () =>
        (
          await app.db.one<{ next: Date | null }>(
            sql`select min(due_at) as next from process.timer where owner = ${owner} and state = 'waiting'`,
          )
        ).next;
      let next = await nextDue();
      // Asked first: a round that has nothing to fire does nothing, and the audit trail has no line of it.
      if (next && next <= now) {
        await fireDueTimers(owner, fire, app);
        next = await nextDue();
      }
      if (next && next.getTime() < now.getTime() + everySeconds * 1000 && next > now)
        await app.db.run(enqueueSql(name, {}, { runAt: next, key: `next:${name}` }));
    },
  });
}

/**
 * Fires what is due, two hundred timers in a transaction, and one by one where one of them fails or an instance was not
 * free: a kill in between leaves the rest for the next round, and any number of workers share the work.
 */
export async function fireDueTimers(owner: string, fire: FireTimer, app: App): Promise<number> {
  const { call } = jobContext(app, `${owner}.fire-timers`);
  // What becomes due meanwhile is for the next round: processes that wake each other at once hold up no round for ever.
  const until = app.clock.now();
  let fired = 0;
  for (let after = first; ;) {
    let page: Page;
    try {
      const done = await app.run(fire.many, { ...after, until: until.toISOString() }, call);
      fired += done.fired;
      page = done;
    } catch {
      // One of them failed, and all are as they were: each by itself tells which.
      page = pageOf(await app.db.all<Due>(dueAfter(owner, until, after)));
    }
    for (const id of page.alone) {
      try {
        if ((await app.run(fire.one, { timer: id }, call)).fired) fired++;
      } catch (error) {
        await setBack(app, id, error);
      }
    }
    if (!page.last) return fired;
    after = page.last;
  }
}

/** A place in the order of what is due. */
interface Place {
  readonly at: string;
  readonly id: string;
}
interface Due {
  readonly id: string;
  readonly instance: string;
  /** As text, to the microsecond: a place must not be rounded. */
  readonly at: string;
}
/** What a round has left for one by one, and where the next begins; none when this was the last. */
interface Page {
  readonly alone: readonly string[];
  readonly last: Place | null;
}
const first: Place = { at: '1970-01-01', id: '00000000-0000-0000-0000-000000000000' };

const dueAfter = (owner: string, until: Date, { at, id }: Place): Sql =>
  sql`select id, instance_id as instance, due_at::text as at from process.timer where owner = ${owner} and state = 'waiting' and due_at <= ${until}
        and (due_at, id) > (${at}::timestamptz, ${id}::uuid) order by timer.due_at, id limit ${batch}`;

function pageOf(due: readonly Due[]): Page {
  const last = due.at(-1);
  return {
    alone: due.map((timer) => timer.id),
    last: last && due.length === batch ? { at: last.at, id: last.id } : null,
  };
}

/** The commands that fire: one timer, or many at once. */
export interface FireTimer {
  readonly one: ReturnType<typeof fireTimer>;
  readonly many: ReturnType<typeof fireTimers>;
}

/** The command that fires many timers in one transaction, by the program itself only. */
export function fireTimers(runner: Runner) {
  return command({
    name: `${runner.parts.owner}.fire-timers`,
    title: { vi: 'Kích hoạt các hẹn giờ của quy trình', en: 'Fire timers of processes' },
    input: shape({ at: Type.String(), id: Type.String(), until: Type.String() }),
    output: shape({
      fired: Type.Integer(),
      alone: Type.Array(Type.String()),
      last: Type.Union([shape({ at: Type.String(), id: Type.String() }), Type.Null()]),
    }),
    may: 'system',
    api: false,
    async run(ctx, { until, ...after }) {
      // Claimed here, so that each worker has its own.
      const due = await ctx.db.all<Due>(sql`${dueAfter(runner.parts.owner, new Date(until), after)} for update skip locked`);
      const { alone, last } = pageOf(due);
      if (due.length === 0) return { fired: 0, alone: [], last };
      const rest = new Set(alone);
      const instances = [...new Set(due.map((timer) => timer.instance))];
      await runner.stepMany(ctx, instances, async (step) => {
        for (const timer of step.timers.values()) {
          if (timer.dueAt > ctx.now || !rest.delete(timer.id)) continue;
          await goOff(step, timer);
        }
      });
      const fired = due.length - rest.size;
      ctx.note({ timers: fired });
      // Members of families are taken one by one; the others that are left somebody else has in hand.
      const left = sql`select t.id from process.timer t join process.instance i on i.id = t.instance_id
        where t.id = any(${[...rest]}::uuid[]) and t.state = 'waiting' and (i.root_id is not null or i.state <> 'running')`;
      const single = rest.size > 0 ? await ctx.db.all<{ id: string }>(left) : [];
      return { fired, alone: single.map((timer) => timer.id), last };
    },
  });
}

/** The command that fires one timer, by the program itself only. */
export function fireTimer(runner: Runner) {
  return command({
    name: `${runner.parts.owner}.fire-timer`,
    title: { vi: 'Kích hoạt hẹn giờ của quy trình', en: 'Fire a timer of a process' },
    input: shape({ timer: Type.String() }),
    output: shape({ fired: Type.Boolean() }),
    may: 'system',
    api: false,
    async run(ctx, { timer: id }) {
      const which = sql`(select instance_id from process.timer where id = ${id}::uuid)`;
      let fired = false;
      const stepped = await runner.step(
        ctx,
        which,
        async (step) => {
          const timer = step.timers.get(id);
          if (!timer || timer.dueAt > ctx.now) return;
          fired = true;
          ctx.subject(`process:${step.instance.businessKey}`);
          await goOff(step, timer);
        },
        { wait: false },
      );
      // What a signal left for a process that ended at the same moment: nobody will cancel it.
      if (!stepped)
        ctx.db.send(
          sql`update process.timer t set state = 'cancelled', ended_at = ${ctx.now} where id = ${id}::uuid and state = 'waiting'
                and not exists (select from process.instance i where i.id = t.instance_id and i.state = 'running')`,
        );
      return { fired };
    },
  });
}

/** A timer that failed tries again, later each time; after the last try a person has to look at it. */
async function setBack(app: App, id: string, error: unknown): Promise<void> {
  const { text, told } = faultOf(error);
  app.log.warn({ err: error, timer: id }, 'a timer of a process failed');
  const now = app.clock.now();
  await app.db.transaction(async (tx) => {
    const row = await tx.maybe<{ attempts: number; instance: string; element: string }>(
      sql`update process.timer set attempts = attempts + 1,
            state = case when attempts + 1 >= ${mostAttempts} then 'failed' else 'waiting' end,
            due_at = ${now}::timestamptz + interval '1 minute' * power(2, attempts)
          where id = ${id}::uuid and state = 'waiting' returning attempts, instance_id as instance, element`,
    );
    if (row && row.attempts >= mostAttempts)
      tx.send(
        sql`insert into process.incident (id, instance_id, timer_id, element, error, told, at)
            values (${newId(now.getTime())}, ${row.instance}, ${id}, ${row.element}, ${text}, ${told}::jsonb, ${now})`,
      );
  });
}
