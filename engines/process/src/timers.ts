import { type App, type Job, command, enqueueSql, job, jobContext, newId, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { Runner } from './engine.ts';
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
      await fireDueTimers(owner, fire, app);
      const { next } = await app.db.one<{ next: Date | null }>(
        sql`select min(due_at) as next from process.timer where owner = ${owner} and state = 'waiting'`,
      );
      if (next && next.getTime() < now.getTime() + everySeconds * 1000 && next > now)
        await app.db.run(enqueueSql(name, {}, { runAt: next, key: `next:${name}` }));
    },
  });
}

/**
 * Fires what is due, each timer in a transaction of its own: a kill in between leaves the rest for the next round,
 * and any number of workers share the work, since an instance that another holds is passed over.
 */
export async function fireDueTimers(owner: string, fire: FireTimer, app: App): Promise<number> {
  const { call } = jobContext(app, `${owner}.fire-timers`);
  let fired = 0;
  for (let after = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' }; ;) {
    const due = await app.db.all<{ id: string; at: Date }>(
      sql`select id, due_at as at from process.timer where owner = ${owner} and state = 'waiting' and due_at <= ${app.clock.now()}
            and (due_at, id) > (${after.at}::timestamptz, ${after.id}::uuid) order by due_at, id limit ${batch}`,
    );
    for (const { id } of due) {
      try {
        if ((await app.run(fire, { timer: id }, call)).fired) fired++;
      } catch (error) {
        await setBack(app, id, error);
      }
    }
    if (due.length < batch) return fired;
    after = due.at(-1)!;
  }
}

type FireTimer = ReturnType<typeof fireTimer>;

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
  const text = error instanceof Error ? error.message : String(error);
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
        sql`insert into process.incident (id, instance_id, timer_id, element, error, at)
            values (${newId(now.getTime())}, ${row.instance}, ${id}, ${row.element}, ${text}, ${now})`,
      );
  });
}
